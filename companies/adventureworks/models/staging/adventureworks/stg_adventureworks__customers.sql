-- The list has no names: a shop is named by its record, a person by that of people, which holds only some of them.
select
    customers.customer_id,
    coalesce(people.person_name, stores.store_name) as customer_name,
    case when customers.store_id is null then 'person' else 'company' end as customer_type,
    customers.parent_customer_id,
    stores.industry,
    states.country,
    states.state_name as region,
    addresses.city,
    addresses.postal_code,
    addresses.street,
    customers.territory_id,
    case when customers.store_id is null then 'online' else 'reseller' end as channel_id,
    stores.employee_id,
    stores.annual_revenue_amount,
    stores.headcount,
    stores.shop_area_m2,
    customers._from_load_id as source_load_id,
from {{ ref('base_adventureworks__customers') }} as customers
left join {{ ref('base_adventureworks__people') }} as people on customers.person_id = people.person_id
left join {{ ref('base_adventureworks__stores') }} as stores on customers.store_id = stores.store_id
left join {{ ref('base_adventureworks__entity_addresses') }} as places on customers.entity_id = places.entity_id
left join {{ ref('base_adventureworks__addresses') }} as addresses on places.address_id = addresses.address_id
left join {{ ref('base_adventureworks__states') }} as states on addresses.state_id = states.state_id
