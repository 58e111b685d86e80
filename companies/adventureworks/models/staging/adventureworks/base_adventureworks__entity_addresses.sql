-- Of several addresses the main office or home counts, not the place to ship to.
select
    cast(BusinessEntityID as varchar) as entity_id,
    cast(AddressID as varchar) as address_id,
from {{ landed('adventureworks', 'entity_addresses') }}
qualify row_number() over (partition by BusinessEntityID order by case when AddressTypeID = 5 then 1 else 0 end, AddressID) = 1
