select
    cast(ProductID as varchar) as product_id,
    ProductName as product_name,
    cast(CategoryID as varchar) as category_id,
    QuantityPerUnit as unit_of_measure,
    UnitPrice as list_price_amount,
    Discontinued as is_discontinued,
    _from_load_id,
from {{ landed('northwind', 'products') }}
