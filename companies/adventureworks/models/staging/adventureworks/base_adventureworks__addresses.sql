select
    cast(AddressID as varchar) as address_id,
    concat_ws(', ', AddressLine1, AddressLine2) as street,
    City as city,
    PostalCode as postal_code,
    cast(StateProvinceID as varchar) as state_id,
from {{ landed('adventureworks', 'addresses') }}
