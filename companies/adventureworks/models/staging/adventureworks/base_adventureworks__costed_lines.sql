-- Each line with its order, and the standard cost of the order's day; 41 lines belong to no order that was exported.
with

costs as (
    select
        product_id,
        unit_cost_amount,
        valid_from_date,
        coalesce(valid_to_date, date '9999-12-31') as valid_to_date,
    from {{ ref('base_adventureworks__standard_costs') }}
)

select
    lines.*,
    orders.order_id is null as is_orphan,
    orders.customer_id,
    orders.order_date,
    orders.wanted_date,
    orders.shipped_date,
    cast(lines.quantity * coalesce(costs.unit_cost_amount, products.unit_cost_amount) as decimal(18, 4)) as cost_amount,
from {{ ref('base_adventureworks__sales_order_lines') }} as lines
left join {{ ref('base_adventureworks__sales_orders') }} as orders on lines.order_id = orders.order_id
left join {{ ref('base_adventureworks__products') }} as products on lines.product_id = products.product_id
left join costs on lines.product_id = costs.product_id and orders.order_date between costs.valid_from_date and costs.valid_to_date
