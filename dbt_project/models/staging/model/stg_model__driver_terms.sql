select
    cast(driver_id as varchar) as driver_id,
    cast(term_seq as bigint) as term_seq,
    cast(source as varchar) as source,
    coalesce(cast(condition as varchar), 'true') as condition,
    coalesce(cast(measure as varchar), '1') as measure,
    cast(coalesce(coefficient, 1) as decimal(18, 6)) as coefficient,
    coalesce(cast(scenario_id as varchar), 'ALL') as scenario_id,
    coalesce(cast(is_removed as boolean), false) as is_removed,
    coalesce(cast(valid_from as date), date '1900-01-01') as valid_from,
    coalesce(cast(valid_to as date), date '9999-12-31') as valid_to,
    _from_load_id as source_load_id,
from {{ landed('model', 'driver_terms') }}
