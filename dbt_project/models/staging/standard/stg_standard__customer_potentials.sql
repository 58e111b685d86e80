select
    cast(customer_potential_id as varchar) as customer_potential_id,
    cast(customer_id as varchar) as customer_id,
    cast(period_start_date as date) as period_start_date,
    -- An estimate without an end is a yearly one.
    cast(
        coalesce(period_end_date, period_start_date + interval '1' year - interval '1' day) as date
    ) as period_end_date,
    cast(product_id as varchar) as product_id,
    cast(product_group as varchar) as product_group,
    cast(potential_amount as decimal(18, 4)) as potential_amount,
    cast(potential_quantity as decimal(18, 6)) as potential_quantity,
    cast(competitor_id as varchar) as competitor_id,
    cast(competitor_share as decimal(18, 6)) as competitor_share,
    cast(estimated_date as date) as estimated_date,
    cast(source as varchar) as source,
    cast(employee_id as varchar) as employee_id,
    _from_load_id as source_load_id,
from {{ landed('standard', 'customer_potentials') }}
