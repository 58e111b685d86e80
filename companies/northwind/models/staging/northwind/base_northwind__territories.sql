select
    TerritoryID as territory_id,
    trim(TerritoryDescription) as territory_name,
    'region-' || cast(RegionID as varchar) as region_id,
    _from_load_id,
from {{ landed('northwind', 'territories') }}
