select
    cast(priority as bigint) as priority,
    coalesce(cast(account as varchar), '*') as account,
    coalesce(cast(cost_centre as varchar), '*') as cost_centre,
    cast(requires as varchar) as requires,
    cast(pl_line as varchar) as pl_line,
    cast(node_id as varchar) as node_id,
    coalesce(cast(cost_layer as varchar), 'fixed') as cost_layer,
    coalesce(cast(scenario_id as varchar), 'ALL') as scenario_id,
    coalesce(cast(is_removed as boolean), false) as is_removed,
    coalesce(cast(valid_from as date), date '1900-01-01') as valid_from,
    coalesce(cast(valid_to as date), date '9999-12-31') as valid_to,
    _from_load_id as source_load_id,
from {{ landed('model', 'ledger_rules') }}
