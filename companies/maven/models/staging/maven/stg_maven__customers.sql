-- Rules: two words are mended as spelled by the source; revenue comes in millions.
select
    account as customer_id,
    account as customer_name,
    'company' as customer_type,
    case when sector = 'technolgy' then 'technology' else sector end as industry,
    subsidiary_of as parent_customer_id,
    case when office_location = 'Philipines' then 'Philippines' else office_location end as country,
    cast(revenue * 1000000 as decimal(18, 4)) as annual_revenue_amount,
    employees as headcount,
    valid_from_date,
    valid_to_date,
    _from_load_id as source_load_id,
from {{ landed_history('maven', 'accounts') }}
