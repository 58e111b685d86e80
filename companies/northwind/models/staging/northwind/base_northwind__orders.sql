select
    cast(OrderID as varchar) as order_id,
    CustomerID as customer_id,
    cast(EmployeeID as varchar) as employee_id,
    OrderDate as order_date,
    RequiredDate as required_date,
    ShippedDate as shipped_date,
    cast(ShipVia as varchar) as shipper_id,
    Freight as freight_amount,
    _from_load_id,
from {{ landed('northwind', 'orders') }}
