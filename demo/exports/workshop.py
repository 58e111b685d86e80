"""The ERP's service: machines, contracts, tasks, repairs, parts.

Belongs here: queries of exports. Doesn't belong here: how they come about, how they are written.
"""

from __future__ import annotations

from demo.exports.table import Export

_MACHINES = """
select
    machine_code(installed.xid) as installed_product_id, erp_customer(installed.cid) as customer_id,
    product_code(installed.pid) as product_id, products.product_name,
    'SN' || lpad(cast(installed.xid * 7919 % 100000000 as varchar), 8, '0') as serial_number,
    line_code(installed.lid) as order_line_id,
    quantity(1) as installed_quantity, sold_date, sold_date + 3 as installed_date, warranty_end_date,
    replacement_due_date,
    case when replacement_due_date < getvariable('last_day') then 'out_of_use'
        when open_repairs.xid is not null then 'in_repair' else 'in_use' end as status,
    case when replacement_due_date < getvariable('last_day') then replacement_due_date end as retired_date,
    customers.city, 'PL' as country,
from installed
inner join products on installed.pid = products.pid
inner join customers on installed.cid = customers.cid
left join (select distinct xid from repairs
    where finished_date > getvariable('last_day')) as open_repairs on installed.xid = open_repairs.xid
"""
_CONTRACTS = """
select
    contract_code(ucid) as service_contract_id,
    'UM/' || cast(ucid as varchar) || '/' || year(start_date) as document_number,
    'Umowa serwisowa' as service_contract_name,
    case when fee_amount > 400 then 'pełna opieka' else 'przeglądy' end as service_contract_kind,
    erp_customer(contracts.cid) as customer_id,
    employee_code(holder(contracts.care_slot, slots.handover,
        greatest(start_date, date '2024-11-01'))) as employee_id, product_code(service_pid(3)) as product_id,
    start_date - 20 as signed_date, start_date, end_date, cast(60 as bigint) as notice_days,
    case when lost_m is not null and month_start(lost_m) between start_date and end_date then month_start(lost_m)
        end as cancelled_date,
    case when lost_m is not null and month_start(lost_m) between start_date and end_date
        then 'Zakończenie współpracy' end as cancellation_reason,
    case when is_renewed and end_date < getvariable('last_day') then contract_code(ucid + 1)
        end as renewed_service_contract_id, false as is_renewed_automatically,
    case when lost_m is not null and month_start(lost_m) <= end_date and month_start(lost_m) >= start_date
        then 'cancelled' when end_date >= getvariable('last_day') then 'active'
        when is_renewed then 'renewed' else 'expired' end as status,
    cast(3 as bigint) as period_months, money(3 * fee_amount) as fee_amount,
    money(12 * fee_amount) as annual_amount, cast(4 as bigint) as included_visit_count,
    minutes(480) as sla_response_minutes, minutes(2880) as sla_resolution_minutes,
from contracts
inner join slots on contracts.care_slot = slots.slot
"""
_TASKS = """
select
    'PRZ-' || cast(task_id as varchar) as service_task_id,
    contract_code(contract_tasks.ucid) as service_contract_id, erp_customer(contract_tasks.cid) as customer_id,
    machine_code(machines.xid) as installed_product_id,
    employee_code(holder(contract_tasks.slot, slots.handover,
        greatest(due_date, date '2024-11-01'))) as employee_id, task_kind, due_date,
    case when not is_missed and done_date <= getvariable('last_day') then done_date end as done_date,
    case when is_missed and due_date < getvariable('last_day') then 'missed'
        when done_date <= getvariable('last_day') then 'done' else 'planned' end as status,
    minutes(140) as planned_minutes,
    case when not is_missed and done_date <= getvariable('last_day') then duration_minutes end as duration_minutes,
    case when not is_missed and done_date <= getvariable('last_day') then travel_minutes end as travel_minutes,
from contract_tasks
inner join slots on contract_tasks.slot = slots.slot
left join (select cid, min(xid) as xid from installed group by cid) as machines on contract_tasks.cid = machines.cid
"""
_REPAIRS = """
select
    repair_code(repairs.rid) as service_order_id, erp_customer(repairs.cid) as customer_id,
    ticket_code(tid) as ticket_id, machine_code(repairs.xid) as installed_product_id,
    product_code(repairs.pid) as product_id,
    employee_code(holder(repairs.slot, slots.handover, received_date)) as employee_id, 'K-TEL' as channel_id,
    territory_code(customers.territory) as territory_id, invoice_code(bills.iid) as invoice_id,
    day_at(received_date, whole('repair.minute', tkey, 420, 840)) as received_at,
    day_at(workday_after(received_date, 1), 480) as started_at,
    case when finished_date <= getvariable('last_day')
        then day_at(finished_date, whole('repair.end', tkey, 480, 900)) end as finished_at,
    workday_after(received_date, 10) as promised_date, coverage,
    case when is_on_site then 'on_site' else 'workshop' end as location_kind, 'Naprawa' as scope, defect,
    case when finished_date <= getvariable('last_day') then 'finished' else 'in_work' end as status,
    case when finished_date <= getvariable('last_day') then labour_minutes end as labour_minutes,
    case when finished_date <= getvariable('last_day') then travel_minutes end as travel_minutes, distance_km,
    bills.labour_amount, bills.travel_amount, bills.parts_amount, is_repeat as is_repeat_repair,
from repairs
inner join slots on repairs.slot = slots.slot
inner join customers on repairs.cid = customers.cid
left join (
    select rid, min(iid) as iid,
    sum(case when pid = service_pid(1) then net_amount else 0 end)::decimal(18,2) as labour_amount,
        sum(case when pid = service_pid(2) then net_amount else 0 end)::decimal(18,2) as travel_amount,
        sum(case when pid <= getvariable('last_good') then net_amount else 0 end)::decimal(18,2) as parts_amount
    from invoice_lines where rid is not null group by rid
) as bills on repairs.rid = bills.rid
where cut_has(repairs.m)
"""
_PARTS = """
select
    repair_code(rid) || '-' || cast(part_key % 10 as varchar) as service_part_id,
    repair_code(rid) as service_order_id, product_code(part_pid) as product_id,
    machine_code(xid) as installed_product_id,
    quantity(pieces) as quantity, unit_cost as unit_cost_amount, money(unit_cost * pieces) as cost_amount,
    case when is_charged then money(list_price * pieces) else 0.00 end as net_amount,
    finished_date as used_date,
    case when is_defective and finished_date + 40 <= getvariable('last_day') then finished_date + 40
        end as failed_date, is_defective, is_charged,
    pick('part.supplier', part_key, getvariable('suppliers')) as supplier_name,
    'LOT' || cast(part_pid % 97 as varchar) as lot_number,
from repair_parts
where cut_has(m)
"""

EXPORTS = [
    Export("erp", "installed_products", "once", _MACHINES, "installed_product_id"),
    Export("erp", "service_contracts", "once", _CONTRACTS, "service_contract_id"),
    Export("erp", "service_tasks", "once", _TASKS, "service_task_id"),
    Export("erp", "service_orders", "year", _REPAIRS, "service_order_id"),
    Export("erp", "service_parts", "year", _PARTS, "service_part_id"),
]
