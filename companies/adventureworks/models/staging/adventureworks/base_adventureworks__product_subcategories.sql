select
    cast(ProductSubcategoryID as varchar) as subcategory_id,
    Name as subcategory_name,
    cast(ProductCategoryID as varchar) as category_id,
from {{ landed('adventureworks', 'product_subcategories') }}
