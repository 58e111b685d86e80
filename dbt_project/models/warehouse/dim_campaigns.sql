with

members as (
    select
        {{ surrogate_key(['campaign_id']) }} as campaign_key,
        *,
    from {{ ref('int_campaigns_united') }}
)

{{ with_special_members('members', 'campaign', values={'is_segmented': 'false'}) }}
