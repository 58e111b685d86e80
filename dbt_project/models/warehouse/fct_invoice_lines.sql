-- A credit note falls on the customer and product of the line it corrects. A sale without a cost of its own takes the product's.
with

lines as (
    select * from {{ ref('int_invoice_lines_united') }}
),

invoices as (
    select * from {{ ref('int_invoices_united') }}
),

corrected as (
    select
        lines.invoice_line_id,
        lines.product_id,
        invoices.customer_id,
    from lines
    inner join invoices on lines.invoice_id = invoices.invoice_id
    where lines.invoice_line_id in (select lines.corrected_invoice_line_id from lines)
),

placed as (
    select
        lines.* replace (
            coalesce(corrected.product_id, lines.product_id) as product_id,
            coalesce(lines.project_id, invoices.project_id) as project_id,
            coalesce(lines.line_kind, 'sale') as line_kind
        ),
        coalesce(corrected.customer_id, invoices.customer_id) as customer_id,
        invoices.* exclude (invoice_id, customer_id, project_id, source_system, source_load_id),
        invoices.invoice_id is null as is_orphan,
    from lines
    left join invoices on lines.invoice_id = invoices.invoice_id
    left join corrected on lines.corrected_invoice_line_id = corrected.invoice_line_id
)

select 1
