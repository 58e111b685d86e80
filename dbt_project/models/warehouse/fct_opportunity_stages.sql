-- An opportunity may enter a stage more than once: each entry is a row. A system that keeps no changes gives the stage of today.
with

opportunities as (
    select * from {{ ref('int_opportunities_united') }}
),

changes as (
    select
        changes.opportunity_stage_change_id,
        changes.opportunity_id,
        changes.stage_id,
        changes.changed_at,
        changes.employee_id,
        changes.source_system,
        changes.source_load_id,
        {{ business_date('changes.changed_at', 'settings.time_zone') }} as entered_date,
        lead(changes.changed_at) over opportunity_changes as left_at,
        lead(changes.stage_id) over opportunity_changes as next_stage_id,
    from {{ ref('int_opportunity_stage_changes_united') }} as changes
    cross join {{ ref('int_company_resolved') }} as settings
    window
        opportunity_changes as (
            partition by changes.opportunity_id
            order by changes.changed_at, changes.change_seq, changes.opportunity_stage_change_id
        )

    union all

    select
        opportunities.opportunity_id || ':current' as opportunity_stage_change_id,
        opportunities.opportunity_id,
        opportunities.stage_id,
        cast(null as timestamp) as changed_at,
        opportunities.employee_id,
        opportunities.source_system,
        opportunities.source_load_id,
        coalesce(opportunities.closed_date, opportunities.created_date) as entered_date,
        cast(null as timestamp) as left_at,
        cast(null as varchar) as next_stage_id,
    from opportunities
    where
        opportunities.stage_id is not null
        and opportunities.opportunity_id not in (
            select stage_changes.opportunity_id from {{ ref('int_opportunity_stage_changes_united') }} as stage_changes
        )
)

select
    {{ surrogate_key(['changes.opportunity_stage_change_id']) }} as opportunity_stage_key,
    changes.opportunity_stage_change_id,
    changes.opportunity_id,
    coalesce(opportunities.pipeline, 'UNKNOWN') as pipeline,
    {{ member_key('stage') }},
    {{ member_key('customer') }},
    {{ member_key('employee') }},
    opportunities.customer_id,
    {{ known_date('changes.entered_date') }} as entered_date,
    changes.changed_at as entered_at,
    changes.left_at,
    changes.next_stage_id is null as is_latest,
    {{ minutes_between('changes.changed_at', 'changes.left_at') }} as stage_minutes,
    changes.source_system,
    changes.source_load_id,
from changes
cross join {{ ref('int_company_resolved') }} as settings
left join opportunities on changes.opportunity_id = opportunities.opportunity_id
{{ join_member('dim_stages', 'stage', 'changes.stage_id') }}
{{ join_member('dim_customers', 'customer', 'opportunities.customer_id', 'coalesce(changes.entered_date, settings.as_of_date)') }}
{{ join_member('dim_employees', 'employee', 'changes.employee_id', 'coalesce(changes.entered_date, settings.as_of_date)') }}
