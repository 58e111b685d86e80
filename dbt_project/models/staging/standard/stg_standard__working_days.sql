select
    cast(calendar_date as date) as calendar_date,
    coalesce(cast(is_working_day as boolean), false) as is_working_day,
    cast(working_minutes as decimal(18, 4)) as working_minutes,
    cast(opened_at as timestamp) as opened_at,
    cast(closed_at as timestamp) as closed_at,
    cast(holiday_name as varchar) as holiday_name,
    _from_load_id as source_load_id,
from {{ landed('standard', 'working_days') }}
