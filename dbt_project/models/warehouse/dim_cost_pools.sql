-- A node may have rows for several scenarios and spans of months: shown is its newest row that holds in every scenario.
with

nodes as (
    select *
    from {{ ref('stg_model__cost_nodes') }}
    where not is_removed
    qualify row_number() over (
        partition by node_id
        order by case when scenario_id = 'ALL' then 0 else 1 end, valid_from desc, scenario_id asc
    ) = 1
),

members as (
    select
        {{ surrogate_key(['node_id']) }} as cost_pool_key,
        node_id as cost_pool_id,
        name as cost_pool_name,
        kind as node_kind,
        process,
        lifecycle,
        level as object_level,
        rate_basis,
        on_zero,
        step_seq,
        owner,
        valid_from as valid_from_date,
        valid_to as valid_to_date,
    from nodes
)

{{ with_special_members('members', 'cost_pool') }}
