with

invoices as (
    select * from {{ ref('int_invoices_united') }}
),

payments as (
    select
        payments.invoice_id,
        sum(payments.payment_with_vat_amount) as paid_with_vat_amount,
        max(payments.payment_date) as last_payment_date,
    from {{ ref('fct_payments') }} as payments
    cross join {{ ref('int_company_resolved') }} as settings
    where payments.payment_date <= settings.as_of_date
    group by payments.invoice_id
)

select
    {{ surrogate_key(['invoices.invoice_id']) }} as invoice_key,
    invoices.invoice_id,
    invoices.document_number,
    {{ member_key('customer') }},
    invoices.customer_id,
    invoices.order_id,
    invoices.invoice_date,
    coalesce(
        invoices.due_date,
        cast({{ dbt.dateadd('day', 'coalesce(invoices.payment_term_days, customer.payment_term_days, 0)', 'invoices.invoice_date') }} as date)
    ) as due_date,
    cast({{ translated('invoices.invoice_with_vat_amount', 'invoices.currency') }} as decimal(18, 4)) as invoice_with_vat_amount,
    {% if is_provided('payments') -%}
    cast(coalesce(payments.paid_with_vat_amount, 0) as decimal(18, 4)) as paid_with_vat_amount,
    {%- else -%}
    cast(null as decimal(18, 4)) as paid_with_vat_amount,
    {%- endif %}
    payments.last_payment_date,
    invoices.source_system,
    invoices.source_load_id,
from invoices
cross join {{ ref('int_company_resolved') }} as settings
left join payments on invoices.invoice_id = payments.invoice_id
{{ join_rate('invoices.currency', 'invoices.invoice_date') }}
{{ join_member('dim_customers', 'customer', 'invoices.customer_id', 'invoices.invoice_date') }}
