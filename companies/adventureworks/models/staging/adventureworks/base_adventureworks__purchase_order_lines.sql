-- The database's days were once moved ahead by 4,017 days; those of the books and of the sales weren't. Here they are moved back.
select
    cast(PurchaseOrderDetailID as varchar) as purchase_order_line_id,
    cast(PurchaseOrderID as varchar) as purchase_order_id,
    cast(ProductID as varchar) as product_id,
    DueDate - 4017 as due_date,
    cast(OrderQty as decimal(18, 6)) as quantity,
    UnitPrice as unit_price_amount,
    LineTotal as net_amount,
    cast(ReceivedQty as decimal(18, 6)) as received_quantity,
    cast(RejectedQty as decimal(18, 6)) as rejected_quantity,
    _from_load_id,
from {{ landed('adventureworks', 'purchase_order_lines') }}
