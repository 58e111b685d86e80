-- Discounts make six decimals. What an order's lines were rounded by is settled line by line, so that they add up to its subtotal.
with

lines as (
    select
        *,
        cast(orderqty * unitprice as decimal(18, 4)) as gross_amount,
        cast(orderqty * unitprice as decimal(20, 4)) * (1 - unitpricediscount) as exact_amount,
    from {{ landed('adventureworks', 'sales_order_lines') }}
),

running as (
    select
        *,
        row_number() over lines_of_order as line_number,
        cast(sum(exact_amount) over lines_of_order as decimal(18, 4)) as total_amount,
    from lines
    window lines_of_order as (partition by salesorderid order by salesorderdetailid)
),

settled as (
    select
        *,
        total_amount - coalesce(lag(total_amount) over (partition by salesorderid order by line_number), 0) as net_amount,
    from running
)

select
    cast(salesorderdetailid as varchar) as order_line_id,
    cast(salesorderid as varchar) as order_id,
    line_number,
    cast(productid as varchar) as product_id,
    cast(specialofferid as varchar) as promotion_id,
    cast(orderqty as decimal(18, 6)) as quantity,
    unitprice as list_price_amount,
    gross_amount,
    cast(gross_amount - net_amount as decimal(18, 4)) as discount_amount,
    cast(net_amount as decimal(18, 4)) as net_amount,
    _from_load_id,
from settled
