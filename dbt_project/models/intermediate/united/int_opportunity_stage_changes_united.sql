{{ unite('opportunity_stage_changes') }}
