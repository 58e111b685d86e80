select
    cast(BusinessEntityID as varchar) as vendor_id,
    Name as vendor_name,
    CreditRating as credit_rating,
    ActiveFlag as is_active,
    _from_load_id,
from {{ landed('adventureworks', 'vendors') }}
