select
    capability_id,
    chapter,
    source as source_document,
    title,
    mart_name,
from {{ ref('stg_model__capabilities') }}
