"""Exports of the personnel system, controlling, the web shop and the mailing system.

Belongs here: queries of exports. Doesn't belong here: ERP and CRM.
"""

from __future__ import annotations

from demo.exports import Export

_EMPLOYEES = """
select
    employee_code(employees.eid) as employee_id, full_name(given_name, family_name) as employee_name, staff_email(employees.eid) as email, employees.org_unit_id,
    employee_code(holder(employees.head_slot, heads.handover, month_end(state_m()))) as manager_employee_id, territory_code(employees.territory) as territory_id, employees.cost_centre_id, employees.job_title, employees.team as role,
    hired_date, case when left_date <= month_end(state_m()) then left_date end as left_date, 1.0000 as work_time_share, money(coalesce(payroll.pay_amount, employees.first_pay) * 1.2048) as monthly_cost_amount,
    cast(bonus_share as decimal(9,4)) as bonus_share,
from employees
left join payroll on employees.eid = payroll.eid and payroll.m = greatest(state_m(), 0)
left join slots as heads on employees.head_slot = heads.slot
where hired_date <= month_end(state_m())
"""
_CALENDAR = """
select cast(day as date) as calendar_date, list_contains(getvariable('workdays'), cast(day as date)) as is_working_day,
    minutes(case when list_contains(getvariable('workdays'), cast(day as date)) then 480 else 0 end) as working_minutes, holidays.holiday_name,
from generate_series(timestamp '2024-11-01', timestamp '2026-12-31', interval 1 day) as days (day)
left join holidays on cast(day as date) = holidays.holiday
"""
# Those who work outside the office write down their time: with customers, on the road, the rest as administration.
_TIMESHEETS = """
with

work as (
    select eid, activity_date as work_date, sum(duration_minutes + preparation_minutes) as with_customer, sum(travel_minutes) as on_road
    from activities
    where team = 'field_sales' and status = 'done' and kind_no < 20 and cut_has(m)
    group by all

    union all

    select holder(repairs.slot, slots.handover, finished_date), finished_date, sum(labour_minutes), sum(travel_minutes)
    from repairs inner join slots using (slot)
    where finished_date <= getvariable('last_day') and cut_has(month_of(finished_date))
    group by all

    union all

    select holder(contract_tasks.slot, slots.handover, done_date), done_date, sum(duration_minutes), sum(travel_minutes)
    from contract_tasks inner join slots using (slot)
    where not is_missed and done_date <= getvariable('last_day') and cut_has(month_of(done_date))
    group by all
),

days as (
    select eid, work_date, sum(with_customer) as with_customer, sum(on_road) as on_road from work group by eid, work_date
),

kinds as (
    select eid, work_date, unnest(['customer', 'travel', 'administration']) as time_kind, with_customer, on_road from days
)

select
    'CZ-' || employee_code(kinds.eid) || strftime(work_date, '%y%m%d') || time_kind[1] as timesheet_id, employee_code(kinds.eid) as employee_id, work_date,
    minutes(case time_kind when 'customer' then with_customer when 'travel' then on_road else greatest(480 - with_customer - on_road, 30) * 0.7 end) as worked_minutes,
    case when time_kind = 'customer' then minutes(480) end as planned_minutes, time_kind, floors.node_id, employees.cost_centre_id, cast(null as varchar) as project_id,
from kinds
inner join employees on kinds.eid = employees.eid
inner join floors on employees.team = floors.team
where time_kind <> 'travel' or on_road > 0

union all

select 'CZ-' || project_id || '-' || strftime(first_date, '%y%m'), employee_code(holder(slots.slot, slots.handover, workday(m, 0.6))), workday(m, 0.6),
    minutes(whole('project.minutes', project_id || cast(m as varchar), 12, 36) * 10), null, 'customer', 'carry_out_project', '400', project_id
from months
cross join (values ('PRJ-001'), ('PRJ-002')) as projects (project_id)
inner join slots on slots.slot = getvariable('first_field_sales')
where cut_has(m)
"""
_PLANS = """
with

history as (
    select
        customers.care_slot as slot, customer_type, products.product_group, cast(sum(invoice_lines.net_amount) as decimal(18,2)) as net_amount, cast(sum(invoice_lines.net_amount - invoice_lines.cost_amount) as decimal(18,2)) as margin_amount,
    from invoice_lines
    inner join customers on invoice_lines.cid = customers.cid
    inner join products on invoice_lines.pid = products.pid
    group by all
),

versions as (
    select m, 'plan' as plan_version, case when m < 2 then date '2023-12-10' when m < 14 then date '2024-12-10' else date '2025-12-10' end as version_date, 0.16 as error from months
    union all
    select m, 'rewizja', case when m < 14 then date '2025-06-15' else date '2026-06-15' end, 0.08 from months where m between 8 and 13 or m >= 20
)

select
    plan_version || '-' || cast(m as varchar) || '-' || cast(slot as varchar) || '-' || left(customer_type, 1) || '-' || left(md5(product_group), 6) as sales_plan_id, plan_version, version_date, month_start(m) as period_start_date, product_group,
    employee_code(history.slot * 10) as employee_id, customer_type, territory_code(slots.territory) as territory_id,
    cast(round(net_amount / 24 * [0.75, 0.85, 1.05, 1.1, 1.15, 1.05, 0.9, 0.9, 1.1, 1.1, 1.05, 0.85][month(month_start(m))] * (1.04 + error * 2 * (u('plan', plan_version || cast(slot * 100 + m as varchar) || product_group) - 0.5)), -1) as decimal(18,2)) as plan_amount,
    cast(round(margin_amount / 24 * 1.03, -1) as decimal(18,2)) as plan_margin_amount,
from history
cross join versions
inner join slots using (slot)
where cut_has(m) and net_amount > 2400
"""
_BUDGET = """
select upper(left(version, 1)) || '-' || cast(m as varchar) || '-' || account_id || coalesce('-' || cost_centre_id, '') as ledger_entry_id, version, month_end(m) as posting_date, month_start(m) as cost_period,
    account_id, cost_centre_id, amount as ledger_amount, 'PLN' as currency, 'plan' as description
from ledger_plans
where cut_has(m) and amount <> 0
"""
_CAPACITIES = """
select version, month_start(m) as period_start_date, node_id, cast(sum(resource_count) as decimal(18,2)) as resource_count, cast(max(present_minutes / resource_count) as decimal(18,2)) as quantity_each, 0.80 as practical_share,
    cast(sum(practical_minutes) as decimal(18,2)) as practical_quantity, 'minutes' as unit
from team_months
cross join (values ('actual'), ('budget')) as versions (version)
where node_id in ('sales_team', 'customer_desk', 'warehouse', 'repair')
group by version, m, node_id
"""
_DRIVERS = """
with

seats as (
    select m, node_id, sum(metres) as metres, sum(resource_count) as places from team_months group by m, node_id
)

select version || '-' || driver_id || '-' || node_id || '-' || strftime(month_start(m), '%Y%m') as driver_quantity_id, version, month_start(m) as period_start_date, driver_id, node_id,
    cast(case driver_id when 'floor_area' then metres else places end as decimal(18,2)) as driver_quantity
from seats
cross join (values ('actual'), ('budget')) as versions (version)
cross join (values ('floor_area'), ('workplaces')) as drivers (driver_id)
"""
_GOALS = """
select * from (values
    ('CEL-1', 'Zysk z klientów', null, 'profit_amount', 'increase', 1000000.0, 1500000.0, 'PLN', 1.0), ('CEL-2', 'Nowi klienci', 'CEL-1', 'new_customer_count', 'increase', 60.0, 90.0, 'count', 0.3),
    ('CEL-3', 'Mniej zamówień ręcznych', 'CEL-1', 'manual_order_share', 'decrease', 0.6, 0.4, 'share', 0.3), ('CEL-4', 'Wyższa satysfakcja', 'CEL-1', 'nps', 'increase', 20.0, 35.0, 'points', 0.2),
    ('CEL-5', 'Dostawy na czas', 'CEL-4', 'on_time_share', 'increase', 0.8, 0.9, 'share', 0.2)
) as goals (goal_id, goal_name, parent_goal_id, metric_name, direction, baseline_value, target_value, value_unit, weight)
cross join (select date '2025-01-01' as start_date, date '2026-12-31' as due_date, 'HQ' as org_unit_id) as span
"""
_PROGRAMME = """
with

kinds as (
    select * from (values
        ('cost_driver', 'licences', 18.0, 'seats', 0.0), ('cost_driver', 'branches', 4.0, 'branches', 0.0), ('cost_driver', 'modules', 6.0, 'modules', 0.0), ('cost_driver', 'functions_reorganised', 9.0, 'functions', 0.0),
        ('cost_driver', 'back_office_integrations', 3.0, 'interfaces', 0.0), ('cost_driver', 'knowledge_base_size', 60.0, 'records', 0.0), ('cost_driver', 'hardware_and_telecom', 22.0, 'pieces', 0.0),
        ('benefit', 'offer_preparation_minutes', 105.0, 'minutes', 160.0), ('benefit', 'visit_planning_minutes', 25.0, 'minutes', 40.0), ('benefit', 'orders_electronic_share', 0.42, 'share', 0.35)
    ) as kinds (measure_kind, measure_name, level, unit, before)
)

select 'CRM-' || measure_name || '-' || strftime(first_date, '%Y%m') as programme_quantity_id, 'actual' as version, first_date as period_start_date, 'PRJ-CRM' as project_id, measure_kind, measure_name,
    cast(case when measure_kind = 'benefit' then before + (level - before) * least(m / 12.0, 1) else level * least(0.5 + m / 12.0, 1) end as decimal(18,2)) as quantity, unit,
    case when measure_kind = 'benefit' then cast(before as decimal(18,2)) end as baseline_quantity,
    case when measure_kind = 'benefit' then cast(round(getvariable('scale') * 900 * least(m / 12.0, 1), 2) as decimal(18,2)) end as benefit_amount,
from kinds
cross join months
"""
_VIEWS = """
with

seen as (
    select customers.cid, months.m, favourite_group, unnest(range(often(h('views', customers.cid * 100 + months.m), case when customer_type = 'person' then 1.6 else 0.5 end * least(size, 2)))) as place
    from customers
    inner join months on months.m >= customers.born_m and (lost_m is null or months.m < lost_m)
    where cut_has(months.m)
)

select
    'WID-' || cast((cid * 100 + m) * 8 + place as varchar) as product_interest_id, month_start(m) + cast(floor(part(h('view', (cid * 100 + m) * 8 + place), 0) * 28) as integer) as interest_date,
    cast(month_start(m) + cast(floor(part(h('view', (cid * 100 + m) * 8 + place), 0) * 28) as integer) as timestamp) + to_minutes(whole('view.minute', (cid * 100 + m) * 8 + place, 300, 1300)) as occurred_at,
    pick('view.kind', (cid * 100 + m) * 8 + place, ['view', 'view', 'view', 'basket', 'enquiry', 'download']) as interest_kind, product_code(wanted_pid(h('view.what', (cid * 100 + m) * 8 + place), favourite_group)) as product_id,
    case when chance('view.known', cid, 0.75) then erp_customer(cid) end as customer_id, 'v' || left(md5('visitor' || cast(cid as varchar)), 12) as visitor_id, 'S-WWW' as channel_id,
from seen
"""
_MAIL = """
select
    'MAIL-' || lpad(cast(event_key as varchar), 10, '0') as email_event_id, campaign_id, member_code(mid) as campaign_member_id, case when link_kind <> 'none' and not customers.is_prospect then erp_customer(email_events.cid) end as customer_id,
    contact_code(kid) as contact_id, event_kind, occurred_at, 'Fala 1' as mailing_name, 'Nowości w narzędziowni ' || campaign_id as message_subject,
    case when event_kind = 'clicked' then 'https://cietrzew.example/k/' || lower(campaign_id) || '?m=' || left(md5(cast(mkey as varchar)), 10) end as link_url, case when event_kind = 'bounced' then case when mkey % 3 = 0 then 'soft' else 'hard' end end as bounce_kind,
    case when event_kind in ('opened', 'clicked') then pick('mail.device', mkey, ['telefon', 'komputer']) end as device_kind, event_kind = 'opened' and chance('mail.machine', mkey, 0.12) and responded_date is null as is_machine_opened,
from email_events
inner join customers on email_events.cid = customers.cid
where cut_has(month_of(cast(occurred_at as date)))
"""

EXPORTS = [
    Export("hr", "employees", "state", _EMPLOYEES, "employee_id"),
    Export("hr", "org_units", "once", "select org_unit_id, org_unit_name, org_unit_kind, parent_org_unit_id, cost_centre_id, 'PL' as country, city from org_units", "org_unit_id"),
    Export("hr", "working_days", "once", _CALENDAR, "calendar_date"),
    Export("hr", "timesheets", "year", _TIMESHEETS, "timesheet_id"),
    Export("planning", "sales_plans", "once", _PLANS, "sales_plan_id"),
    Export("planning", "ledger_entries", "year", _BUDGET, "ledger_entry_id"),
    Export("planning", "capacities", "year", _CAPACITIES, "version, period_start_date, node_id"),
    Export("planning", "driver_quantities", "once", _DRIVERS, "driver_quantity_id"),
    Export("planning", "goals", "once", _GOALS, "goal_id"),
    Export("planning", "programme_quantities", "once", _PROGRAMME, "programme_quantity_id"),
    Export("shop", "product_interests", "month", _VIEWS, "product_interest_id"),
    Export("mail", "email_events", "month", _MAIL, "occurred_at, email_event_id"),
]
