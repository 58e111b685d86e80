-- Regions are the parents of territories, in one list.
with

territories as (
    select * from {{ ref('base_northwind__territories') }}
),

regions as (
    select * from {{ ref('base_northwind__regions') }}
)

select
    territories.territory_id,
    territories.territory_name,
    regions.region_name as region,
    regions.region_id as parent_territory_id,
    territories._from_load_id as source_load_id,
from territories
inner join regions on territories.region_id = regions.region_id

union all

select
    region_id as territory_id,
    region_name as territory_name,
    region_name as region,
    cast(null as varchar) as parent_territory_id,
    _from_load_id as source_load_id,
from regions
