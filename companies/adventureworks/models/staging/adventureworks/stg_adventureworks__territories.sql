select
    cast(TerritoryID as varchar) as territory_id,
    Name as territory_name,
    TerritoryGroup as region,
    trim(CountryRegionCode) as country,
    _from_load_id as source_load_id,
from {{ landed('adventureworks', 'territories') }}
