select
    cast(CategoryID as varchar) as category_id,
    CategoryName as category_name,
from {{ landed('northwind', 'categories') }}
