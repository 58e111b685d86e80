-- The source keeps two days an opportunity: engaging began, and it closed. When prospecting began it does not say.
with

pipeline as (
    select * from {{ ref('base_maven__sales_pipeline') }}
),

changes as (
    select
        opportunity_id,
        'prospecting' as stage_id,
        cast(null as date) as changed_date,
        employee_id,
        _from_load_id,
    from pipeline
    where stage_id = 'prospecting'

    union all

    select
        opportunity_id,
        'engaging' as stage_id,
        engage_date as changed_date,
        employee_id,
        _from_load_id,
    from pipeline
    where engage_date is not null

    union all

    select
        opportunity_id,
        stage_id,
        close_date as changed_date,
        employee_id,
        _from_load_id,
    from pipeline
    where stage_id in ('won', 'lost')
)

select
    changes.opportunity_id || '-' || changes.stage_id as opportunity_stage_change_id,
    changes.opportunity_id,
    changes.stage_id,
    {{ start_of_business_day('changes.changed_date', 'settings.time_zone') }} as changed_at,
    changes.employee_id,
    changes._from_load_id as source_load_id,
from changes
cross join {{ ref('stg_company__settings') }} as settings
