select
    CustomerID as customer_id,
    CompanyName as customer_name,
    'company' as customer_type,
    Address as street,
    City as city,
    Region as region,
    PostalCode as postal_code,
    Country as country,
    Phone as phone,
    valid_from_date,
    valid_to_date,
    _from_load_id as source_load_id,
from {{ landed_history('northwind', 'customers') }}
