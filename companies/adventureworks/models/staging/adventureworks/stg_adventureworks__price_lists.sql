-- The database's days were once moved ahead by 4,017 days; those of the books and of the sales weren't. Here they are moved back.
select
    'list' as price_list_id,
    'List prices' as price_list_name,
    cast(ProductID as varchar) as product_id,
    StartDate - 4017 as valid_from_date,
    EndDate - 4017 as valid_to_date,
    ListPrice as list_price_amount,
    _from_load_id as source_load_id,
from {{ landed('adventureworks', 'list_prices') }}
