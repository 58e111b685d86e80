-- The database's days were once moved ahead by 4,017 days; those of the books and of the sales weren't. Here they are moved back.
select
    FromCurrencyCode as from_currency,
    ToCurrencyCode as to_currency,
    CurrencyRateDate - 4017 as rate_date,
    cast(AverageRate as decimal(18, 8)) as exchange_rate,
    'mean of the day' as rate_source,
    _from_load_id as source_load_id,
from {{ landed('adventureworks', 'currency_rates') }}
