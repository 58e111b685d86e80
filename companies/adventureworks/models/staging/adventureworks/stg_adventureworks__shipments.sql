-- An order leaves as a whole.
select
    order_line_id as shipment_line_id,
    order_id as shipment_id,
    order_id,
    order_line_id,
    product_id,
    customer_id,
    shipped_date,
    quantity as shipped_quantity,
    _from_load_id as source_load_id,
from {{ ref('base_adventureworks__costed_lines') }}
where shipped_date is not null
