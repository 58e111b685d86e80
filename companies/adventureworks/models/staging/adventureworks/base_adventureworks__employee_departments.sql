-- The department of an employee today is that of the span without an end.
select
    cast(BusinessEntityID as varchar) as employee_id,
    cast(DepartmentID as varchar) as department_id,
from {{ landed('adventureworks', 'employee_departments') }}
where EndDate is null
qualify row_number() over (partition by BusinessEntityID order by StartDate desc, DepartmentID asc) = 1
