-- The database's days were once moved ahead by 4,017 days; those of the books and of the sales weren't. Here they are moved back.
select
    cast(PurchaseOrderID as varchar) as purchase_order_id,
    cast(VendorID as varchar) as vendor_id,
    cast(EmployeeID as varchar) as employee_id,
    OrderDate - 4017 as order_date,
    SubTotal as subtotal_amount,
    TaxAmt as tax_amount,
    Freight as freight_amount,
    TotalDue as total_amount,
    _from_load_id,
from {{ landed('adventureworks', 'purchase_orders') }}
