select
    cast(period_start_date as date) as period_start_date,
    cast(period_name as varchar) as period_name,
    cast(fiscal_year as bigint) as fiscal_year,
    cast(fiscal_period_number as bigint) as fiscal_period_number,
    cast(period_status as varchar) as period_status,
    cast(closed_at as timestamp) as closed_at,
    cast(closed_by_employee_id as varchar) as closed_by_employee_id,
    _from_load_id as source_load_id,
from {{ landed('standard', 'periods') }}
