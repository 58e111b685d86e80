-- What the shipment doesn't say stands on the order line or order that it delivers.
with

shipments as (
    select
        shipments.* replace (
            coalesce(shipments.shipment_id, shipments.shipment_line_id) as shipment_id,
            coalesce(shipments.order_id, order_lines.order_id) as order_id,
            coalesce(shipments.customer_id, order_lines.customer_id, orders.customer_id) as customer_id,
            coalesce(shipments.product_id, order_lines.product_id) as product_id
        ),
    from {{ ref('int_shipments_united') }} as shipments
    left join {{ ref('fct_order_lines') }} as order_lines on shipments.order_line_id = order_lines.order_line_id
    left join {{ ref('int_orders_united') }} as orders on shipments.order_id = orders.order_id
)

select
    {{ surrogate_key(['shipments.shipment_line_id']) }} as shipment_line_key,
    shipments.shipment_line_id,
    shipments.shipment_id,
    shipments.order_id,
    shipments.order_line_id,
    {{ member_key('customer') }},
    {{ member_key('product') }},
    {{ member_key('territory') }},
    shipments.customer_id,
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
    {{ own_columns('shipments', 'shipments') }}
from shipments
cross join {{ ref('int_company_resolved') }} as settings
{{ join_rate('shipments.currency', 'shipments.shipped_date') }}
{{ join_member('dim_customers', 'customer', 'shipments.customer_id', 'shipments.shipped_date') }}
{{ join_member('dim_products', 'product', 'shipments.product_id') }}
{{ join_member('dim_territories', 'territory', 'customer.territory_id') }}
