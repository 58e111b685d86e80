"""The truth behind the exports, kept beside the company, never in it: what only the maker of the company can know.

Belongs here: its tables and totals. Doesn't belong here: how they come about (true_cost.py), planting (faults.py).
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from demo.faults import Planted
from demo.true_cost import WORK_EQUATIONS
from demo.world import World
from demo.writers import write_parquet

# One row per customer and month in which anything happened; revenue positive, costs negative, profit their sum.
_CUSTOMER_MONTHS = """
with

money as (
    pivot (select m, cid, line, amount from true_lines where cid is not null)
    on line in ('net_revenue', 'cost_of_goods', 'rebate', 'freight', 'packaging', 'commission', 'parts',
        'campaigns', 'credit_loss', 'work', 'credit')
    using sum(amount)
    group by m, cid
),

worked as (
    select m, cid, cast(sum(minutes) as decimal(18,1)) as work_minutes from work group by m, cid
)

select
    month_start(m) as period_start_date, {ids}, coalesce(work_minutes, 0) as work_minutes,
    {amounts}
    {profit} as profit_amount,
from money
full join worked using (m, cid)
inner join customers using (cid)
order by m, cid
"""
_LINES = [
    "net_revenue",
    "cost_of_goods",
    "rebate",
    "freight",
    "packaging",
    "commission",
    "parts",
    "campaigns",
    "credit_loss",
    "work",
    "credit",
]
_IDS = (
    "case when not is_prospect then erp_customer(cid) end as erp_customer_id,"
    " case when is_in_crm then crm_customer(cid) end as crm_customer_id"
)
_CUSTOMERS = """
select
    {ids}, character, size, month_start(greatest(born_m, 0)) as active_from_date, born_m < 0 as was_customer_before,
    case when lost_m is not null then month_start(lost_m) end as lost_date, discount_points, late_days, is_prospect,
    character = 'own_group' as is_intercompany,
from customers
order by cid
"""
_WORK = """
select
    month_start(m) as period_start_date, {ids}, process, team, cast(sum(minutes) as decimal(18,1)) as minutes,
    cast(sum(work_count) as bigint) as work_count,
from work
left join customers using (cid)
group by all
order by period_start_date, process, team, erp_customer_id, crm_customer_id
"""
_TEAM_MONTHS = """
select
    month_start(team_months.m) as period_start_date, team, cost_centre_id, node_id, resource_count,
    cast(practical_minutes as decimal(18,1)) as practical_minutes,
    cast(coalesce(used_minutes, 0) as decimal(18,1)) as used_minutes,
    cast(round(cost_amount, 2) as decimal(18,2)) as cost_amount,
from team_months
left join (select m, team, sum(minutes) as used_minutes from work group by m, team) as used using (m, team)
order by m, team
"""
_STAGE_TIMES = """
select
    deal_code(vid) as opportunity_id, step, stage_id, changed_at as entered_at,
    lead(changed_date) over (partition by vid order by step) - changed_date as stage_days,
from deal_steps
order by vid, step
"""
# known_by: the first of number, tax number and e-mail by which the CRM's record can be matched; none: by no key.
_CROSSWALK = """
select
    crm_customer(cid) as crm_customer_id, case when not is_prospect then erp_customer(cid) end as erp_customer_id,
    case when is_prospect then 'prospect' else link_kind end as known_by, false as is_double,
from customers
where is_in_crm

union all

select 'FIR-D' || cast(cid as varchar), erp_customer(cid), 'tax_id', true
from customers
where is_in_crm and is_doubled
order by crm_customer_id
"""
_FEELINGS = """
select erp_customer(cid) as erp_customer_id, cast(round(level, 4) as decimal(18,4)) as satisfaction
from feeling
order by cid
"""
_PROMOTIONS = "select promotion_id, product_group, true_uplift_share from promotions order by promotion_id"
_TABLES = {
    "customers": _CUSTOMERS,
    "work": _WORK,
    "team_months": _TEAM_MONTHS,
    "stage_times": _STAGE_TIMES,
    "crosswalk": _CROSSWALK,
    "promotions": _PROMOTIONS,
    "feelings": _FEELINGS,
}
_BY_MONTH = """
select
    strftime(month_start(months.m), '%Y-%m') as month, net_amount, cost_amount, order_count, line_count,
    invoice_count, -result_amount as result_amount, cost_by_kind,
from months
left join (select m, sum(net_amount) as net_amount, sum(cost_amount) as cost_amount, count(*) as invoice_count
    from invoices group by m) as sold using (m)
left join (select m, count(*) as order_count from orders group by m) as ordered using (m)
left join (select m, count(*) as line_count from order_lines group by m) as lines using (m)
left join (
    select m, sum(amount) as result_amount, sum(case when account_id[1] = '4' then amount end) as cost_by_kind
    from ledger
    where account_id[1] in ('4', '7') and account_id not in ('490', '499-9') or account_id = '870'
    group by m
) as booked using (m)
order by months.m
"""
_WHALE = """
with

profits as (
    select cid, sum(amount) as profit from true_lines inner join customers using (cid)
    where character not in ('own_group', 'prospect') group by cid
),

ranked as (
    select profit, cume_dist() over (order by profit desc) as place from profits
)

select count(*) as customer_count, sum(profit) as profit_amount,
sum(case when place <= 0.2 then profit end) as best_fifth_amount,
    sum(case when place > 0.9 then profit end) as last_tenth_amount, max(profit) as best_amount,
    min(profit) as worst_amount
from ranked
"""


def write_truth(world: World, folder: Path, counts: dict[str, int], planted: list[Planted]) -> None:
    """Write the truth's tables and totals to a folder. counts: records by system.entity, faults not counted."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, sql in {**_TABLES, "customer_months": _customer_months()}.items():
        world.tell(f"truth: {name}")
        write_parquet(world, sql.replace("{ids}", _IDS), folder / f"{name}.parquet")
    by_month = _dicts(world, _BY_MONTH)
    whale = _dicts(world, _WHALE)[0]
    _write_json(folder / "totals.json", {"counts": counts, "by_month": by_month, "whale": whale})
    _write_json(folder / "faults.json", [fault.as_dict() for fault in planted])
    shares = {"practical_share": "0.8", "credit_rate_share": "0.08"}
    [(weary, since)] = world.rows("select employee_code(weary_slot() * 10), month_start(weary_since())")
    weary_seller = {"employee_id": weary, "since": str(since), "visit_share": "0.4"}
    model = {
        "seed": world.seed,
        "scale": world.scale,
        "minutes": WORK_EQUATIONS,
        "weary_seller": weary_seller,
        **shares,
    }
    _write_json(folder / "model.json", model)


def _customer_months() -> str:
    amounts = "\n    ".join(f"cast(coalesce({line}, 0) as decimal(18,2)) as {line}_amount," for line in _LINES)
    profit = "cast(" + " + ".join(f"coalesce({line}, 0)" for line in _LINES) + " as decimal(18,2))"
    return _CUSTOMER_MONTHS.replace("{amounts}", amounts).replace("{profit}", profit)


def _dicts(world: World, sql: str) -> list[dict[str, Any]]:
    rows = world.rows(sql)
    names = [name for name, *_ in world.con.description or []]
    return [dict(zip(names, map(_plain, row), strict=True)) for row in rows]


def _plain(value: Any) -> Any:
    """Money as text, so that no reader makes a float of it."""
    return str(value) if isinstance(value, Decimal) else value


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
