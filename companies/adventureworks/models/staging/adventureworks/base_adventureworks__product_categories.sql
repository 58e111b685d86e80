select
    cast(ProductCategoryID as varchar) as category_id,
    Name as category_name,
from {{ landed('adventureworks', 'product_categories') }}
