select
    cast(EmployeeID as varchar) as employee_id,
    TerritoryID as territory_id,
from {{ landed('northwind', 'employee_territories') }}
