"""The personnel system: employees, units, calendar, working time.

Belongs here: queries of exports. Doesn't belong here: how they come about, how they are written.
"""

from __future__ import annotations

from demo.exports.table import Export

_EMPLOYEES = """
select
    employee_code(employees.eid) as employee_id, full_name(given_name, family_name) as employee_name,
    staff_email(employees.eid) as email, employees.org_unit_id,
    employee_code(holder(employees.head_slot, heads.handover, month_end(state_m()))) as manager_employee_id,
    territory_code(employees.territory) as territory_id, employees.cost_centre_id, employees.job_title,
    employees.team as role,
    hired_date, case when left_date <= month_end(state_m()) then left_date end as left_date,
    1.0000 as work_time_share,
    money(coalesce(payroll.pay_amount, employees.first_pay) * 1.2048) as monthly_cost_amount,
    cast(bonus_share as decimal(9,4)) as bonus_share,
from employees
left join payroll on employees.eid = payroll.eid and payroll.m = greatest(state_m(), 0)
left join slots as heads on employees.head_slot = heads.slot
where hired_date <= month_end(state_m())
"""
_UNITS = """
select org_unit_id, org_unit_name, org_unit_kind, parent_org_unit_id, cost_centre_id, 'PL' as country, city
from org_units
"""
_CALENDAR = """
select cast(day as date) as calendar_date,
list_contains(getvariable('workdays'), cast(day as date)) as is_working_day,
    minutes(case when list_contains(getvariable('workdays'), cast(day as date)) then 480
        else 0 end) as working_minutes, holidays.holiday_name,
from generate_series(timestamp '2024-11-01', timestamp '2026-12-31', interval 1 day) as days (day)
left join holidays on cast(day as date) = holidays.holiday
"""
# Those who work outside the office write down their time: with customers, on the road, the rest as administration.
_TIMESHEETS = """
with

work as (
    select eid, activity_date as work_date, sum(duration_minutes + preparation_minutes) as with_customer,
    sum(travel_minutes) as on_road
    from activities
    where team = 'field_sales' and status = 'done' and kind_no < 20 and cut_has(m)
    group by all

    union all

    select holder(repairs.slot, slots.handover, finished_date), finished_date, sum(labour_minutes),
    sum(travel_minutes)
    from repairs inner join slots using (slot)
    where finished_date <= getvariable('last_day') and cut_has(month_of(finished_date))
    group by all

    union all

    select holder(contract_tasks.slot, slots.handover, done_date), done_date, sum(duration_minutes),
    sum(travel_minutes)
    from contract_tasks inner join slots using (slot)
    where not is_missed and done_date <= getvariable('last_day') and cut_has(month_of(done_date))
    group by all
),

days as (
    select eid, work_date, sum(with_customer) as with_customer, sum(on_road) as on_road from work group by eid,
    work_date
),

kinds as (
    select eid, work_date, unnest(['customer', 'travel', 'administration']) as time_kind, with_customer, on_road
    from days
)

select
    'CZ-' || employee_code(kinds.eid) || strftime(work_date, '%y%m%d') || time_kind[1] as timesheet_id,
    employee_code(kinds.eid) as employee_id, work_date,
    minutes(case time_kind when 'customer' then with_customer when 'travel' then on_road
        else greatest(480 - with_customer - on_road, 30) * 0.7 end) as worked_minutes,
    case when time_kind = 'customer' then minutes(480) end as planned_minutes, time_kind, floors.node_id,
    employees.cost_centre_id, cast(null as varchar) as project_id,
from kinds
inner join employees on kinds.eid = employees.eid
inner join floors on employees.team = floors.team
where time_kind <> 'travel' or on_road > 0

union all

select 'CZ-' || project_id || '-' || strftime(first_date, '%y%m'),
employee_code(holder(slots.slot, slots.handover, workday(m, 0.6))), workday(m, 0.6),
    minutes(whole('project.minutes', project_id || cast(m as varchar), 12, 36) * 10), null, 'customer',
    'carry_out_project', '400', project_id
from months
cross join (values ('PRJ-001'), ('PRJ-002')) as projects (project_id)
inner join slots on slots.slot = getvariable('first_field_sales')
where cut_has(m)
"""

EXPORTS = [
    Export("hr", "employees", "state", _EMPLOYEES, "employee_id"),
    Export("hr", "org_units", "once", _UNITS, "org_unit_id"),
    Export("hr", "working_days", "once", _CALENDAR, "calendar_date"),
    Export("hr", "timesheets", "year", _TIMESHEETS, "timesheet_id"),
]
