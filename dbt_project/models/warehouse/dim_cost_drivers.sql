-- A driver may have rows for several scenarios and spans of months: shown is its newest row that holds in every scenario.
with

drivers as (
    select *
    from {{ ref('stg_model__drivers') }}
    where not is_removed
    qualify row_number() over (
        partition by driver_id
        order by case when scenario_id = 'ALL' then 0 else 1 end, valid_from desc, scenario_id asc
    ) = 1
),

term_counts as (
    select
        driver_id,
        count(distinct term_seq) as term_count,
    from {{ ref('stg_model__driver_terms') }}
    where not is_removed
    group by driver_id
),

members as (
    select
        {{ surrogate_key(['drivers.driver_id']) }} as cost_driver_key,
        drivers.driver_id as cost_driver_id,
        drivers.name as cost_driver_name,
        drivers.kind as driver_kind,
        drivers.unit as unit_of_measure,
        coalesce(term_counts.term_count, 0) as term_count,
        drivers.valid_from as valid_from_date,
        drivers.valid_to as valid_to_date,
    from drivers
    left join term_counts on drivers.driver_id = term_counts.driver_id
)

{{ with_special_members('members', 'cost_driver', values={'term_count': '0'}) }}
