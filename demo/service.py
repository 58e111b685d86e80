"""When something is wrong: tickets, repairs with their parts, complaints.

Belongs here: what the service desk and the workshop do. Doesn't belong here: its invoices (invoices.py), surveys.
"""

from __future__ import annotations

from demo.world import World

_TICKETS = """
with

wanted as (
    select
        customers.cid, months.m, character, is_doubled, tickets_mean * size * 1.5 as mean,
        h('tickets', customers.cid * 100 + months.m) as wish_hash,
    from customers
    inner join months
        on months.m >= customers.born_m
        and (customers.lost_m is null or months.m <= customers.lost_m)
    where is_in_crm and chunk_has(months.m) and tickets_mean > 0
),

counted as (
    select cid, m, character, is_doubled, often(wish_hash, mean) as times from wanted
),

asked as (
    select cid, m, character, is_doubled, unnest(range(times)) as place from counted where times > 0
),

keyed as (
    select *, (cid * 100 + m) * 32 + place as tkey, h('ticket', (cid * 100 + m) * 32 + place) as t from asked
),

opened as (
    select
        *, workday(m, u('ticket.day', tkey)) as opened_date,
        case when part(t, 0) < 0.50 then 1 when part(t, 0) < 0.66 then 2 when part(t, 0) < 0.78 then 3
            when part(t, 0) < 0.86 then 4 when part(t, 0) < 0.94 then 5 else 6 end as category_no,
        case when part(t, 1) < 0.12 then 'wysoki' when part(t, 1) < 0.70 then 'normalny' else 'niski'
            end as priority,
        part(t, 2) < 0.24 as is_solved_by_base,
        part(t, 3) < 0.13 as is_escalated,
        whole('ticket.minute', tkey, 430, 930) as opened_minute,
        u('ticket.machine', tkey) as machine_draw,
    from keyed
)

select
    opened.* exclude (place, t, opened_minute, machine_draw),
    m * 100000000 + row_number() over (partition by m order by opened_date, opened.cid, opened.place) as tid,
    getvariable('ticket_categories')[category_no] as category,
    day_at(opened_date, opened_minute) as opened_at,
    case when machine_draw < 0.8
        then 1 + cast(floor(machine_draw / 0.8 * machines.machine_count * (0.25 + 0.03 * m)) as bigint)
        end as machine_place,
    someone(getvariable('first_service_desk'), getvariable('count_service_desk'), u('ticket.slot', tkey)) as slot,
    minutes(case when is_solved_by_base then 7 else 22 + 40 * u('ticket.minutes', tkey) end + case
        when is_escalated then 35 else 0 end) as handling_minutes,
    case priority when 'wysoki' then 120 when 'normalny' then 480 else 960 end as sla_response,
    case priority when 'wysoki' then 960 when 'normalny' then 2880 else 4800 end as sla_resolution,
    cast(5 + 700 * pow(u('ticket.response', tkey), 3) as bigint) as response_minutes,
    cast(case when is_solved_by_base then 20 else 200 + 7000 * pow(u('ticket.solve', tkey), 2)
        end as bigint) as solve_minutes,
    case when is_solved_by_base then 1 + cast(floor(u('ticket.solution', tkey) * 60) as integer) end as solution_no,
from opened
left join (select cid, max(machine_count) as machine_count from installed
    group by cid) as machines on opened.cid = machines.cid
"""
_WALK_INS = """
select xid, cid, pid, warranty_end_date, brought_date, month_of(brought_date) as m
from (
    select *, workday_after(sold_date + cast(whole('repair.age', xid, 60, 1100) as integer), 1) as brought_date
    from installed
    where chance('repair.walk_in', xid, 0.45)
) as brought
where brought_date between date '2024-11-01' and getvariable('last_day')
"""
# Half of the breakdowns come to the workshop, and some repairs come without a ticket.
_REPAIRS = """
with

taken as (
    select tkey, tid, tickets.cid, m, opened_date, installed.xid, installed.pid, installed.warranty_end_date
    from tickets
    inner join installed on tickets.cid = installed.cid and tickets.machine_place = installed.place
    where category_no in (1, 5) and not is_solved_by_base and chance('repair', tkey, 0.6)
        and installed.sold_date < opened_date and chunk_has(m)

    union all

    select -xid, null, cid, m, brought_date, xid, pid, warranty_end_date from walk_ins where chunk_has(m)
),

dated as (
    select
        *, h('repair.nature', tkey) as nature,
        workday_after(opened_date, whole('repair.in', tkey, 0, 2)) as received_date,
        workday_after(opened_date, whole('repair.out', tkey, 3, 14)) as finished_date,
    from taken
)

select
    m * 100000000 + row_number() over (partition by m order by received_date, tkey) as rid,
    m, tkey, tid, dated.cid, xid, dated.pid, received_date, finished_date,
    case when received_date <= warranty_end_date then 'warranty' when contracts.cid is not null then 'contract'
        when part(nature, 0) < 0.03 then 'goodwill' else 'post_warranty' end as coverage,
    part(nature, 1) < 0.25 as is_on_site,
    part(nature, 2) < 0.05 as is_repeat,
    pick('repair.defect', tkey, getvariable('defects')) as defect,
    someone(getvariable('first_workshop'), getvariable('count_workshop'), u('repair.slot', tkey)) as slot,
    minutes(80 + 260 * part(nature, 3)) as labour_minutes,
    minutes(case when part(nature, 1) < 0.25 then 40 + 100 * u('repair.travel', tkey) else 0 end) as travel_minutes,
    cast(case when part(nature, 1) < 0.25 then 20 + 120 * u('repair.km', tkey) else 0
        end as decimal(18,1)) as distance_km,
    cast(whole('repair.parts', tkey, 0, 3) as integer) as part_count,
from dated
left join (
    select cid, min(start_date) as covered_from, max(end_date) as covered_to from contracts group by cid
) as contracts
    on dated.cid = contracts.cid
    and dated.received_date between contracts.covered_from and contracts.covered_to
"""
_PARTS = """
with

used as (
    select *, unnest(range(1, part_count + 1)) as n from repairs
    where finished_date <= getvariable('last_day') and chunk_has(m)
),

chosen as (
    select *, rid * 10 + n as part_key, in_group(9, u('part', rid * 10 + n)) as part_pid from used
)

select
    part_key, rid, chosen.m, chosen.cid, xid, part_pid, finished_date, coverage,
    cast(whole('part.pieces', part_key, 1, 2) as integer) as pieces,
    unit_cost(prices.base_cost, chosen.m) as unit_cost,
    prices.list_price,
    chance('part.defective', part_key, 0.03) as is_defective,
    coverage = 'post_warranty' as is_charged,
from chosen
inner join prices on chosen.part_pid = prices.pid and prices.price_year = price_year(finished_date)
"""
# Complaints follow returns of bad goods, late or wrong deliveries, and bad repairs.
_COMPLAINTS = """
with

raised as (
    select 1 as origin, lid as source, cid, pid, oid, lid, cast(null as bigint) as rid,
    returned_date as complaint_date, 'goods' as complaint_kind,
        reason as cause, returned_pieces as pieces
    from returns
    where reason <> 'Rezygnacja' and chance('complaint.return', lid, 0.7)

    union all

    select 2, shipments.lid, shipments.cid, shipments.pid, shipments.oid, shipments.lid, null,
    shipments.delivered_date + 2, 'service',
        'Opóźniona dostawa', shipments.pieces
    from shipments
    inner join orders using (oid)
    where shipments.delivered_date > orders.promised_date + 1 and orders.customer_type = 'company'
        and chance('complaint.late', shipments.lid, case when orders.character = 'costly' then 0.35 else 0.06 end)

    union all

    select 3, rid, cid, pid, null, null, rid, finished_date + 5, 'service', 'Naprawa nieskuteczna', 1
    from repairs
    where is_repeat and finished_date is not null
)

select
    row_number() over (order by complaint_date, origin, source) as qid, raised.*,
    pick('complaint.decision', origin * 1000000000000 + source,
        ['accepted', 'accepted', 'accepted', 'partly_accepted', 'rejected']) as decision,
    workday_after(complaint_date, whole('complaint.days', source, 2, 12)) as decided_date,
    someone(getvariable('first_service_desk'), getvariable('count_service_desk'),
        u('complaint.slot', source)) as slot,
    minutes(50 + 80 * u('complaint.minutes', source)) as handling_minutes,
from raised
where complaint_date <= getvariable('last_day')
"""


def build(world: World) -> None:
    """Make tickets, repairs, repair_parts and complaints."""
    world.fill("tickets", _TICKETS)
    world.make("walk_ins", _WALK_INS)
    world.fill("repairs", _REPAIRS)
    world.fill("repair_parts", _PARTS)
    world.make("complaints", _COMPLAINTS)
