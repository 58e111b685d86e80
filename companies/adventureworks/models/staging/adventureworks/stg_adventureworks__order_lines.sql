-- Lines without their order stay: the warehouse counts them as orphans.
select
    order_line_id,
    order_id,
    line_number,
    product_id,
    quantity as requested_quantity,
    wanted_date as requested_delivery_date,
    list_price_amount,
    gross_amount,
    discount_amount,
    net_amount,
    cost_amount,
    promotion_id,
    _from_load_id as source_load_id,
from {{ ref('base_adventureworks__costed_lines') }}
