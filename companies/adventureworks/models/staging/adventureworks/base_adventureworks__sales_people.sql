select
    cast(BusinessEntityID as varchar) as employee_id,
    cast(TerritoryID as varchar) as territory_id,
from {{ landed('adventureworks', 'sales_people') }}
