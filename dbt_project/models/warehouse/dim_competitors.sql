with

members as (
    select
        {{ surrogate_key(['competitor_id']) }} as competitor_key,
        *,
    from {{ ref('int_competitors_united') }}
)

{{ with_special_members('members', 'competitor', values={'is_active': 'false'}) }}
