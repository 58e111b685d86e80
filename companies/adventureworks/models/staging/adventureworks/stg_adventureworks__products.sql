select
    products.product_id,
    products.product_name,
    categories.category_name as product_group,
    subcategories.subcategory_name as product_family,
    products.list_price_amount,
    products.unit_cost_amount,
    products.is_spare_part,
    products.discontinued_date is null as is_active,
    products.launched_date,
    products.discontinued_date,
    products.lead_time_days,
    products.weight_kg,
    products._from_load_id as source_load_id,
from {{ ref('base_adventureworks__products') }} as products
left join {{ ref('base_adventureworks__product_subcategories') }} as subcategories on products.subcategory_id = subcategories.subcategory_id
left join {{ ref('base_adventureworks__product_categories') }} as categories on subcategories.category_id = categories.category_id
