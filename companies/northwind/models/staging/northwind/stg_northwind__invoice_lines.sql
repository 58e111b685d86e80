-- Freight stays on the order: it is no line here, so that net revenue is that of the goods.
select
    order_line_id as invoice_line_id,
    order_id as invoice_id,
    line_number,
    product_id,
    'sale' as line_kind,
    quantity,
    unit_price_amount as list_price_amount,
    gross_amount,
    discount_amount,
    gross_amount - discount_amount as net_amount,
    order_line_id,
    _from_load_id as source_load_id,
from {{ ref('base_northwind__order_details') }}
