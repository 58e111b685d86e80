-- A cost centre is a group of departments within a firm; above it stands the group in all firms.
with

department_groups as (
    select * from {{ ref('base_adventureworks__department_groups') }}
),

organizations as (
    select * from {{ ref('base_adventureworks__organizations') }}
)

select
    department_groups.department_group_id || '-' || organizations.organization_id as cost_centre_id,
    department_groups.department_group_name || ', ' || organizations.organization_name as cost_centre_name,
    department_groups.department_group_id as parent_cost_centre_id,
    organizations._from_load_id as source_load_id,
from department_groups
cross join organizations

union all

select
    department_group_id as cost_centre_id,
    department_group_name as cost_centre_name,
    parent_department_group_id as parent_cost_centre_id,
    _from_load_id as source_load_id,
from department_groups
