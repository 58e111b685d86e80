-- A shop is a customer of its own; a person who buys for a shop is a customer below it.
select
    cast(customerid as varchar) as customer_id,
    cast(personid as varchar) as person_id,
    cast(storeid as varchar) as store_id,
    case
        when personid is not null and storeid is not null
            then cast(max(customerid) filter (where personid is null) over (partition by storeid) as varchar)
    end as parent_customer_id,
    cast(territoryid as varchar) as territory_id,
    coalesce(cast(storeid as varchar), cast(personid as varchar)) as entity_id,
    _from_load_id,
from {{ landed('adventureworks', 'customers') }}
