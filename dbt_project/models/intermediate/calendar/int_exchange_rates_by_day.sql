-- Each rate into the reporting currency holds from its day until the next one's.
select
    rates.from_currency,
    rates.exchange_rate,
    coalesce(rates.quoted_unit_count, 1) as quoted_unit_count,
    rates.rate_date as valid_from_date,
    coalesce(
        lead(rates.rate_date) over (partition by rates.from_currency order by rates.rate_date),
        date '9999-12-31'
    ) as valid_to_date,
from {{ ref('int_exchange_rates_united') }} as rates
inner join {{ ref('stg_company__settings') }} as settings on rates.to_currency = settings.reporting_currency
