select
    order_id,
    customer_id,
    employee_id,
    channel_id,
    territory_id,
    order_date,
    wanted_date as requested_delivery_date,
    case channel_id when 'online' then 'web' else 'manual' end as entry_mode,
    case when shipped_date is null then 'open' else 'shipped' end as status,
    freight_amount,
    _from_load_id as source_load_id,
from {{ ref('base_adventureworks__sales_orders') }}
