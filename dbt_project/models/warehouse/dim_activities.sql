-- The activities among the nodes of the cost model: the same rows and keys as in dim_cost_pools.
with

members as (
    select
        cost_pool_key as cost_activity_key,
        cost_pool_id as cost_activity_id,
        cost_pool_name as cost_activity_name,
        process,
        lifecycle,
        object_level,
        rate_basis,
        on_zero,
        owner,
        valid_from_date,
        valid_to_date,
    from {{ ref('dim_cost_pools') }}
    where node_kind = 'activity'
)

{{ with_special_members('members', 'cost_activity') }}
