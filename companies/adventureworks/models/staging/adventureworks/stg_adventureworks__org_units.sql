-- Departments, and the groups above them in the same list.
with

departments as (
    select * from {{ landed('adventureworks', 'departments') }}
)

select
    cast(DepartmentID as varchar) as org_unit_id,
    Name as org_unit_name,
    'department' as org_unit_kind,
    'group-' || GroupName as parent_org_unit_id,
    _from_load_id as source_load_id,
from departments

union all

select
    'group-' || GroupName as org_unit_id,
    GroupName as org_unit_name,
    'department' as org_unit_kind,
    cast(null as varchar) as parent_org_unit_id,
    max(_from_load_id) as source_load_id,
from departments
group by GroupName
