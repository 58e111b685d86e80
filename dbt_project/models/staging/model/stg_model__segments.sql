select
    cast(segment_id as varchar) as segment_id,
    cast(segment_name as varchar) as segment_name,
    cast(description as varchar) as description,
    cast(offer as varchar) as offer,
    cast(procedure as varchar) as procedure,
    cast(goal as varchar) as goal,
    cast(expectation as varchar) as expectation,
    _from_load_id as source_load_id,
from {{ landed('model', 'segments') }}
