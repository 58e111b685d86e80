-- Who entered which stage in which month, and how many of those stand there still: the sum over months is the funnel of today.
with

entries as (
    select
        entries.pipeline,
        entries.stage_key,
        {{ period_start('entries.entered_date') }} as period_start_date,
        entries.opportunity_id,
        coalesce(entries.customer_id, 'UNKNOWN') as customer_id,
        entries.is_latest,
        entries.stage_minutes,
        opportunities.won_amount,
        opportunities.expected_amount,
        opportunities.sales_cycle_days,
        opportunities.is_won,
        opportunities.is_lost,
        row_number() over (
            partition by entries.opportunity_id, entries.stage_key, {{ period_start('entries.entered_date') }}
            order by entries.is_latest desc, entries.entered_at desc
        ) as entry_rank,
    from {{ ref('fct_opportunity_stages') }} as entries
    left join {{ ref('fct_opportunities') }} as opportunities on entries.opportunity_id = opportunities.opportunity_id
),

cells as (
    select
        pipeline,
        stage_key,
        period_start_date,
        count(distinct opportunity_id) as opportunity_count,
        count(distinct case when customer_id <> 'UNKNOWN' then customer_id end) as customer_count,
        count(*) as entry_count,
        count(distinct case when is_latest then opportunity_id end) as current_opportunity_count,
        sum(case when entry_rank = 1 and is_latest then expected_amount end) as expected_amount,
        sum(case when entry_rank = 1 and is_latest and is_won then won_amount end) as won_amount,
        sum(case when entry_rank = 1 and is_latest and (is_won or is_lost) then sales_cycle_days end) as sales_cycle_total_days,
        sum(stage_minutes) as stage_total_minutes,
    from entries
    group by pipeline, stage_key, period_start_date
)

select
    cells.pipeline,
    stages.stage_id,
    cells.period_start_date,
    stages.stage_name,
    stages.stage_seq,
    coalesce(stages.stage_kind, 'UNKNOWN') as stage_kind,
    cells.opportunity_count,
    cells.customer_count,
    cells.entry_count,
    cells.current_opportunity_count,
    cast(cells.expected_amount as decimal(18, 4)) as expected_amount,
    cast(cells.won_amount as decimal(18, 4)) as won_amount,
    cast(cells.sales_cycle_total_days as bigint) as sales_cycle_total_days,
    cast(cells.stage_total_minutes as decimal(18, 4)) as stage_total_minutes,
from cells
inner join {{ ref('dim_stages') }} as stages on cells.stage_key = stages.stage_key
