with

lines as (
    select * from {{ ref('int_order_lines_united') }}
),

orders as (
    select * from {{ ref('int_orders_united') }}
)

select
    {{ surrogate_key(['lines.order_line_id']) }} as order_line_key,
    lines.order_line_id,
    lines.order_id,
    lines.line_number,
    {{ member_key('customer') }},
    {{ member_key('employee') }},
    {{ member_key('product') }},
    {{ member_key('channel') }},
    {{ member_key('territory') }},
    {{ member_key('campaign', none_when='orders.campaign_id is null') }},
    {{ member_key('promotion', none_when='lines.promotion_id is null') }},
    orders.customer_id,
    lines.product_id,
    {{ known_date('orders.order_date') }} as order_date,
    coalesce(lines.requested_delivery_date, orders.requested_delivery_date) as requested_delivery_date,
    coalesce(lines.promised_delivery_date, orders.promised_delivery_date) as promised_delivery_date,
    lines.requested_quantity,
    lines.confirmed_quantity,
    cast({{ translated('lines.gross_amount', 'orders.currency') }} as decimal(18, 4)) as gross_amount,
    cast({{ translated_discount('lines', 'orders.currency') }} as decimal(18, 4)) as discount_amount,
    cast({{ translated('lines.net_amount', 'orders.currency') }} as decimal(18, 4)) as net_amount,
    cast({{ translated('lines.cost_amount', 'orders.currency') }} as decimal(18, 4)) as cost_amount,
    lines.is_sample,
    lines.is_cancelled or coalesce(orders.status = 'cancelled', false) as is_cancelled,
    orders.order_id is null as is_orphan,
    lines.source_system,
    lines.source_load_id,
    {{ own_columns('order_lines', 'lines') }}
from lines
cross join {{ ref('int_company_resolved') }} as settings
left join orders on lines.order_id = orders.order_id
{{ join_rate('orders.currency', 'orders.order_date') }}
{{ join_member('dim_customers', 'customer', 'orders.customer_id', 'orders.order_date') }}
{{ join_member('dim_employees', 'employee', 'orders.employee_id', 'orders.order_date') }}
{{ join_member('dim_products', 'product', 'lines.product_id') }}
{{ join_member('dim_promotions', 'promotion', 'lines.promotion_id') }}
{{ join_member('dim_channels', 'channel', 'coalesce(orders.channel_id, customer.channel_id)') }}
{{ join_member('dim_territories', 'territory', 'coalesce(orders.territory_id, customer.territory_id, employee.territory_id)') }}
{{ join_member('dim_campaigns', 'campaign', 'orders.campaign_id') }}
