select
    cast(driver_id as varchar) as driver_id,
    cast(name as varchar) as name,
    cast(kind as varchar) as kind,
    cast(unit as varchar) as unit,
    coalesce(cast(scenario_id as varchar), 'ALL') as scenario_id,
    coalesce(cast(is_removed as boolean), false) as is_removed,
    coalesce(cast(valid_from as date), date '1900-01-01') as valid_from,
    coalesce(cast(valid_to as date), date '9999-12-31') as valid_to,
    _from_load_id as source_load_id,
from {{ landed('model', 'drivers') }}
