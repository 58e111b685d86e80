"""Controlling's plans: sales, budget and forecast, capacities, drivers, goals, the CRM programme.

Belongs here: queries of exports. Doesn't belong here: how they come about, how they are written.
"""

from __future__ import annotations

from demo.exports.table import Export

_PLANS = """
with

history as (
    select
        customers.care_slot as slot, customer_type, products.product_group,
        cast(sum(invoice_lines.net_amount) as decimal(18,2)) as net_amount,
        cast(sum(invoice_lines.net_amount - invoice_lines.cost_amount) as decimal(18,2)) as margin_amount,
    from invoice_lines
    inner join customers on invoice_lines.cid = customers.cid
    inner join products on invoice_lines.pid = products.pid
    group by customers.care_slot, customer_type, products.product_group
),

-- A sheet holds a million rows: giants plan only each seller's two strongest groups.
planned as (
    select *
    from history
    qualify getvariable('scale') <= 200
        or row_number() over (partition by slot order by net_amount desc, product_group, customer_type) <= 2
),

versions as (
    select m, 'plan' as plan_version,
    case when m < 2 then date '2023-12-10' when m < 14 then date '2024-12-10' else date '2025-12-10'
        end as version_date, 0.16 as error from months
    union all
    select m, 'rewizja', case when m < 14 then date '2025-06-15' else date '2026-06-15' end, 0.08 from months
    where m between 8 and 13 or m >= 20
)

select
    plan_version || '-' || cast(m as varchar) || '-' || cast(slot as varchar) || '-' || left(customer_type, 1)
        || '-' || left(md5(product_group), 6) as sales_plan_id, plan_version, version_date,
    month_start(m) as period_start_date, product_group,
    employee_code(history.slot * 10) as employee_id, customer_type, territory_code(slots.territory) as territory_id,
    cast(round(net_amount / 24 * [0.75, 0.85, 1.05, 1.1, 1.15, 1.05, 0.9, 0.9, 1.1, 1.1, 1.05,
        0.85][month(month_start(m))] * (1.04 + error * 2 * (u('plan',
        plan_version || cast(slot * 100 + m as varchar) || product_group) - 0.5)),
    -1) as decimal(18,2)) as plan_amount,
    cast(round(margin_amount / 24 * 1.03, -1) as decimal(18,2)) as plan_margin_amount,
from planned as history
cross join versions
inner join slots using (slot)
where cut_has(m) and net_amount > 2400
"""
_BUDGET = """
select upper(left(version, 1)) || '-' || cast(m as varchar) || '-' || account_id
    || coalesce('-' || cost_centre_id, '') as ledger_entry_id, version, month_end(m) as posting_date,
month_start(m) as cost_period,
    account_id, cost_centre_id, amount as ledger_amount, 'PLN' as currency, 'plan' as description
from ledger_plans
where cut_has(m) and amount <> 0
"""
_CAPACITIES = """
select version, month_start(m) as period_start_date, node_id,
cast(sum(resource_count) as decimal(18,2)) as resource_count,
cast(max(present_minutes / resource_count) as decimal(18,2)) as quantity_each, 0.80 as practical_share,
    cast(sum(practical_minutes) as decimal(18,2)) as practical_quantity, 'minutes' as unit
from team_months
cross join (values ('actual'), ('budget')) as versions (version)
where node_id in ('sales_team', 'customer_desk', 'warehouse', 'repair') and cut_has(m)
group by version, m, node_id
"""
_DRIVERS = """
with

seats as (
    select m, node_id, sum(metres) as metres, sum(resource_count) as places from team_months group by m, node_id
)

select version || '-' || driver_id || '-' || node_id || '-'
    || strftime(month_start(m), '%Y%m') as driver_quantity_id, version, month_start(m) as period_start_date,
driver_id, node_id,
    cast(case driver_id when 'floor_area' then metres else places end as decimal(18,2)) as driver_quantity
from seats
cross join (values ('actual'), ('budget')) as versions (version)
cross join (values ('floor_area'), ('workplaces')) as drivers (driver_id)
"""
_GOALS = """
select * from (values
    ('CEL-1', 'Zysk z klientów', null, 'profit_amount', 'increase', 1000000.0, 1500000.0, 'PLN', 1.0),
    ('CEL-2', 'Nowi klienci', 'CEL-1', 'new_customer_count', 'increase', 60.0, 90.0, 'count', 0.3),
    ('CEL-3', 'Mniej zamówień ręcznych', 'CEL-1', 'manual_order_share', 'decrease', 0.6, 0.4, 'share', 0.3),
    ('CEL-4', 'Wyższa satysfakcja', 'CEL-1', 'nps', 'increase', 20.0, 35.0, 'points', 0.2),
    ('CEL-5', 'Dostawy na czas', 'CEL-4', 'on_time_share', 'increase', 0.8, 0.9, 'share', 0.2)
) as goals (goal_id, goal_name, parent_goal_id, metric_name, direction, baseline_value, target_value, value_unit,
weight)
cross join (select date '2025-01-01' as start_date, date '2026-12-31' as due_date, 'HQ' as org_unit_id) as span
"""
_PROGRAMME = """
with

kinds as (
    select * from (values
        ('cost_driver', 'licences', 18.0, 'seats', 0.0), ('cost_driver', 'branches', 4.0, 'branches', 0.0),
        ('cost_driver', 'modules', 6.0, 'modules', 0.0),
        ('cost_driver', 'functions_reorganised', 9.0, 'functions', 0.0),
        ('cost_driver', 'back_office_integrations', 3.0, 'interfaces', 0.0),
        ('cost_driver', 'knowledge_base_size', 60.0, 'records', 0.0),
        ('cost_driver', 'hardware_and_telecom', 22.0, 'pieces', 0.0),
        ('benefit', 'offer_preparation_minutes', 105.0, 'minutes', 160.0),
        ('benefit', 'visit_planning_minutes', 25.0, 'minutes', 40.0),
        ('benefit', 'orders_electronic_share', 0.42, 'share', 0.35)
    ) as kinds (measure_kind, measure_name, level, unit, before)
)

select 'CRM-' || measure_name || '-' || strftime(first_date, '%Y%m') as programme_quantity_id, 'actual' as version,
first_date as period_start_date, 'PRJ-CRM' as project_id, measure_kind, measure_name,
    cast(case when measure_kind = 'benefit' then before + (level - before) * least(m / 12.0, 1)
        else level * least(0.5 + m / 12.0, 1) end as decimal(18,2)) as quantity, unit,
    case when measure_kind = 'benefit' then cast(before as decimal(18,2)) end as baseline_quantity,
    case when measure_kind = 'benefit'
        then cast(round(getvariable('scale') * 900 * least(m / 12.0, 1), 2) as decimal(18,2)) end as benefit_amount,
from kinds
cross join months
"""

EXPORTS = [
    Export("planning", "sales_plans", "once", _PLANS, "sales_plan_id"),
    Export("planning", "ledger_entries", "year", _BUDGET, "ledger_entry_id"),
    Export("planning", "capacities", "year", _CAPACITIES, "version, period_start_date, node_id"),
    Export("planning", "driver_quantities", "once", _DRIVERS, "driver_quantity_id"),
    Export("planning", "goals", "once", _GOALS, "goal_id"),
    Export("planning", "programme_quantities", "once", _PROGRAMME, "programme_quantity_id"),
]
