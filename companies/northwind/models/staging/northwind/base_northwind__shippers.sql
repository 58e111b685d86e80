select
    cast(ShipperID as varchar) as shipper_id,
    CompanyName as shipper_name,
from {{ landed('northwind', 'shippers') }}
