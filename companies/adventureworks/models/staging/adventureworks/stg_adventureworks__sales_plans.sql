-- The database's days were once moved ahead by 4,017 days; those of the books and of the sales weren't. Here they are moved back.
-- A quota is for a quarter that begins a day or two after its day: a third a month, the last month takes what rounding left.
with

quotas as (
    select * from {{ landed('adventureworks', 'sales_quotas') }}
),

months as (
    select
        quotas.*,
        steps.month_number,
        cast({{ dbt.date_trunc('month', 'quotas.QuotaDate - 4017 + 2') }} as date) as first_month_date,
        cast(floor(quotas.SalesQuota / 3) as decimal(18, 4)) as third_amount,
    from quotas
    cross join (values (0), (1), (2)) as steps (month_number)
)

select
    cast(BusinessEntityID as varchar) || '-' || cast(QuotaDate as varchar) || '-' || cast(month_number as varchar) as sales_plan_id,
    'quota' as plan_version,
    cast({{ dbt.dateadd('month', 'month_number', 'first_month_date') }} as date) as period_start_date,
    cast(BusinessEntityID as varchar) as employee_id,
    cast(case when month_number = 2 then SalesQuota - 2 * third_amount else third_amount end as decimal(18, 4)) as plan_amount,
    _from_load_id as source_load_id,
from months
