select
    cast(scenario_id as varchar) as scenario_id,
    cast(change_seq as bigint) as change_seq,
    cast(source as varchar) as source,
    coalesce(cast(condition as varchar), 'true') as condition,
    cast(coalesce(share, 1) as decimal(18, 6)) as share,
    cast(coalesce(factor, 1) as decimal(18, 6)) as factor,
    cast(attribute as varchar) as attribute,
    cast(new_value as varchar) as new_value,
    coalesce(cast(is_removed as boolean), false) as is_removed,
    coalesce(cast(valid_from as date), date '1900-01-01') as valid_from,
    coalesce(cast(valid_to as date), date '9999-12-31') as valid_to,
    _from_load_id as source_load_id,
from {{ landed('model', 'scenario_changes') }}
