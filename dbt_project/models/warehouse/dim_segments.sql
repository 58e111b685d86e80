with

members as (
    select
        {{ surrogate_key(['segment_id']) }} as segment_key,
        segment_id,
        segment_name,
        description,
        offer,
        procedure,
        goal,
        expectation,
    from {{ ref('stg_model__segments') }}
)

{{ with_special_members('members', 'segment') }}
