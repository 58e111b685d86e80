"""How sales come about: deals and their way through the stages.

Belongs here: everything from the first talk to the order. Doesn't belong here: leads and offers (offers.py).
A deal is won only when a real order follows it; the order then carries the deal.
"""

from __future__ import annotations

from demo.world import World

_STAGES = """
select * from (values
    ('S10', 'sprzedaz', 'Zainteresowanie', 10, 'open', 'need', 0.10, 7, false),
    ('S20', 'sprzedaz', 'Analiza potrzeb', 20, 'open', 'need', 0.20, 7, false),
    ('S30', 'sprzedaz', 'Prezentacja', 30, 'open', 'presentation', 0.35, 7, true),
    ('S40', 'sprzedaz', 'Oferta', 40, 'open', 'offer', 0.50, 10, false),
    ('S50', 'sprzedaz', 'Negocjacje', 50, 'open', 'negotiation', 0.65, 10, false),
    ('S60', 'sprzedaz', 'Zamówienie', 60, 'won', 'order', 1.00, 3, false),
    ('S70', 'sprzedaz', 'Realizacja', 70, 'fulfilment', 'shipment', 1.00, 7, false),
    ('S80', 'sprzedaz', 'Rozliczenie', 80, 'collection', 'settlement', 1.00, 30, false),
    ('S90', 'sprzedaz', 'Opieka po sprzedaży', 90, 'after_sales', 'after_sales', 1.00, null, false),
    ('S99', 'sprzedaz', 'Szansa utracona', 99, 'lost', null, 0.00, null, false),
    ('U10', 'serwis', 'Zapytanie o umowę', 10, 'open', 'need', 0.20, 10, false),
    ('U40', 'serwis', 'Oferta umowy', 40, 'open', 'offer', 0.50, 14, false),
    ('U60', 'serwis', 'Umowa podpisana', 60, 'won', 'order', 1.00, null, false),
    ('U99', 'serwis', 'Bez umowy', 99, 'lost', null, 0.00, null, false)
) as stages (stage_id, pipeline, stage_name, stage_seq, stage_kind, process_step, default_probability_share,
standard_duration_days, is_optional)
"""
# Wishes: the first order of a new customer, repeated business, prospects, and service contracts.
_WISHES = """
with

first_orders as (
    select cid, min(oid) as oid, min(order_date) as order_date from orders where not is_cancelled group by cid
),

repeats as (
    select
        customers.cid, months.m,
        unnest(range(often(h('deals', customers.cid * 100 + months.m), deals_mean * least(size, 2)))) as place,
    from customers
    inner join months
        on months.m > customers.born_m
        and (lost_m is null or months.m < lost_m)
    where is_in_crm and customer_type = 'company'
)

select 1 as origin, cid as source, cid, 'sprzedaz' as pipeline,
    workday_after(order_date - cast(whole('deal.lead', cid, 18, 80) as integer), 0) as created_date,
    true as is_wanted, oid as first_oid, cast(null as bigint) as ucid,
from first_orders
inner join customers using (cid)
where born_m >= 0 and is_in_crm and customer_type = 'company'

union all

select 2, (cid * 100 + m) * 8 + place, cid, 'sprzedaz', workday(m, u('deal.day', (cid * 100 + m) * 8 + place)),
    chance('deal.wanted', (cid * 100 + m) * 8 + place, 0.50), null, null,
from repeats

union all

select 3, ucid, cid, 'serwis',
workday_after(start_date - cast(whole('deal.contract', ucid, 15, 60) as integer), 0), false, null, ucid
from contracts
where turn = 0 and start_date >= date '2025-01-01'
"""
_DEALS = """
with

timed as (
    select
        wishes.*, origin * 100000000000 + source as vkey,
        created_date + cast(whole('deal.cycle', origin * 100000000000 + source, 12, 60) as integer) as aim_date,
    from wishes
    where created_date >= date '2024-10-15'
),

-- The first order after the aimed day, if it comes within six weeks.
followed as (
    select timed.*, coalesce(first_oid, case
        when is_wanted and next_order.order_date <= aim_date + 42 then next_order.oid end) as wanted_oid
    from timed
    asof left join (
        select cid, order_date, min(oid) as oid from orders where not is_cancelled group by cid, order_date
    ) as next_order
        on timed.cid = next_order.cid
        and timed.aim_date <= next_order.order_date
),

-- An order belongs to one deal.
matched as (
    select
        * exclude (wanted_oid),
        case when row_number() over (partition by wanted_oid order by origin, created_date, vkey) = 1
            then wanted_oid end as oid,
    from followed
)

select
    row_number() over (order by matched.created_date, vkey) as vid,
    vkey, origin, matched.cid, matched.pipeline, matched.created_date, matched.oid, matched.ucid,
    customers.is_prospect,
    case when matched.oid is not null then orders.order_date
        when matched.ucid is not null then contracts.start_date else aim_date end as ended_date,
    matched.oid is not null or matched.ucid is not null as is_won,
    orders.net_amount as order_amount,
    money(coalesce(orders.net_amount * cast(0.80 + 0.5 * u('deal.amount', vkey) as decimal(9,4)),
        12 * contracts.fee_amount,
        round(greatest(line_value, 1500) * greatest(lines_mean, 2) * size * (0.8 + u('deal.amount', vkey)),
            -1))) as expected_amount,
    care_in(customers.care_slot, next_care_slot, move_m, greatest(month_of(matched.created_date), 0)) as slot,
    slots.handover, favourite_group, lead_source, customers.territory,
    h('deal', vkey) as deal_hash,
    whole('deal.minute', vkey, 480, 900) as created_minute,
    whole('deal.dropped', vkey, 2, 5) as dropped_step,
from matched
inner join customers using (cid)
left join orders on matched.oid = orders.oid
left join contracts on matched.ucid = contracts.ucid
inner join slots on slots.slot = care_in(customers.care_slot, next_care_slot, move_m,
    greatest(month_of(matched.created_date), 0))
"""
# Some skip the presentation or the analysis, some go back from negotiation to a new offer.
_STEPS = """
with

ways as (
    select
        vid, pipeline, is_won, created_date, ended_date, created_minute, dropped_step, slot, handover,
        case when pipeline = 'serwis' then ['U10', 'U40']
            when part(deal_hash, 0) < 0.06 then ['S10', 'S20', 'S30', 'S40', 'S50', 'S40', 'S50']
            when part(deal_hash, 0) < 0.36 then ['S10', 'S20', 'S40', 'S50']
            when part(deal_hash, 0) < 0.46 then ['S10', 'S40', 'S50']
            else ['S10', 'S20', 'S30', 'S40', 'S50'] end as way,
    from deals
),

taken as (
    select *, case when is_won then len(way) else least(dropped_step, len(way)) end as step_count from ways
),

steps as (
    select *, unnest(range(1, step_count + 1)) as step from taken
),

open_steps as (
    select
        vid, slot, handover, cast(step as integer) as step, way[step] as stage_id,
        created_date + cast(floor((ended_date - created_date) * case when step = 1 then 0
            else (step - 1 + 0.6 * u('step',
            vid * 10 + step)) / (step_count + 0.2) end) as integer) as changed_date,
        created_minute + step as changed_minute,
    from steps
),

paid as (
    select invoices.oid, min(shipped.shipped_date) as shipped_date, min(invoice_date) as invoice_date,
    max(payment_date) as paid_date
    from invoices
    inner join deals on invoices.oid = deals.oid and invoices.kind = 1
    left join payments using (iid)
    left join (select oid, min(shipped_date) as shipped_date from shipments
        group by oid) as shipped on invoices.oid = shipped.oid
    group by invoices.oid
),

later_steps as (
    select vid, slot, handover, 8 as step,
    case when is_won then left(way[1], 1) || '60' else left(way[1], 1) || '99' end as stage_id,
    ended_date as changed_date, created_minute + 8 as changed_minute
    from taken

    union all

    select vid, slot, handover, 9, 'S70', shipped_date, 905 from deals inner join paid using (oid)

    union all

    select vid, slot, handover, 10, 'S80', invoice_date, 910 from deals inner join paid using (oid)

    union all

    select vid, slot, handover, 11, 'S90', paid_date, 915 from deals inner join paid using (oid)
    where paid_date is not null
),

all_steps as (
    select * from open_steps
    union all
    select * from later_steps
)

select
    vid, cast(step as integer) as step, stage_id, changed_date, day_at(changed_date, changed_minute) as changed_at,
    lag(stage_id) over (partition by vid order by step) as previous_stage_id,
    holder(slot, handover, changed_date) as eid,
from all_steps
where changed_date <= getvariable('last_day')
"""


def build(world: World) -> None:
    """Make stages, deals and deal_steps."""
    world.make("stages", _STAGES)
    world.make("wishes", _WISHES)
    world.make("deals", _DEALS)
    world.con.execute("drop table wishes")
    world.make("deal_steps", _STEPS)
