-- Counts only: the records themselves never leave the raw file.
select
    cast(load_id as bigint) as load_id,
    cast(reason as varchar) as reason,
    count(*) as record_count,
from {{ source('quarantine', 'records') }}
group by load_id, reason
