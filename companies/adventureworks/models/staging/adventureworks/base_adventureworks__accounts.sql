-- The sign makes debit less credit of an amount in the account's own direction. Statistical accounts count heads and pieces, no money.
select
    cast(AccountKey as varchar) as account_key,
    cast(AccountCodeAlternateKey as varchar) as account_id,
    AccountDescription as account_name,
    cast(ParentAccountCodeAlternateKey as varchar) as parent_account_id,
    case
        when AccountType = 'Assets' then 'asset'
        when AccountType = 'Liabilities' and starts_with(cast(AccountCodeAlternateKey as varchar), '3') then 'equity'
        when AccountType = 'Liabilities' then 'liability'
        when AccountType = 'Revenue' then 'revenue'
        when AccountType = 'Expenditures' then 'expense'
        else 'off_balance'
    end as account_type,
    case when AccountType in ('Liabilities', 'Revenue') then -1 else 1 end as debit_sign,
    AccountType = 'Expenditures' and starts_with(cast(AccountCodeAlternateKey as varchar), '6') as is_operating_expense,
    _from_load_id,
from {{ landed('adventureworks', 'accounts') }}
