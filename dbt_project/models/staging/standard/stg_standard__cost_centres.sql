select
    cast(cost_centre_id as varchar) as cost_centre_id,
    cast(cost_centre_name as varchar) as cost_centre_name,
    cast(parent_cost_centre_id as varchar) as parent_cost_centre_id,
    cast(org_unit_id as varchar) as org_unit_id,
    cast(responsible_employee_id as varchar) as responsible_employee_id,
    cast(cost_class as varchar) as cost_class,
    cast(valid_from_date as date) as valid_from_date,
    cast(valid_to_date as date) as valid_to_date,
    _from_load_id as source_load_id,
from {{ landed_members('standard', 'cost_centres', ['cost_centre_id']) }}
