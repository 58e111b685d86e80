-- Each customer names one person.
select
    CustomerID || '-1' as contact_id,
    CustomerID as customer_id,
    ContactName as contact_name,
    ContactTitle as job_title,
    Phone as phone,
    true as is_primary,
    true as is_active,
    _from_load_id as source_load_id,
from {{ landed('northwind', 'customers') }}
where ContactName is not null
