select
    employees.employee_id,
    people.person_name as employee_name,
    departments.department_id as org_unit_id,
    sales_people.territory_id,
    employees.job_title,
    case when sales_people.employee_id is not null then 'sales' end as role,
    employees.hired_date,
    employees._from_load_id as source_load_id,
from {{ ref('base_adventureworks__employees') }} as employees
left join {{ ref('base_adventureworks__people') }} as people on employees.employee_id = people.person_id
left join {{ ref('base_adventureworks__employee_departments') }} as departments on employees.employee_id = departments.employee_id
left join {{ ref('base_adventureworks__sales_people') }} as sales_people on employees.employee_id = sales_people.employee_id
