with

shipments as (
    select * from {{ ref('int_shipments_united') }}
),

orders as (
    select * from {{ ref('int_orders_united') }}
)

select
    {{ surrogate_key(['shipments.shipment_line_id']) }} as shipment_line_key,
    shipments.shipment_line_id,
    shipments.shipment_id,
    shipments.order_id,
    shipments.order_line_id,
    {{ member_key('customer') }},
    {{ member_key('product') }},
    coalesce(shipments.customer_id, orders.customer_id) as customer_id,
    shipments.product_id,
    shipments.shipped_date,
    shipments.delivered_date,
    shipments.shipped_quantity,
    cast({{ translated('shipments.freight_cost_amount', 'shipments.currency') }} as decimal(18, 4)) as freight_cost_amount,
    shipments.carrier,
    shipments.package_count,
    shipments.weight_kg,
    shipments.distance_km,
    shipments.is_express,
    shipments.source_system,
    shipments.source_load_id,
from shipments
cross join {{ ref('int_company_resolved') }} as settings
left join orders on shipments.order_id = orders.order_id
{{ join_rate('shipments.currency', 'shipments.shipped_date') }}
{{ join_member('dim_customers', 'customer', 'coalesce(shipments.customer_id, orders.customer_id)', 'shipments.shipped_date') }}
{{ join_member('dim_products', 'product', 'shipments.product_id') }}
