select
    order_id,
    customer_id,
    employee_id,
    order_date,
    required_date as requested_delivery_date,
    case when shipped_date is null then 'open' else 'shipped' end as status,
    freight_amount,
    _from_load_id as source_load_id,
from {{ ref('base_northwind__orders') }}
