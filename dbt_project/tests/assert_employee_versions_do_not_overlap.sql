-- The versions of a employee follow each other without overlap or gap, from the beginning of time to its end: every day finds one.
with

versions as (
    select
        employee_id,
        valid_from_date,
        valid_to_date,
        lag(valid_to_date) over employee_versions as previous_valid_to_date,
        lead(valid_from_date) over employee_versions as next_valid_from_date,
    from {{ ref('dim_employees') }}
    window employee_versions as (partition by employee_id order by valid_from_date)
)

select *
from versions
where
    valid_from_date >= valid_to_date
    or valid_from_date <> coalesce(previous_valid_to_date, date '1900-01-01')
    or (next_valid_from_date is null and valid_to_date <> date '9999-12-31')
