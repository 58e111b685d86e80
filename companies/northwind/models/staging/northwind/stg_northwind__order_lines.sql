select
    lines.order_line_id,
    lines.order_id,
    lines.line_number,
    lines.product_id,
    lines.quantity as requested_quantity,
    orders.required_date as requested_delivery_date,
    lines.unit_price_amount as list_price_amount,
    lines.gross_amount,
    lines.discount_amount,
    lines.gross_amount - lines.discount_amount as net_amount,
    lines._from_load_id as source_load_id,
from {{ ref('base_northwind__order_details') }} as lines
inner join {{ ref('base_northwind__orders') }} as orders on lines.order_id = orders.order_id
