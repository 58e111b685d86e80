-- An employee works several territories of one region: the region is the employee's territory.
with

employees as (
    select * from {{ landed_history('northwind', 'employees') }}
),

regions as (
    select
        employee_territories.employee_id,
        min(territories.region_id) as region_id,
    from {{ ref('base_northwind__employee_territories') }} as employee_territories
    inner join {{ ref('base_northwind__territories') }} as territories
        on employee_territories.territory_id = territories.territory_id
    group by employee_territories.employee_id
    having count(distinct territories.region_id) = 1
)

select
    cast(employees.EmployeeID as varchar) as employee_id,
    employees.FirstName || ' ' || employees.LastName as employee_name,
    employees.Title as job_title,
    cast(employees.ReportsTo as varchar) as manager_employee_id,
    regions.region_id as territory_id,
    employees.HireDate as hired_date,
    employees.valid_from_date,
    employees.valid_to_date,
    employees._from_load_id as source_load_id,
from employees
left join regions on cast(employees.EmployeeID as varchar) = regions.employee_id
