select
    cast(from_node as varchar) as from_node,
    cast(to_node as varchar) as to_node,
    coalesce(cast(driver_id as varchar), 'NONE') as driver_id,
    coalesce(cast(cost_layer as varchar), 'ALL') as cost_layer,
    cast(coalesce(weight, 1) as decimal(18, 6)) as weight,
    coalesce(cast(scenario_id as varchar), 'ALL') as scenario_id,
    coalesce(cast(is_removed as boolean), false) as is_removed,
    coalesce(cast(valid_from as date), date '1900-01-01') as valid_from,
    coalesce(cast(valid_to as date), date '9999-12-31') as valid_to,
    _from_load_id as source_load_id,
from {{ landed('model', 'cost_arcs') }}
