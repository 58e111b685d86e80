with

days as (
    {{ date_spine('1990-01-01', '2049-12-31') }}
    union all
    select date '1900-01-01' as date_day
),

numbered as (
    select
        days.date_day,
        cast(extract(year from days.date_day) as bigint) as calendar_year,
        cast(extract(month from days.date_day) as bigint) as calendar_month,
        settings.fiscal_year_start_month,
    from days
    cross join {{ ref('stg_company__settings') }} as settings
),

working_days as (
    select * from {{ ref('int_working_days_united') }}
)

select
    numbered.date_day,
    {{ period_start('numbered.date_day') }} as period_start_date,
    numbered.calendar_year,
    cast(extract(quarter from numbered.date_day) as bigint) as calendar_quarter,
    numbered.calendar_month,
    cast(extract(isodow from numbered.date_day) as bigint) as weekday_number,
    cast(extract(week from numbered.date_day) as bigint) as iso_week_number,
    cast(
        numbered.calendar_year
        + case
            when numbered.fiscal_year_start_month > 1 and numbered.calendar_month >= numbered.fiscal_year_start_month then 1
            else 0
        end as bigint
    ) as fiscal_year,
    (numbered.calendar_month - numbered.fiscal_year_start_month + 12) % 12 + 1 as fiscal_period_number,
    coalesce(working_days.is_working_day, extract(isodow from numbered.date_day) < 6) as is_working_day,
    numbered.date_day = date '1900-01-01' as is_unknown,
from numbered
left join working_days on numbered.date_day = working_days.calendar_date
