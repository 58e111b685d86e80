select
    metric_name,
    label,
    description,
    unit,
    grain,
    formula,
    mart_name,
    column_name,
    source_document,
from {{ ref('stg_model__metrics') }}
