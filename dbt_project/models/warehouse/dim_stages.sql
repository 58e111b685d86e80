with

members as (
    select
        {{ surrogate_key(['stage_id']) }} as stage_key,
        *,
    from {{ ref('int_stages_united') }}
)

{{ with_special_members('members', 'stage', values={'stage_seq': '0', 'is_optional': 'false'}) }}
