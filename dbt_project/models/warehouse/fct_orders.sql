with

orders as (
    select * from {{ ref('int_orders_united') }}
)

select
    {{ surrogate_key(['orders.order_id']) }} as order_key,
    orders.order_id,
    {{ member_key('customer') }},
    {{ member_key('employee') }},
    {{ member_key('channel') }},
    {{ member_key('territory') }},
    {{ member_key('campaign', none_when='orders.campaign_id is null') }},
    {{ member_key('contact') }},
    orders.customer_id,
    orders.employee_id,
    orders.project_id,
    orders.opportunity_id,
    orders.offer_id,
    orders.order_date,
    orders.requested_delivery_date,
    orders.promised_delivery_date,
    orders.cancelled_date,
    orders.ordered_at,
    orders.recorded_at,
    orders.confirmed_at,
    orders.order_kind,
    orders.entry_mode,
    orders.status,
    orders.is_rush,
    orders.payment_term_days,
    cast({{ translated('orders.freight_amount', 'orders.currency') }} as decimal(18, 4)) as freight_amount,
    orders.source_system,
    orders.source_load_id,
    {{ own_columns('orders', 'orders') }}
from orders
cross join {{ ref('int_company_resolved') }} as settings
{{ join_rate('orders.currency', 'orders.order_date') }}
{{ join_member('dim_customers', 'customer', 'orders.customer_id', 'orders.order_date') }}
{{ join_member('dim_employees', 'employee', 'orders.employee_id', 'orders.order_date') }}
{{ join_member('dim_channels', 'channel', 'coalesce(orders.channel_id, customer.channel_id)') }}
{{ join_member('dim_territories', 'territory', 'coalesce(orders.territory_id, customer.territory_id, employee.territory_id)') }}
{{ join_member('dim_campaigns', 'campaign', 'orders.campaign_id') }}
{{ join_member('dim_contacts', 'contact', 'orders.contact_id') }}
