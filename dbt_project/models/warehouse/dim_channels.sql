with

members as (
    select
        {{ surrogate_key(['channel_id']) }} as channel_key,
        *,
    from {{ ref('int_channels_united') }}
)

{{ with_special_members('members', 'channel', values={'is_self_service': 'false'}) }}
