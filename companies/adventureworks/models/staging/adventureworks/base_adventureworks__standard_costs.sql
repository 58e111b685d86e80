-- The database's days were once moved ahead by 4,017 days; those of the books and of the sales weren't. Here they are moved back.
select
    cast(ProductID as varchar) as product_id,
    StartDate - 4017 as valid_from_date,
    EndDate - 4017 as valid_to_date,
    StandardCost as unit_cost_amount,
from {{ landed('adventureworks', 'standard_costs') }}
