select
    company_name,
    company_title,
    reporting_currency,
    time_zone,
    fiscal_year_start_month,
    as_of_date,
from {{ ref('int_company_resolved') }}
