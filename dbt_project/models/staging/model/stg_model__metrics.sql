select
    cast(metric_name as varchar) as metric_name,
    cast(label as varchar) as label,
    cast(description as varchar) as description,
    cast(unit as varchar) as unit,
    cast(grain as varchar) as grain,
    cast(formula as varchar) as formula,
    cast(mart_name as varchar) as mart_name,
    cast(column_name as varchar) as column_name,
    cast(source_document as varchar) as source_document,
    _from_load_id as source_load_id,
from {{ landed('model', 'metrics') }}
