select
    sales_agent,
    manager,
    lower(regional_office) as territory_id,
    regional_office,
    valid_from_date,
    valid_to_date,
    _from_load_id,
from {{ landed_history('maven', 'sales_teams') }}
