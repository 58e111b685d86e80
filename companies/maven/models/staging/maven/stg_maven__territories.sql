select
    territory_id,
    regional_office as territory_name,
    max(_from_load_id) as source_load_id,
from {{ ref('base_maven__sales_teams') }}
where valid_to_date is null
group by territory_id, regional_office
