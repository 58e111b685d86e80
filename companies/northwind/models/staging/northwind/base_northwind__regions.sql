select
    'region-' || cast(RegionID as varchar) as region_id,
    trim(RegionDescription) as region_name,
    _from_load_id,
from {{ landed('northwind', 'region') }}
