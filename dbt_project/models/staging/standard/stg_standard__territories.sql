select
    cast(territory_id as varchar) as territory_id,
    cast(coalesce(territory_name, territory_id) as varchar) as territory_name,
    cast(region as varchar) as region,
    cast(country as varchar) as country,
    cast(parent_territory_id as varchar) as parent_territory_id,
    cast(employee_id as varchar) as employee_id,
    cast(market_customer_count as bigint) as market_customer_count,
    cast(market_size_amount as decimal(18, 4)) as market_size_amount,
    _from_load_id as source_load_id,
from {{ landed_members('standard', 'territories', ['territory_id']) }}
