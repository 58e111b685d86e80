select
    cast(capability_id as bigint) as capability_id,
    cast(chapter as varchar) as chapter,
    cast(source as varchar) as source,
    cast(title as varchar) as title,
    cast(mart_name as varchar) as mart_name,
    _from_load_id as source_load_id,
from {{ landed('model', 'capabilities') }}
