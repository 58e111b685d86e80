-- What the complaint doesn't say stands on the invoice line, order line or order complained about.
with

complaints as (
    select
        complaints.* replace (
            coalesce(complaints.customer_id, invoice_lines.customer_id, order_lines.customer_id, orders.customer_id) as customer_id,
            coalesce(complaints.product_id, invoice_lines.product_id, order_lines.product_id) as product_id,
            coalesce(complaints.order_id, order_lines.order_id, invoice_lines.order_id) as order_id
        ),
    from {{ ref('int_complaints_united') }} as complaints
    left join {{ ref('fct_invoice_lines') }} as invoice_lines on complaints.invoice_line_id = invoice_lines.invoice_line_id
    left join {{ ref('fct_order_lines') }} as order_lines on complaints.order_line_id = order_lines.order_line_id
    left join {{ ref('int_orders_united') }} as orders on complaints.order_id = orders.order_id
)

select
    {{ surrogate_key(['complaints.complaint_id']) }} as complaint_key,
    complaints.complaint_id,
    {{ member_key('customer') }},
    {{ member_key('contact') }},
    {{ member_key('product', none_when="complaints.product_id is null and complaints.complaint_kind = 'service'") }},
    {{ member_key('employee') }},
    {{ member_key('channel') }},
    {{ member_key('territory') }},
    complaints.customer_id,
    complaints.product_id,
    complaints.employee_id,
    complaints.order_id,
    complaints.order_line_id,
    complaints.invoice_line_id,
    complaints.return_id,
    complaints.ticket_id,
    complaints.installed_product_id,
    complaints.credit_note_invoice_id,
    complaints.complaint_date,
    complaints.due_date,
    complaints.decided_date,
    complaints.settled_date,
    complaints.complaint_kind,
    complaints.cause,
    complaints.decision,
    complaints.settlement_kind,
    complaints.description,
    complaints.complained_quantity,
    cast({{ translated('complaints.settlement_amount', 'complaints.currency') }} as decimal(18, 4)) as settlement_amount,
    {{ days_between('complaints.complaint_date', 'complaints.settled_date') }} as settlement_days,
    complaints.handling_minutes,
    complaints.is_justified,
    complaints.source_system,
    complaints.source_load_id,
    {{ own_columns('complaints', 'complaints') }}
from complaints
cross join {{ ref('int_company_resolved') }} as settings
{{ join_rate('complaints.currency', 'complaints.complaint_date') }}
{{ join_member('dim_customers', 'customer', 'complaints.customer_id', 'complaints.complaint_date') }}
{{ join_member('dim_contacts', 'contact', 'complaints.contact_id') }}
{{ join_member('dim_products', 'product', 'complaints.product_id') }}
{{ join_member('dim_employees', 'employee', 'complaints.employee_id', 'complaints.complaint_date') }}
{{ join_member('dim_channels', 'channel', 'complaints.channel_id') }}
{{ join_member('dim_territories', 'territory', 'customer.territory_id') }}
