-- What a reader may rely on: the newest accepted load of each raw table, and how old its content is on the as-of day.
with

accepted as (
    select
        *,
        row_number() over (partition by source_system, table_name order by as_of_date desc, load_id desc) as recency,
    from {{ ref('stg_landing__loads') }}
    where status = 'accepted'
)

select
    accepted.source_system,
    accepted.table_name,
    max(accepted.as_of_date) as as_of_date,
    max(accepted.landed_at) as landed_at,
    max(case when accepted.recency = 1 then accepted.file_path end) as file_path,
    cast(count(*) as bigint) as load_count,
    cast(sum(accepted.loaded_count) as bigint) as loaded_count,
    cast(sum(accepted.quarantined_count) as bigint) as quarantined_count,
    {{ days_between('max(accepted.as_of_date)', 'max(company.as_of_date)') }} as age_days,
from accepted
cross join {{ ref('dim_company') }} as company
group by accepted.source_system, accepted.table_name
