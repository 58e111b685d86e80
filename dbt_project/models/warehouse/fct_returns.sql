-- Goods that came back: work and stock. The money is in the credit note. What the return doesn't say stands on the line it came from.
with

returns as (
    select
        returns.* replace (
            coalesce(returns.customer_id, order_lines.customer_id, invoice_lines.customer_id) as customer_id,
            coalesce(returns.product_id, order_lines.product_id, invoice_lines.product_id) as product_id
        ),
        coalesce(order_lines.order_id, invoice_lines.order_id) as order_id,
    from {{ ref('int_returns_united') }} as returns
    left join {{ ref('fct_order_lines') }} as order_lines on returns.order_line_id = order_lines.order_line_id
    left join {{ ref('fct_invoice_lines') }} as invoice_lines on returns.invoice_line_id = invoice_lines.invoice_line_id
)

select
    {{ surrogate_key(['returns.return_id']) }} as return_key,
    returns.return_id,
    returns.order_id,
    returns.order_line_id,
    returns.invoice_line_id,
    returns.complaint_id,
    {{ member_key('customer') }},
    {{ member_key('product') }},
    {{ member_key('employee') }},
    {{ member_key('channel') }},
    {{ member_key('territory') }},
    returns.customer_id,
    returns.product_id,
    returns.returned_date,
    returns.reason,
    returns.is_defective,
    returns.is_restocked,
    returns.returned_quantity,
    returns.handling_minutes,
    returns.source_system,
    returns.source_load_id,
    {{ own_columns('returns', 'returns') }}
from returns
{{ join_member('dim_customers', 'customer', 'returns.customer_id', 'returns.returned_date') }}
{{ join_member('dim_products', 'product', 'returns.product_id') }}
{{ join_member('dim_employees', 'employee', 'returns.employee_id', 'returns.returned_date') }}
{{ join_member('dim_channels', 'channel', 'returns.channel_id') }}
{{ join_member('dim_territories', 'territory', 'customer.territory_id') }}
