select
    product as product_id,
    product as product_name,
    series as product_group,
    sales_price as list_price_amount,
    true as is_active,
    _from_load_id as source_load_id,
from {{ landed('maven', 'products') }}
