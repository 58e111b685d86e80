select
    cast(scenario_id as varchar) as scenario_id,
    cast(parent_id as varchar) as parent_id,
    cast(kind as varchar) as kind,
    cast(method as varchar) as method,
    cast(cost_from as varchar) as cost_from,
    cast(quantity_from as varchar) as quantity_from,
    cast(rate_from as varchar) as rate_from,
    coalesce(cast(is_removed as boolean), false) as is_removed,
    coalesce(cast(valid_from as date), date '1900-01-01') as valid_from,
    coalesce(cast(valid_to as date), date '9999-12-31') as valid_to,
    _from_load_id as source_load_id,
from {{ landed('model', 'scenarios') }}
