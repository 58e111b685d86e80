with

members as (
    select
        {{ surrogate_key(['cost_centre_id']) }} as cost_centre_key,
        *,
    from {{ ref('int_cost_centres_united') }}
)

{{ with_special_members('members', 'cost_centre') }}
