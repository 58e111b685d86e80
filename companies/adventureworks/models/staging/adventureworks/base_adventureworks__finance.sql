-- Amounts left the source as floats: 22080.0 stands beside 1234.5699999999999. Four decimals are all that was meant.
select
    cast(FinanceKey as varchar) as finance_id,
    Date as book_date,
    cast(OrganizationKey as varchar) as organization_id,
    cast(DepartmentGroupKey as varchar) as department_group_id,
    cast(ScenarioKey as varchar) as scenario_id,
    cast(AccountKey as varchar) as account_key,
    cast(Amount as decimal(18, 4)) as own_direction_amount,
    _from_load_id,
from {{ landed('adventureworks', 'finance') }}
