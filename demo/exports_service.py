"""Exports about service: machines, contracts, tasks, repairs and parts of the ERP; tickets and complaints of the CRM.

Belongs here: queries of exports. Doesn't belong here: the service process (service.py).
"""

from __future__ import annotations

from demo.exports import Export

_MACHINES = """
select
    machine_code(installed.xid) as installed_product_id, erp_customer(installed.cid) as customer_id, product_code(installed.pid) as product_id, products.product_name,
    'SN' || lpad(cast(installed.xid * 7919 % 100000000 as varchar), 8, '0') as serial_number, line_code(installed.lid) as order_line_id,
    quantity(1) as installed_quantity, sold_date, sold_date + 3 as installed_date, warranty_end_date, replacement_due_date,
    case when replacement_due_date < getvariable('last_day') then 'out_of_use' when open_repairs.xid is not null then 'in_repair' else 'in_use' end as status,
    case when replacement_due_date < getvariable('last_day') then replacement_due_date end as retired_date,
    customers.city, 'PL' as country,
from installed
inner join products on installed.pid = products.pid
inner join customers on installed.cid = customers.cid
left join (select distinct xid from repairs where finished_date > getvariable('last_day')) as open_repairs on installed.xid = open_repairs.xid
"""
_CONTRACTS = """
select
    contract_code(ucid) as service_contract_id, 'UM/' || cast(ucid as varchar) || '/' || year(start_date) as document_number, 'Umowa serwisowa' as service_contract_name,
    case when fee_amount > 400 then 'pełna opieka' else 'przeglądy' end as service_contract_kind, erp_customer(contracts.cid) as customer_id,
    employee_code(holder(contracts.care_slot, slots.handover, greatest(start_date, date '2024-11-01'))) as employee_id, product_code(service_pid(3)) as product_id,
    start_date - 20 as signed_date, start_date, end_date, cast(60 as bigint) as notice_days,
    case when lost_m is not null and month_start(lost_m) between start_date and end_date then month_start(lost_m) end as cancelled_date,
    case when lost_m is not null and month_start(lost_m) between start_date and end_date then 'Zakończenie współpracy' end as cancellation_reason,
    case when is_renewed and end_date < getvariable('last_day') then contract_code(ucid + 1) end as renewed_service_contract_id, false as is_renewed_automatically,
    case when lost_m is not null and month_start(lost_m) <= end_date and month_start(lost_m) >= start_date then 'cancelled' when end_date >= getvariable('last_day') then 'active'
        when is_renewed then 'renewed' else 'expired' end as status,
    cast(3 as bigint) as period_months, money(3 * fee_amount) as fee_amount, money(12 * fee_amount) as annual_amount, cast(4 as bigint) as included_visit_count,
    minutes(480) as sla_response_minutes, minutes(2880) as sla_resolution_minutes,
from contracts
inner join slots on contracts.care_slot = slots.slot
"""
_TASKS = """
select
    'PRZ-' || cast(task_id as varchar) as service_task_id, contract_code(contract_tasks.ucid) as service_contract_id, erp_customer(contract_tasks.cid) as customer_id, machine_code(machines.xid) as installed_product_id,
    employee_code(holder(contract_tasks.slot, slots.handover, greatest(due_date, date '2024-11-01'))) as employee_id, task_kind, due_date,
    case when not is_missed and done_date <= getvariable('last_day') then done_date end as done_date,
    case when is_missed and due_date < getvariable('last_day') then 'missed' when done_date <= getvariable('last_day') then 'done' else 'planned' end as status,
    minutes(140) as planned_minutes, case when not is_missed and done_date <= getvariable('last_day') then duration_minutes end as duration_minutes,
    case when not is_missed and done_date <= getvariable('last_day') then travel_minutes end as travel_minutes,
from contract_tasks
inner join slots on contract_tasks.slot = slots.slot
left join (select cid, min(xid) as xid from installed group by cid) as machines on contract_tasks.cid = machines.cid
"""
_REPAIRS = """
select
    repair_code(repairs.rid) as service_order_id, erp_customer(repairs.cid) as customer_id, ticket_code(tid) as ticket_id, machine_code(repairs.xid) as installed_product_id, product_code(repairs.pid) as product_id,
    employee_code(holder(repairs.slot, slots.handover, received_date)) as employee_id, 'K-TEL' as channel_id, territory_code(customers.territory) as territory_id, invoice_code(bills.iid) as invoice_id,
    day_at(received_date, whole('repair.minute', tkey, 420, 840)) as received_at, day_at(workday_after(received_date, 1), 480) as started_at,
    case when finished_date <= getvariable('last_day') then day_at(finished_date, whole('repair.end', tkey, 480, 900)) end as finished_at,
    workday_after(received_date, 10) as promised_date, coverage, case when is_on_site then 'on_site' else 'workshop' end as location_kind, 'Naprawa' as scope, defect,
    case when finished_date <= getvariable('last_day') then 'finished' else 'in_work' end as status,
    case when finished_date <= getvariable('last_day') then labour_minutes end as labour_minutes, case when finished_date <= getvariable('last_day') then travel_minutes end as travel_minutes, distance_km,
    bills.labour_amount, bills.travel_amount, bills.parts_amount, is_repeat as is_repeat_repair,
from repairs
inner join slots on repairs.slot = slots.slot
inner join customers on repairs.cid = customers.cid
left join (
    select rid, min(iid) as iid, sum(case when pid = service_pid(1) then net_amount else 0 end)::decimal(18,2) as labour_amount,
        sum(case when pid = service_pid(2) then net_amount else 0 end)::decimal(18,2) as travel_amount, sum(case when pid <= getvariable('last_good') then net_amount else 0 end)::decimal(18,2) as parts_amount
    from invoice_lines where rid is not null group by rid
) as bills on repairs.rid = bills.rid
where cut_has(repairs.m)
"""
_PARTS = """
select
    repair_code(rid) || '-' || cast(part_key % 10 as varchar) as service_part_id, repair_code(rid) as service_order_id, product_code(part_pid) as product_id, machine_code(xid) as installed_product_id,
    quantity(pieces) as quantity, unit_cost as unit_cost_amount, money(unit_cost * pieces) as cost_amount, case when is_charged then money(list_price * pieces) else 0.00 end as net_amount,
    finished_date as used_date, case when is_defective and finished_date + 40 <= getvariable('last_day') then finished_date + 40 end as failed_date, is_defective, is_charged,
    pick('part.supplier', part_key, getvariable('suppliers')) as supplier_name, 'LOT' || cast(part_pid % 97 as varchar) as lot_number,
from repair_parts
where cut_has(m)
"""
_TICKETS = """
select
    ticket_code(tid) as ticket_id, crm_caller(tickets.cid, tickets.is_doubled, tid) as customer_id, contact_code(tickets.cid * 10 + 1) as contact_id,
    product_code(machine.pid) as product_id, machine_code(machine.xid) as installed_product_id, crm_user(holder(tickets.slot, slots.handover, opened_date)) as employee_id, 'O-SERW' as org_unit_id,
    pick('ticket.channel', tkey, ['K-TEL', 'K-TEL', 'K-MAIL', 'K-WWW', 'K-CHAT', 'K-MOB']) as channel_id, opened_at,
    case when opened_at + to_minutes(response_minutes) < timestamp '2026-10-31 20:00:00' then opened_at + to_minutes(response_minutes) end as first_response_at,
    case when opened_at + to_minutes(response_minutes + solve_minutes) < timestamp '2026-10-31 20:00:00' then opened_at + to_minutes(response_minutes + solve_minutes) end as resolved_at,
    case when opened_at + to_minutes(response_minutes + solve_minutes + 600) < timestamp '2026-10-31 20:00:00' then opened_at + to_minutes(response_minutes + solve_minutes + 600) end as closed_at,
    priority, category, case when category_no = 1 then pick('ticket.defect', tkey, getvariable('defects')) end as defect, category || ': ' || priority as subject,
    case when opened_at + to_minutes(response_minutes + solve_minutes + 600) < timestamp '2026-10-31 20:00:00' then 'closed' else 'open' end as status,
    minutes(sla_response) as sla_response_minutes, minutes(sla_resolution) as sla_resolution_minutes, handling_minutes, cast(whole('ticket.replies', tkey, 1, 4) as bigint) as reply_count,
    cast(case when chance('ticket.again', tkey, 0.04) then 1 else 0 end as bigint) as reopened_count, is_escalated, chance('ticket.auto', tkey, 0.12) as is_automated, is_solved_by_base as is_resolved_by_solution,
    is_solved_by_base or part(h('ticket.first', tkey), 0) < 0.25 as is_resolved_on_first_contact, 'ROZ-' || lpad(cast(solution_no as varchar), 3, '0') as solution_id,
from tickets
inner join slots on tickets.slot = slots.slot
left join (select cid, place, xid, pid, sold_date from installed) as machine
    on tickets.cid = machine.cid and tickets.machine_place = machine.place and machine.sold_date < tickets.opened_date and category_no in (1, 2, 5)
where cut_has(tickets.m)
"""
_TICKET_EVENTS = """
with

steps as (
    select *, unnest(case when is_escalated then [1, 2, 3, 4, 5, 6] when is_solved_by_base then [1, 4, 7, 5, 6] else [1, 2, 4, 5, 6] end) as step from tickets where cut_has(m)
),

timed as (
    select steps.*, ['created', 'assigned', 'escalated', 'answered', 'resolved', 'closed', 'solution_used'][step] as event_kind,
        opened_at + to_minutes(cast(case step when 1 then 0 when 2 then least(response_minutes, 5) when 3 then response_minutes + 60 when 4 then response_minutes when 7 then response_minutes + 5
            when 5 then response_minutes + solve_minutes else response_minutes + solve_minutes + 600 end as bigint)) as occurred_at,
    from steps
)

select
    ticket_code(tid) || '-' || cast(step as varchar) as ticket_event_id, ticket_code(tid) as ticket_id, event_kind, occurred_at,
    row_number() over (partition by tid order by occurred_at, step) as event_seq, crm_user(holder(timed.slot, slots.handover, opened_date)) as employee_id, 'O-SERW' as org_unit_id,
    case step when 1 then null when 2 then 'new' when 6 then 'resolved' else 'open' end as previous_status, case step when 1 then 'new' when 5 then 'resolved' when 6 then 'closed' else 'open' end as status,
    case when step = 5 then handling_minutes end as duration_minutes, step in (1, 6) as is_automated, case when step = 7 then 'ROZ-' || lpad(cast(solution_no as varchar), 3, '0') end as solution_id,
from timed
inner join slots on timed.slot = slots.slot
where occurred_at < timestamp '2026-10-31 20:00:00'
"""
_COMPLAINTS = """
select
    complaint_code(complaints.qid) as complaint_id, crm_customer(complaints.cid) as customer_id, contact_code(complaints.cid * 10 + 1) as contact_id, product_code(complaints.pid) as product_id,
    order_code(oid) as order_id, line_code(complaints.lid) as order_line_id, cast(sold.ilid as varchar) as invoice_line_id, case when origin = 1 then return_code(complaints.lid) end as return_id,
    crm_user(holder(complaints.slot, slots.handover, complaint_date)) as employee_id, pick('complaint.channel', complaints.qid, ['K-TEL', 'K-MAIL', 'K-WWW', 'K-LIST']) as channel_id, complaint_date,
    complaint_date + 14 as due_date, case when decided_date <= getvariable('last_day') then decided_date end as decided_date,
    case when decided_date + 5 <= getvariable('last_day') then decided_date + 5 end as settled_date, complaint_kind, cause, case when decided_date <= getvariable('last_day') then decision end as decision,
    case when decided_date > getvariable('last_day') then null when decision = 'rejected' then 'none' when origin = 1 then 'refund' when cuts.qid is not null then 'price_cut' when origin = 3 then 'repair' else 'none' end as settlement_kind,
    cuts.amount as settlement_amount, invoice_code(coalesce(cuts.iid, refunds.iid)) as credit_note_invoice_id, quantity(pieces) as complained_quantity, handling_minutes, decision <> 'rejected' as is_justified, cause || ', zgłoszenie klienta' as description,
from complaints
inner join customers on complaints.cid = customers.cid
inner join slots on complaints.slot = slots.slot
left join (select lid, ilid from invoice_lines where line_kind = 'sale' and lid is not null) as sold on complaints.lid = sold.lid
left join (select qid, iid, -net_amount as amount from invoice_lines where qid is not null) as cuts on complaints.qid = cuts.qid
left join (select lid, iid from invoice_lines where line_kind = 'credit_note' and qid is null) as refunds on complaints.origin = 1 and complaints.lid = refunds.lid
where is_in_crm
"""
_SOLUTIONS = """
select
    'ROZ-' || lpad(cast(n as varchar), 3, '0') as solution_id, 'Rozwiązanie: ' || pick('solution.defect', n, getvariable('defects')) as title, getvariable('ticket_categories')[1 + n % 6] as category,
    pick('solution.defect', n, getvariable('defects')) as defect, date '2023-01-10' + cast(n * 9 as integer) as created_date, crm_user(getvariable('first_service_desk') * 10) as created_by_employee_id,
    'published' as status, 'pl' as language, n % 3 = 0 as is_public, cast(whole('solution.views', n, 20, 900) as bigint) as view_count, minutes(40 + 60 * u('solution.minutes', n)) as writing_minutes,
    'Sprawdź zasilanie, wymień zużyte części, uruchom ponownie.' as solution_text,
from range(1, 61) as solutions (n)
"""

EXPORTS = [
    Export("erp", "installed_products", "once", _MACHINES, "installed_product_id"),
    Export("erp", "service_contracts", "once", _CONTRACTS, "service_contract_id"),
    Export("erp", "service_tasks", "once", _TASKS, "service_task_id"),
    Export("erp", "service_orders", "year", _REPAIRS, "service_order_id"),
    Export("erp", "service_parts", "year", _PARTS, "service_part_id"),
    Export("crm", "tickets", "year", _TICKETS, "ticket_id"),
    Export("crm", "ticket_events", "year", _TICKET_EVENTS, "ticket_event_id"),
    Export("crm", "complaints", "once", _COMPLAINTS, "complaint_id"),
    Export("crm", "solutions", "once", _SOLUTIONS, "solution_id"),
]
