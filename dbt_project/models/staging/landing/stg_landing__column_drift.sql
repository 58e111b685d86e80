select
    cast(load_id as bigint) as load_id,
    cast(coalesce(column_name, '') as varchar) as column_name,
    cast(kind as varchar) as drift_kind,
    cast(policy as varchar) as policy,
    cast(detail as varchar) as detail,
from {{ source('load_ledger', 'drift') }}
