select
    cast(opportunity_stage_change_id as varchar) as opportunity_stage_change_id,
    cast(opportunity_id as varchar) as opportunity_id,
    cast(stage_id as varchar) as stage_id,
    cast(previous_stage_id as varchar) as previous_stage_id,
    cast(changed_at as timestamp) as changed_at,
    cast(change_seq as bigint) as change_seq,
    cast(employee_id as varchar) as employee_id,
    _from_load_id as source_load_id,
from {{ landed('standard', 'opportunity_stage_changes') }}
