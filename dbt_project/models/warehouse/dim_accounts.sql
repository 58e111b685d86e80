with

members as (
    select
        {{ surrogate_key(['account_id']) }} as account_key,
        *,
    from {{ ref('int_accounts_united') }}
)

{{ with_special_members('members', 'account', values={'is_active': 'false'}) }}
