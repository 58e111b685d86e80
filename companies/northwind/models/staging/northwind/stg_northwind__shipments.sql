-- An order leaves as a whole: every line of a shipped order is a shipment line of the same day.
select
    lines.order_line_id as shipment_line_id,
    lines.order_id as shipment_id,
    lines.order_id,
    lines.order_line_id,
    lines.product_id,
    orders.customer_id,
    orders.shipped_date,
    lines.quantity as shipped_quantity,
    shippers.shipper_name as carrier,
    lines._from_load_id as source_load_id,
from {{ ref('base_northwind__order_details') }} as lines
inner join {{ ref('base_northwind__orders') }} as orders on lines.order_id = orders.order_id
left join {{ ref('base_northwind__shippers') }} as shippers on orders.shipper_id = shippers.shipper_id
where orders.shipped_date is not null
