select
    cast(version as varchar) as version,
    cast(period_start_date as date) as period_start_date,
    cast(node_id as varchar) as node_id,
    cast(resource_count as decimal(18, 6)) as resource_count,
    cast(quantity_each as decimal(18, 6)) as quantity_each,
    cast(coalesce(practical_share, 1) as decimal(18, 6)) as practical_share,
    cast(practical_quantity as decimal(18, 6)) as practical_quantity,
    cast(unit as varchar) as unit,
    _from_load_id as source_load_id,
from {{ landed('standard', 'capacities') }}
