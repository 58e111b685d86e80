select
    cast(DepartmentGroupKey as varchar) as department_group_id,
    DepartmentGroupName as department_group_name,
    cast(ParentDepartmentGroupKey as varchar) as parent_department_group_id,
    _from_load_id,
from {{ landed('adventureworks', 'department_groups') }}
