select
    loads.load_id,
    loads.source_system,
    loads.table_name,
    loads.file_path,
    loads.landed_at,
    drift.column_name,
    drift.drift_kind,
    drift.policy,
    drift.detail,
from {{ ref('stg_landing__column_drift') }} as drift
inner join {{ ref('stg_landing__loads') }} as loads on drift.load_id = loads.load_id
