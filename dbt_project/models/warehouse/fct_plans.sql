-- An empty column of a plan means all of them together: its key is NONE. Versions stand beside each other and are never added up.
with

plans as (
    select
        *,
        dense_rank() over (
            partition by period_start_date order by version_date desc nulls last, plan_version desc
        ) = 1 as is_latest_version,
    from {{ ref('int_sales_plans_united') }}
)

select
    {{ surrogate_key(['plans.sales_plan_id']) }} as plan_key,
    plans.sales_plan_id,
    plans.plan_version,
    plans.version_date,
    plans.period_start_date,
    {{ member_key('product', none_when='plans.product_id is null') }},
    {{ member_key('employee', none_when='plans.employee_id is null') }},
    {{ member_key('customer', none_when='plans.customer_id is null') }},
    {{ member_key('segment', none_when='plans.segment_id is null') }},
    {{ member_key('territory', none_when='plans.territory_id is null') }},
    {{ member_key('channel', none_when='plans.channel_id is null') }},
    plans.product_id,
    plans.product_group,
    plans.employee_id,
    plans.customer_id,
    plans.customer_type,
    plans.org_unit_id,
    plans.plan_amount,
    plans.plan_margin_amount,
    plans.plan_quantity,
    plans.plan_new_customer_count,
    plans.is_latest_version,
    plans.source_system,
    plans.source_load_id,
from plans
{{ join_member('dim_products', 'product', 'plans.product_id') }}
{{ join_member('dim_employees', 'employee', 'plans.employee_id', period_end('plans.period_start_date')) }}
{{ join_member('dim_customers', 'customer', 'plans.customer_id', period_end('plans.period_start_date')) }}
{{ join_member('dim_segments', 'segment', 'plans.segment_id') }}
{{ join_member('dim_territories', 'territory', 'plans.territory_id') }}
{{ join_member('dim_channels', 'channel', 'plans.channel_id') }}
