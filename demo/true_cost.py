"""What serving each customer truly took: minutes by process and team, money by customer and month.

Belongs here: the truth that the warehouse is measured against. Doesn't belong here: writing it (truth.py).
The equations of minutes stand in WORK_EQUATIONS too, as they are told to whoever reads the truth.
"""

from __future__ import annotations

from demo.world import World

WORK_EQUATIONS = {
    "order_handling": "manual: 25 + 7 a line + 15 if rush (inside_sales); electronic: 2 + 0.5 a line (web_shop)",
    "picking_and_packing": "12 a delivery + 14 a line + 6 a package + 10 if rush (warehouse)",
    "returns_handling": "handling minutes of the return (warehouse)",
    "invoicing": "9 a document (accounting)",
    "payment_matching": "5 a payment (accounting)",
    "contacts": "duration + travel + preparation of activities done; of a missed call its minute (employee's team)",
    "offer_preparation": "preparation minutes of the offer (team of the employee)",
    "leads": "handling minutes of the lead (inside_sales); without a customer for those of nobody known",
    "correspondence": "handling minutes (inside_sales)",
    "tickets": "handling minutes (service_desk)",
    "complaints": "handling minutes (service_desk)",
    "repairs": "labour + travel minutes (workshop)",
    "contract_tasks": "duration + travel minutes of tasks done (workshop)",
}
_WORK = """
select m, orders.cid, 'order_handling' as process,
case when is_electronic then 'web_shop' else 'inside_sales' end as team,
    sum(case when is_electronic then 2 + 0.5 * lines else 25 + 7 * lines + case when is_rush then 15
        else 0 end end) as minutes, count(*) as work_count,
from orders
inner join (select oid, count(*) as lines from order_lines where chunk_has(m) group by oid) as counted using (oid)
where chunk_has(m)
group by all

union all

select month_of(shipped_date), cid, 'picking_and_packing', 'warehouse',
    sum(14 + case when place = 1 then 12 + 6 * package_count + case when is_rush then 10 else 0 end else 0 end),
    count(*) filter (place = 1)
from shipments
where chunk_has(month_of(shipped_date))
group by all

union all

select month_of(returned_date), cid, 'returns_handling', 'warehouse', sum(handling_minutes), count(*) from returns
where chunk_has(month_of(returned_date)) group by all

union all

select m, cid, 'invoicing', 'accounting', 9 * count(*), count(*) from invoices where chunk_has(m) group by all

union all

select month_of(payment_date), cid, 'payment_matching', 'accounting', 5 * count(*), count(*) from payments
where chunk_has(month_of(payment_date)) and payment_kind <> 'write_off'
group by all

union all

select m, cid, 'contacts.' || activity_kind, team, sum(duration_minutes + travel_minutes + preparation_minutes),
count(*)
from activities
where chunk_has(m) and (status = 'done' or kind_no = 40) and not is_automated
group by all

union all

select month_of(offer_date), cid, 'offer_preparation', team, sum(preparation_minutes), count(*)
from offers
inner join slots on offers.eid // 10 = slots.slot
where chunk_has(month_of(offer_date))
group by all

union all

select month_of(lead_date), cid, 'leads', 'inside_sales', sum(handling_minutes), count(*) from leads
where chunk_has(month_of(lead_date)) group by all

union all

select month_of(day), cid, 'correspondence', 'inside_sales', sum(handling_minutes), count(*) from letters
where chunk_has(month_of(day)) group by all

union all

select m, cid, 'tickets', 'service_desk', sum(handling_minutes), count(*) from tickets where chunk_has(m)
group by all

union all

select month_of(complaint_date), cid, 'complaints', 'service_desk', sum(handling_minutes), count(*) from complaints
where chunk_has(month_of(complaint_date)) group by all

union all

select month_of(finished_date), cid, 'repairs', 'workshop', sum(labour_minutes + travel_minutes), count(*)
from repairs where chunk_has(month_of(finished_date)) group by all

union all

select month_of(done_date), cid, 'contract_tasks', 'workshop', sum(duration_minutes + travel_minutes), count(*)
from contract_tasks
where not is_missed and chunk_has(month_of(done_date))
group by all
"""
# A team's cost of a month without what belongs to customers at once, with its part of the premises by square metre and
# of computers by workplace; by the minutes it can really work.
_TEAM_MONTHS = """
with

centres as (
    select m, cost_centre_id, cast(sum(amount) as decimal(18,2)) as cost_amount
    from costs
    where kind in (1, 4, 7) and account_id <> '404-2' and cid is null
    group by m, cost_centre_id
),

shared as (
    select
        m,
        cast(sum(case when cost_centre_id = '130' then cost_amount end) as double) as premises_amount,
        cast(sum(case when cost_centre_id = '120' then cost_amount end) as double) as computers_amount,
    from centres
    group by m
),

people as (
    select
        m, team, cost_centre_id, count(*) as resource_count,
        case when team <> 'it' then count(*) else 0 end as seat_count,
    from payroll
    group by m, team, cost_centre_id
)

select
    people.m, people.team, people.cost_centre_id, floors.node_id, resource_count, floors.metres,
    resource_count * workday_count * 480 as present_minutes,
    resource_count * workday_count * 480 * 0.8 as practical_minutes,
    cast(centres.cost_amount as double)
        + premises_amount * floors.metres / sum(floors.metres) over (partition by people.m)
        + computers_amount * seat_count / sum(seat_count) over (partition by people.m) as cost_amount,
from people
inner join months on people.m = months.m
inner join floors on people.team = floors.team
inner join centres on people.m = centres.m and people.cost_centre_id = centres.cost_centre_id
inner join shared on people.m = shared.m
"""
_MONEY = """
select m, cid, 'net_revenue' as line, sum(net_amount) as amount from invoices where chunk_has(m) group by all
union all
select m, cid, 'cost_of_goods', -sum(cost_amount) from invoices where chunk_has(m) group by all
union all
select month_of(period_end_date), cid, 'rebate', -sum(rebate_amount) from rebates
where chunk_has(month_of(period_end_date)) group by all
union all
select month_of(shipped_date), cid, 'freight', -sum(freight_cost) from shipments
where chunk_has(month_of(shipped_date)) group by all
union all
select month_of(shipped_date), cid, 'packaging', -sum(package_count * 3.20) from shipments
where place = 1 and chunk_has(month_of(shipped_date)) group by all
union all
select m, cid, 'commission', -sum(share_of(net_amount, 0.0040)) from invoices inner join slots using (slot)
where kind in (1, 4) and team in ('field_sales', 'inside_sales') and chunk_has(m) group by all
union all
select month_of(finished_date), cid, 'parts', -sum(cast(unit_cost * pieces as decimal(18,2))) from repair_parts
where not is_charged and chunk_has(month_of(finished_date)) group by all
union all
select month_of(invited_date), cid, 'campaigns', -sum(contact_cost) from members
where chunk_has(month_of(invited_date)) group by all
union all
select month_of(payment_date), cid, 'credit_loss', -sum(amount) from payments
where payment_kind = 'write_off' and chunk_has(month_of(payment_date)) group by all
union all
select work.m, cid, 'work',
-sum(cast(round(cast(minutes as double) * cost_amount / practical_minutes, 2) as decimal(18,2))) from work
inner join team_months using (m, team)
where cid is not null and chunk_has(work.m) group by all
"""
# Interest on what stood open, booked in the month of the payment: 8 % a year, from the day of the invoice.
_CREDIT = """
select month_of(payments.payment_date) as m, payments.cid, 'credit' as line,
    -sum(cast(round(cast(payments.amount as double) * 0.08 / 365 * (payments.payment_date - invoices.invoice_date),
        2) as decimal(18,2))) as amount,
from payments
inner join invoices using (iid)
where payment_kind <> 'write_off' and chunk_has(month_of(payments.payment_date))
group by all
"""


def build(world: World) -> None:
    """Make work (minutes), team_months (rates) and true_lines (money by customer, month and line; cost negative)."""
    world.fill("work", _WORK)
    world.make("team_months", _TEAM_MONTHS)
    world.fill("true_lines", _MONEY)
    world.fill("true_lines", _CREDIT, again=True)
