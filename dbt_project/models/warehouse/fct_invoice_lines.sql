-- A credit note falls on the customer and product of the line that it corrects. A sale without a cost of its own takes the product's
-- unit cost; a credit note or charge without one costs nothing, unless the exports hold no cost at all.
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
    where lines.invoice_line_id in (select corrections.corrected_invoice_line_id from lines as corrections)
),

costs as (
    select
        (select count(lines.cost_amount) from lines) > 0
        or (select count(products.unit_cost_amount) from {{ ref('dim_products') }} as products) > 0 as are_known,
),

borne as (
    select
        lines.* replace (
            coalesce(corrected.product_id, lines.product_id) as product_id,
            coalesce(lines.line_kind, 'sale') as line_kind
        ),
        coalesce(corrected.customer_id, invoices.customer_id) as customer_id,
    from lines
    left join invoices on lines.invoice_id = invoices.invoice_id
    left join corrected on lines.corrected_invoice_line_id = corrected.invoice_line_id
),

valued as (
    select
        {{ surrogate_key(['borne.invoice_line_id']) }} as invoice_line_key,
        borne.invoice_line_id,
        borne.invoice_id,
        borne.line_number,
        invoices.document_number,
        {{ member_key('customer') }},
        {{ member_key('employee') }},
        {{ member_key('product', none_when="borne.product_id is null and borne.line_kind <> 'sale'") }},
        {{ member_key('channel') }},
        {{ member_key('territory') }},
        {{ member_key('promotion', none_when='borne.promotion_id is null') }},
        {{ member_key('campaign', none_when='invoices.campaign_id is null') }},
        borne.customer_id,
        coalesce(invoices.employee_id, customer.employee_id) as employee_id,
        borne.product_id,
        coalesce(borne.project_id, invoices.project_id) as project_id,
        invoices.order_id,
        borne.order_line_id,
        borne.corrected_invoice_line_id,
        {{ known_date('invoices.invoice_date') }} as invoice_date,
        borne.line_kind,
        borne.charge_kind,
        borne.quantity,
        cast({{ translated('borne.gross_amount', 'invoices.currency') }} as decimal(18, 4)) as gross_amount,
        cast({{ translated_discount('borne', 'invoices.currency') }} as decimal(18, 4)) as discount_amount,
        cast({{ translated('borne.net_amount', 'invoices.currency') }} as decimal(18, 4)) as net_amount,
        cast(coalesce(
            {{ translated('borne.cost_amount', 'invoices.currency') }},
            case
                when borne.line_kind = 'sale' then round(cast(product.unit_cost_amount as decimal(38, 4)) * borne.quantity, 4)
                when costs.are_known then 0
            end
        ) as decimal(18, 4)) as cost_amount,
        borne.cost_amount is null and borne.line_kind = 'sale' and product.unit_cost_amount is not null as is_cost_estimated,
        borne.is_sample,
        invoices.invoice_id is null as is_orphan,
        borne.source_system,
        borne.source_load_id,
        {{ own_columns('invoice_lines', 'borne') }}
    from borne
    cross join {{ ref('int_company_resolved') }} as settings
    cross join costs
    left join invoices on borne.invoice_id = invoices.invoice_id
    {{ join_rate('invoices.currency', 'invoices.invoice_date') }}
    {{ join_member('dim_customers', 'customer', 'borne.customer_id', 'invoices.invoice_date') }}
    {{ join_member('dim_employees', 'employee', 'coalesce(invoices.employee_id, customer.employee_id)', 'invoices.invoice_date') }}
    {{ join_member('dim_products', 'product', 'borne.product_id') }}
    {{ join_member('dim_channels', 'channel', 'coalesce(invoices.channel_id, customer.channel_id)') }}
    {{ join_member('dim_territories', 'territory', 'coalesce(invoices.territory_id, customer.territory_id, employee.territory_id)') }}
    {{ join_member('dim_promotions', 'promotion', 'borne.promotion_id') }}
    {{ join_member('dim_campaigns', 'campaign', 'invoices.campaign_id') }}
)

select
    *,
    cast(net_amount - cost_amount as decimal(18, 4)) as gross_margin_amount,
from valued
