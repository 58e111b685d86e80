select
    products.product_id,
    products.product_name,
    categories.category_name as product_group,
    products.unit_of_measure,
    products.list_price_amount,
    not products.is_discontinued as is_active,
    products._from_load_id as source_load_id,
from {{ ref('base_northwind__products') }} as products
left join {{ ref('base_northwind__categories') }} as categories
    on products.category_id = categories.category_id
