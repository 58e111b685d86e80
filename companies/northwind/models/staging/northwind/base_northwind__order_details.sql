-- The discount is a share of the price: amounts are exact to four decimals, nothing is rounded.
select
    cast(OrderID as varchar) || '-' || cast(ProductID as varchar) as order_line_id,
    cast(OrderID as varchar) as order_id,
    cast(ProductID as varchar) as product_id,
    row_number() over (partition by OrderID order by _record_number) as line_number,
    UnitPrice as unit_price_amount,
    cast(Quantity as decimal(18, 6)) as quantity,
    cast(cast(UnitPrice as decimal(18, 4)) * Quantity as decimal(18, 4)) as gross_amount,
    cast(cast(UnitPrice as decimal(18, 4)) * Quantity * cast(Discount as decimal(9, 4)) as decimal(18, 4)) as discount_amount,
    _from_load_id,
from {{ landed('northwind', 'order_details') }}
