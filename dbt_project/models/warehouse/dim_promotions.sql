with

members as (
    select
        {{ surrogate_key(['promotion_id']) }} as promotion_key,
        *,
    from {{ ref('int_promotions_united') }}
)

{{ with_special_members('members', 'promotion') }}
