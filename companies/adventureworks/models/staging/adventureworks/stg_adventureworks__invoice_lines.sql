-- A line without its order was invoiced to nobody on no day: it is counted among the order lines, not here.
select
    order_line_id as invoice_line_id,
    order_id as invoice_id,
    line_number,
    product_id,
    'sale' as line_kind,
    quantity,
    list_price_amount,
    gross_amount,
    discount_amount,
    net_amount,
    cost_amount,
    promotion_id,
    order_line_id,
    _from_load_id as source_load_id,
from {{ ref('base_adventureworks__costed_lines') }}
where not is_orphan
