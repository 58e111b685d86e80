select
    cast(stage_id as varchar) as stage_id,
    cast(coalesce(pipeline, 'sales') as varchar) as pipeline,
    cast(coalesce(stage_name, stage_id) as varchar) as stage_name,
    cast(stage_seq as bigint) as stage_seq,
    cast(stage_kind as varchar) as stage_kind,
    cast(process_step as varchar) as process_step,
    cast(default_probability_share as decimal(18, 6)) as default_probability_share,
    cast(standard_duration_days as bigint) as standard_duration_days,
    coalesce(cast(is_optional as boolean), false) as is_optional,
    _from_load_id as source_load_id,
from {{ landed_members('standard', 'stages', ['stage_id']) }}
