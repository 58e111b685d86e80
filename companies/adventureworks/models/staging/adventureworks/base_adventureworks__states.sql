select
    cast(StateProvinceID as varchar) as state_id,
    Name as state_name,
    trim(CountryRegionCode) as country,
from {{ landed('adventureworks', 'states') }}
