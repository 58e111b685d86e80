-- Rule: the pipeline writes GTXPro for the product that the list calls GTX Pro.
select
    opportunity_id,
    sales_agent as employee_id,
    case when product = 'GTXPro' then 'GTX Pro' else product end as product_id,
    account as customer_id,
    lower(deal_stage) as stage_id,
    engage_date,
    close_date,
    close_value,
    _from_load_id,
from {{ landed('maven', 'sales_pipeline') }}
