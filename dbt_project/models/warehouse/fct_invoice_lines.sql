with

lines as (
    select * from {{ ref('int_invoice_lines_united') }}
),

invoices as (
    select * from {{ ref('int_invoices_united') }}
)

select
    {{ surrogate_key(['lines.invoice_line_id']) }} as invoice_line_key,
    lines.invoice_line_id,
    lines.invoice_id,
    lines.line_number,
    invoices.document_number,
    {{ member_key('customer') }},
    {{ member_key('employee') }},
    {{ member_key('product') }},
    {{ member_key('channel') }},
    {{ member_key('territory') }},
    {{ member_key('promotion') }},
    invoices.customer_id,
    coalesce(invoices.employee_id, customer.employee_id) as employee_id,
    lines.product_id,
    coalesce(lines.project_id, invoices.project_id) as project_id,
    invoices.order_id,
    lines.order_line_id,
    lines.corrected_invoice_line_id,
    {{ known_date('invoices.invoice_date') }} as invoice_date,
    coalesce(lines.line_kind, 'sale') as line_kind,
    lines.charge_kind,
    lines.quantity,
    cast({{ translated('lines.gross_amount', 'invoices.currency') }} as decimal(18, 4)) as gross_amount,
    cast({{ translated('lines.discount_amount', 'invoices.currency') }} as decimal(18, 4)) as discount_amount,
    cast({{ translated('lines.net_amount', 'invoices.currency') }} as decimal(18, 4)) as net_amount,
    cast({{ translated('lines.cost_amount', 'invoices.currency') }} as decimal(18, 4)) as cost_amount,
    lines.is_sample,
    invoices.invoice_id is null as is_orphan,
    lines.source_system,
    lines.source_load_id,
from lines
cross join {{ ref('int_company_resolved') }} as settings
left join invoices on lines.invoice_id = invoices.invoice_id
{{ join_rate('invoices.currency', 'invoices.invoice_date') }}
{{ join_member('dim_customers', 'customer', 'invoices.customer_id', 'invoices.invoice_date') }}
{{ join_member('dim_employees', 'employee', 'coalesce(invoices.employee_id, customer.employee_id)', 'invoices.invoice_date') }}
{{ join_member('dim_products', 'product', 'lines.product_id') }}
{{ join_member('dim_channels', 'channel', 'coalesce(invoices.channel_id, customer.channel_id)') }}
{{ join_member('dim_territories', 'territory', 'coalesce(invoices.territory_id, customer.territory_id, employee.territory_id)') }}
{{ join_member('dim_promotions', 'promotion', 'lines.promotion_id') }}
