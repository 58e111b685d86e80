"""After the sale: machines at customers, service contracts and the tasks they promise.

Belongs here: what is looked after. Doesn't belong here: tickets and repairs (service.py), invoices (invoices.py).
"""

from __future__ import annotations

from demo.world import World

# Every third machine sold to a firm is registered; older ones were registered before the first export.
_INSTALLED = """
with

found as (
    select
        order_lines.lid as source, order_lines.cid, order_lines.pid, order_lines.lid,
        shipments.delivered_date as sold_date,
    from order_lines
    inner join shipments using (lid)
    inner join customers on order_lines.cid = customers.cid
    where order_lines.is_machine and customers.customer_type = 'company'
        and chance('installed', order_lines.lid, 0.33)
        and shipments.delivered_date <= getvariable('last_day')

    union all

    select
        -(cid * 100 + n) as source, cid,
        in_group([1, 4, 5, 3, 6][1 + cast(n % 5 as integer)], u('installed.old', cid * 100 + n)) as pid,
        null as lid, date '2024-10-31' - cast(whole('installed.age', cid * 100 + n, 30,
            1900) as integer) as sold_date,
    from (
        select cid, unnest(range(1, 1 + cast(whole('installed.count', cid, 0, 3) * least(size, 3) as integer))) as n
        from customers
        where born_m < 0 and customer_type = 'company' and not is_prospect
    )
)

select
    row_number() over (order by sold_date, source) as xid, found.* exclude (source),
    sold_date + 365 * case when pid % 3 = 2 then 2 else 1 end as warranty_end_date,
    sold_date + cast(whole('installed.life', source, 1500, 2600) as integer) as replacement_due_date,
    row_number() over (partition by cid order by sold_date, source) as place,
    count(*) over (partition by cid) as machine_count,
from found
"""
# A chain of yearly contracts: four of five are renewed, the rest end.
_CONTRACTS = """
with

signed as (
    select
        cid, size, care_slot, lost_m,
        month_start(cast(whole('contract.start', cid, 0, 14) as integer)) - 365 * cast(whole('contract.early', cid,
            0, 1) as integer) as first_date,
        cast(round((220 + 260 * u('contract.fee', cid)) * (0.6 + 0.4 * size), -1) as decimal(18,2)) as fee,
        chance('contract.renewed', cid, 0.8) as is_renewed_once,
        chance('contract.again', cid, 0.8) as is_renewed_twice,
    from customers
    where character in ('golden', 'costly', 'regular') and chance('contract', cid, 0.42)
),

turns as (
    select *, unnest(range(0,
        1 + cast(is_renewed_once as integer) + cast(is_renewed_once and is_renewed_twice as integer))) as turn
    from signed
)

select
    cid * 10 + turn as ucid, cid, cast(turn as integer) as turn, care_slot,
    cast(first_date + to_years(cast(turn as integer)) as date) as start_date,
    cast(first_date + to_years(cast(turn + 1 as integer)) as date) - 1 as end_date,
    money(fee * cast(1 + 0.05 * turn as decimal(9,4))) as fee_amount,
    turn < max(turn) over (partition by cid) as is_renewed,
    lost_m,
from turns
where first_date + to_years(cast(turn as integer)) <= getvariable('last_day')
"""
_TASKS = """
select
    ucid * 10 + n as task_id, ucid, cid, cast(n as integer) as n,
    case when n % 2 = 1 then 'inspection' else 'maintenance' end as task_kind,
    start_date + cast(91 * n - 45 as integer) as due_date,
    workday_after(start_date + cast(91 * n - 45 as integer), whole('task.late', ucid * 10 + n, -5, 9)) as done_date,
    chance('task.missed', ucid * 10 + n, 0.04) as is_missed,
    someone(getvariable('first_workshop'), getvariable('count_workshop'), u('task.slot', ucid * 10 + n)) as slot,
    minutes(90 + 90 * u('task.minutes', ucid * 10 + n)) as duration_minutes,
    minutes(30 + 110 * u('task.travel', ucid * 10 + n)) as travel_minutes,
from contracts
cross join range(1, 5) as turns (n)
where start_date + cast(91 * n - 45 as integer) between date '2024-11-01' and date '2027-02-28'
"""


def build(world: World) -> None:
    """Make installed, contracts and contract_tasks."""
    world.make("installed", _INSTALLED)
    world.make("contracts", _CONTRACTS)
    world.make("contract_tasks", _TASKS)
