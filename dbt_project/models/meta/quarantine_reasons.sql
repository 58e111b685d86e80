select
    loads.load_id,
    loads.source_system,
    loads.table_name,
    loads.file_path,
    reasons.reason,
    reasons.record_count,
from {{ ref('stg_landing__quarantine_reasons') }} as reasons
inner join {{ ref('stg_landing__loads') }} as loads on reasons.load_id = loads.load_id
