with

members as (
    select
        {{ surrogate_key(['territory_id']) }} as territory_key,
        *,
    from {{ ref('int_territories_united') }}
)

{{ with_special_members('members', 'territory') }}
