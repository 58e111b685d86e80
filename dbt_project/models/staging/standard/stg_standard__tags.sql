select
    cast(tag_id as varchar) as tag_id,
    cast(customer_id as varchar) as customer_id,
    cast(tag as varchar) as tag,
    cast(tag_group as varchar) as tag_group,
    cast(valid_from_date as date) as valid_from_date,
    cast(valid_to_date as date) as valid_to_date,
    cast(employee_id as varchar) as employee_id,
    cast(origin as varchar) as origin,
    cast(target_amount as decimal(18, 4)) as target_amount,
    cast(note as varchar) as note,
    _from_load_id as source_load_id,
from {{ landed('standard', 'tags') }}
