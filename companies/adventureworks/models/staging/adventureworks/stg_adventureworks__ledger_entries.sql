-- Amounts stand in the account's own direction; a ledger line is debit less credit. Only operating expenses arise at a cost centre.
-- A book's day is the first of a month that was moved by a number of days: the nearest first of a month is meant.
select
    finance.finance_id as ledger_entry_id,
    scenarios.version,
    finance.book_date as posting_date,
    cast({{ dbt.date_trunc('month', 'finance.book_date + 15') }} as date) as cost_period,
    accounts.account_id,
    case
        when accounts.is_operating_expense then finance.department_group_id || '-' || finance.organization_id
    end as cost_centre_id,
    cast(finance.own_direction_amount * accounts.debit_sign as decimal(18, 4)) as ledger_amount,
    finance._from_load_id as source_load_id,
from {{ ref('base_adventureworks__finance') }} as finance
left join {{ ref('base_adventureworks__accounts') }} as accounts on finance.account_key = accounts.account_key
left join {{ ref('base_adventureworks__scenarios') }} as scenarios on finance.scenario_id = scenarios.scenario_id
