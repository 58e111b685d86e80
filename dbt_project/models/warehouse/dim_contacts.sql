with

members as (
    select
        {{ surrogate_key(['contact_id']) }} as contact_key,
        *,
    from {{ ref('int_contacts_united') }}
)

{{
    with_special_members('members', 'contact', values={
        'is_decision_maker': 'false', 'is_primary': 'false', 'is_active': 'false', 'has_marketing_consent': 'false',
    })
}}
