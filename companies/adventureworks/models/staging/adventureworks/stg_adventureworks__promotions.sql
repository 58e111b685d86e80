-- The database's days were once moved ahead by 4,017 days; those of the books and of the sales weren't. Here they are moved back.
select
    cast(SpecialOfferID as varchar) as promotion_id,
    Description as promotion_name,
    Type as promotion_kind,
    case Category when 'Customer' then 'online' when 'Reseller' then 'reseller' end as channel_id,
    StartDate - 4017 as valid_from_date,
    EndDate - 4017 as valid_to_date,
    cast(DiscountPct as decimal(18, 6)) as discount_share,
    cast(MinQty as decimal(18, 6)) as minimum_quantity,
    _from_load_id as source_load_id,
from {{ landed('adventureworks', 'special_offers') }}
