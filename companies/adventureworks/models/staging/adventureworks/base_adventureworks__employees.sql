select
    cast(BusinessEntityID as varchar) as employee_id,
    JobTitle as job_title,
    HireDate as hired_date,
    _from_load_id,
from {{ landed('adventureworks', 'employees') }}
