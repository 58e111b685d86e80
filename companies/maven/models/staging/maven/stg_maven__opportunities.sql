-- Rule: the source writes 0 as the value of a lost deal, which means "no revenue", not an expectation.
select
    opportunity_id,
    'sales' as pipeline,
    customer_id,
    employee_id,
    product_id,
    stage_id,
    case when stage_id in ('won', 'lost') then stage_id else 'open' end as status,
    engage_date as created_date,
    close_date as closed_date,
    case when stage_id = 'won' then close_value end as won_amount,
    _from_load_id as source_load_id,
from {{ ref('base_maven__sales_pipeline') }}
