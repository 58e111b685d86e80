with

scenarios as (
    select *
    from {{ ref('stg_model__scenarios') }}
    where not is_removed
    qualify row_number() over (partition by scenario_id order by valid_from desc) = 1
),

members as (
    select
        {{ surrogate_key(['scenario_id']) }} as scenario_key,
        scenario_id,
        parent_id as parent_scenario_id,
        kind as scenario_kind,
        method as costing_method,
        cost_from,
        quantity_from,
        rate_from,
        valid_from as valid_from_date,
        valid_to as valid_to_date,
    from scenarios
)

{{ with_special_members('members', 'scenario', name='') }}
