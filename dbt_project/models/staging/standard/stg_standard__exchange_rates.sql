select
    cast(from_currency as varchar) as from_currency,
    cast(to_currency as varchar) as to_currency,
    cast(rate_date as date) as rate_date,
    cast(exchange_rate as decimal(18, 8)) as exchange_rate,
    coalesce(cast(quoted_unit_count as bigint), 1) as quoted_unit_count,
    cast(rate_source as varchar) as rate_source,
    _from_load_id as source_load_id,
from {{ landed('standard', 'exchange_rates') }}
