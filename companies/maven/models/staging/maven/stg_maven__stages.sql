-- The pipeline's four stages, in the order of its data dictionary.
select
    stages.stage_id,
    'sales' as pipeline,
    stages.stage_name,
    stages.stage_seq,
    stages.stage_kind,
    cast(null as bigint) as source_load_id,
from (
    values
    ('prospecting', 'Prospecting', 1, 'open'),
    ('engaging', 'Engaging', 2, 'open'),
    ('won', 'Won', 3, 'won'),
    ('lost', 'Lost', 4, 'lost')
) as stages (stage_id, stage_name, stage_seq, stage_kind)
