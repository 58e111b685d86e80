-- An accumulating snapshot: the row of an opportunity is filled on as it moves from creation to its end.
with

opportunities as (
    select * from {{ ref('int_opportunities_united') }}
),

change_counts as (
    select
        opportunity_id,
        count(*) as stage_change_count,
    from {{ ref('int_opportunity_stage_changes_united') }}
    group by opportunity_id
)

select
    {{ surrogate_key(['opportunities.opportunity_id']) }} as opportunity_key,
    opportunities.opportunity_id,
    coalesce(opportunities.pipeline, 'UNKNOWN') as pipeline,
    {{ member_key('customer') }},
    {{ member_key('employee') }},
    {{ member_key('product') }},
    {{ member_key('stage') }},
    {{ member_key('campaign', none_when='opportunities.campaign_id is null') }},
    {{ member_key('channel') }},
    {{ member_key('territory') }},
    {{ member_key('competitor', none_when='opportunities.competitor_id is null') }},
    opportunities.customer_id,
    opportunities.lead_id,
    opportunities.lead_source,
    opportunities.created_date,
    opportunities.expected_close_date,
    opportunities.closed_date,
    opportunities.status = 'won' as is_won,
    opportunities.status = 'lost' as is_lost,
    opportunities.lost_reason,
    cast({{ translated('opportunities.expected_amount', 'opportunities.currency') }} as decimal(18, 4)) as expected_amount,
    case
        when opportunities.status = 'won'
            then cast({{ translated('opportunities.won_amount', 'opportunities.currency') }} as decimal(18, 4))
    end as won_amount,
    cast({{ translated('opportunities.lost_price_amount', 'opportunities.currency') }} as decimal(18, 4)) as lost_price_amount,
    coalesce(opportunities.win_probability_share, stage.default_probability_share) as win_probability_share,
    {{ days_between('opportunities.created_date', 'opportunities.closed_date') }} as sales_cycle_days,
    coalesce(change_counts.stage_change_count, 0) as stage_change_count,
    opportunities.source_system,
    opportunities.source_load_id,
    {{ own_columns('opportunities', 'opportunities') }}
from opportunities
cross join {{ ref('int_company_resolved') }} as settings
left join change_counts on opportunities.opportunity_id = change_counts.opportunity_id
{{ join_rate('opportunities.currency', 'coalesce(opportunities.closed_date, opportunities.created_date)') }}
{{ join_member('dim_customers', 'customer', 'opportunities.customer_id', 'coalesce(opportunities.created_date, settings.as_of_date)') }}
{{ join_member('dim_employees', 'employee', 'opportunities.employee_id', 'coalesce(opportunities.created_date, settings.as_of_date)') }}
{{ join_member('dim_products', 'product', 'opportunities.product_id') }}
{{ join_member('dim_stages', 'stage', 'opportunities.stage_id') }}
{{ join_member('dim_campaigns', 'campaign', 'opportunities.campaign_id') }}
{{ join_member('dim_channels', 'channel', 'coalesce(opportunities.channel_id, customer.channel_id)') }}
{{ join_member('dim_territories', 'territory', 'coalesce(opportunities.territory_id, customer.territory_id, employee.territory_id)') }}
{{ join_member('dim_competitors', 'competitor', 'opportunities.competitor_id') }}
