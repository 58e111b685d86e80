"""Bookings of our own costs, each made from what people did: pay, freight, packaging, trips, parts, campaigns.

Belongs here: costs by kind (class 4) that follow work. Doesn't belong here: costs of places and of the firm as a whole
(ledger_overheads.py), the second ring and the closing of years (ledger.py).
A row is the debit side with its counter account; ledger.py makes the two entries of it.
"""

from __future__ import annotations

from demo.world import World

_TABLE = """
create table costs (
    m bigint, kind integer, key varchar, document_number varchar, posting_date date, cost_period date,
    account_id varchar,
    counter_account_id varchar, cost_centre_id varchar, amount decimal(18,2), cid bigint, campaign_no integer,
    project_id varchar, eid integer, reverses varchar, description varchar
)
"""
# Commission: four thousandths of what the customers bought whom one looks after.
_PAY = """
with

sales as (
    select m, holder(slot, handover, invoice_date) as eid, cast(sum(net_amount) as decimal(18,2)) as net_amount
    from invoices
    inner join slots using (slot)
    where kind in (1, 4) and team in ('field_sales', 'inside_sales')
    group by all
),

due as (
    select payroll.*, coalesce(share_of(greatest(sales.net_amount, 0), 0.0040), 0) as commission
    from payroll
    left join sales using (m, eid)
),

lines as (
    select *, unnest(['404-1', '404-2', '405-1']) as account_id from due
)

select m, 1 as kind, employee_code(eid) as key, 'LP/' || strftime(month_start(m), '%Y/%m') as document_number,
month_end(m) as posting_date,
    account_id, '230' as counter_account_id, cost_centre_id,
    case account_id when '404-1' then pay_amount when '404-2' then commission
        else share_of(pay_amount + commission, 0.2048) end as amount,
    eid, ['Wynagrodzenia', 'Prowizje',
        'Składki ZUS'][list_position(['404-1', '404-2', '405-1'], account_id)] as description,
from lines
"""
_FREIGHT = """
select month_of(shipped_date) as m, 2 as kind,
carrier || coalesce(erp_customer(case when is_rush then cid end), '') as key,
    'FZ/' || carrier || '/' || strftime(month_start(month_of(shipped_date)), '%Y/%m') as document_number,
    month_end(month_of(shipped_date)) as posting_date,
    case when is_rush then '402-12' else '402-11' end as account_id, '202' as counter_account_id,
    '300' as cost_centre_id,
    cast(sum(freight_cost) as decimal(18,2)) as amount,
    case when is_rush then cid end as cid,
    case when is_rush then 'Przesyłki ekspresowe' else 'Przesyłki' end as description,
from shipments
group by month_of(shipped_date), carrier, is_rush, case when is_rush then cid end
"""
_PACKAGING = """
select month_of(shipped_date) as m, 3 as kind, 'P' as key,
'RW/OP/' || strftime(month_start(month_of(shipped_date)), '%Y/%m') as document_number,
    month_end(month_of(shipped_date)) as posting_date, '401-1' as account_id, '202' as counter_account_id,
    '300' as cost_centre_id,
    cast(sum(package_count) * 3.20 as decimal(18,2)) as amount, 'Opakowania' as description,
from shipments
where place = 1
group by month_of(shipped_date)
"""
# Cars: 0.85 a kilometre, a kilometre and a half a minute of travel; a day out costs 45.
_TRIPS = """
with

driven as (
    select m, eid, cast(sum(travel_minutes) as decimal(18,1)) as travel_minutes,
    count(distinct activity_date) as day_count
    from activities
    where travel_minutes > 0 and status = 'done'
    group by m, eid

    union all

    select month_of(done_date), holder(slots.slot, handover, done_date),
    cast(sum(travel_minutes) as decimal(18,1)), count(distinct done_date)
    from contract_tasks
    inner join slots using (slot)
    where not is_missed and done_date between date '2024-11-01' and getvariable('last_day')
    group by 1, 2

    union all

    select month_of(finished_date), holder(slots.slot, handover, finished_date),
    cast(sum(travel_minutes) as decimal(18,1)), count(distinct finished_date)
    from repairs
    inner join slots using (slot)
    where travel_minutes > 0 and finished_date <= getvariable('last_day')
    group by 1, 2
),

summed as (
    select m, eid, cast(sum(travel_minutes) as decimal(18,1)) as travel_minutes,
    cast(sum(day_count) as bigint) as day_count from driven group by m, eid
)

select m, 4 as kind, employee_code(eid) as key,
'DEL/' || strftime(month_start(m), '%Y/%m') || '/' || employee_code(eid) as document_number,
    month_end(m) as posting_date, account_id, '202' as counter_account_id, employees.cost_centre_id,
    cast(case account_id when '401-2' then travel_minutes * 1.275 else day_count * 45.00
        end as decimal(18,2)) as amount,
    eid, case account_id when '401-2' then 'Paliwo i auta' else 'Podróże służbowe' end as description,
from summed
inner join employees using (eid)
cross join (values ('401-2'), ('409-1')) as accounts (account_id)
"""
_PARTS = """
select month_of(finished_date) as m, 5 as kind, erp_customer(cid) as key,
'RW/SERW/' || strftime(month_start(month_of(finished_date)), '%Y/%m') as document_number,
    month_end(month_of(finished_date)) as posting_date, '401-3' as account_id, '330' as counter_account_id,
    '500' as cost_centre_id,
    cast(sum(cast(unit_cost * pieces as decimal(18,2))) as decimal(18,2)) as amount, cid,
    'Części w naprawach bez zapłaty' as description,
from repair_parts
where not is_charged
group by month_of(finished_date), cid
"""
_CAMPAIGN_COST = """
select month_of(start_date) as m, 6 as kind, campaign_id as key, 'FZ/MKT/' || campaign_id as document_number,
month_end(month_of(start_date)) as posting_date,
    '402-5' as account_id, '202' as counter_account_id, '420' as cost_centre_id, fixed_cost as amount, campaign_no,
    'Kampania, koszt stały' as description,
from campaigns

union all by name

select month_of(invited_date) as m, 6 as kind, campaign_id || 'P' as key,
'FZ/POCZTA/' || campaign_id || '/' || month_of(invited_date) as document_number,
    month_end(month_of(invited_date)) as posting_date, '402-5' as account_id, '202' as counter_account_id,
    '420' as cost_centre_id,
    cast(sum(contact_cost) as decimal(18,2)) as amount, campaign_no, 'Kampania, koszt kontaktów' as description,
from members
group by campaign_id, campaign_no, month_of(invited_date)
"""


def build(world: World) -> None:
    """Make costs: one row per cost line, amounts positive when they cost."""
    world.con.execute(_TABLE)
    for sql in (_PAY, _FREIGHT, _PACKAGING, _TRIPS, _PARTS, _CAMPAIGN_COST):
        world.con.execute(f"insert into costs by name {sql}")
