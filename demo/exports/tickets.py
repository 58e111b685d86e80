"""The CRM's service: tickets and their events, complaints, solutions.

Belongs here: queries of exports. Doesn't belong here: how they come about, how they are written.
"""

from __future__ import annotations

from demo.exports.table import Export

_TICKETS = """
with

timed as (
    select
        *,
        case when category_no in (1, 2, 5) then machine_place end as known_place,
        by_day(opened_at + to_minutes(response_minutes)) as answering,
        by_day(opened_at + to_minutes(response_minutes + solve_minutes)) as solving,
        by_day(opened_at + to_minutes(response_minutes + solve_minutes + 600)) as closing,
    from tickets
    where cut_has(m)
)

select
    ticket_code(tid) as ticket_id, crm_caller(tickets.cid, tickets.is_doubled, tid) as customer_id,
    contact_code(tickets.cid * 10 + 1) as contact_id,
    product_code(machine.pid) as product_id, machine_code(machine.xid) as installed_product_id,
    crm_user(holder(tickets.slot, slots.handover, opened_date)) as employee_id, 'O-SERW' as org_unit_id,
    pick('ticket.channel', tkey, ['K-TEL', 'K-TEL', 'K-MAIL', 'K-WWW', 'K-CHAT', 'K-MOB']) as channel_id, opened_at,
    case when answering < closing_time() then answering end as first_response_at,
    case when solving < closing_time() then solving end as resolved_at,
    case when closing < closing_time() then closing end as closed_at,
    priority, category, case when category_no = 1 then pick('ticket.defect', tkey, getvariable('defects'))
        end as defect, category || ': ' || priority as subject,
    case when closing < closing_time() then 'closed' else 'open' end as status,
    minutes(sla_response) as sla_response_minutes, minutes(sla_resolution) as sla_resolution_minutes,
    handling_minutes, cast(whole('ticket.replies', tkey, 1, 4) as bigint) as reply_count,
    cast(case when chance('ticket.again', tkey, 0.04) then 1 else 0 end as bigint) as reopened_count, is_escalated,
    chance('ticket.auto', tkey, 0.12) as is_automated, is_solved_by_base as is_resolved_by_solution,
    is_solved_by_base or part(h('ticket.first', tkey), 0) < 0.25 as is_resolved_on_first_contact,
    'ROZ-' || lpad(cast(solution_no as varchar), 3, '0') as solution_id,
from timed as tickets
inner join slots on tickets.slot = slots.slot
left join (select cid, place, xid, pid, sold_date from installed) as machine
    on tickets.cid = machine.cid
    and tickets.known_place = machine.place
    and tickets.opened_date > machine.sold_date
where cut_has(tickets.m)
"""
_TICKET_EVENTS = """
with

steps as (
    select *, unnest(case when is_escalated then [1, 2, 3, 4, 5, 6] when is_solved_by_base then [1, 4, 7, 5, 6]
        else [1, 2, 4, 5, 6] end) as step from tickets where cut_has(m)
),

timed as (
    select steps.*, ['created', 'assigned', 'escalated', 'answered', 'resolved', 'closed',
        'solution_used'][step] as event_kind,
        by_day(opened_at + to_minutes(cast(case step when 1 then 0 when 2 then least(response_minutes, 5)
            when 3 then response_minutes + 60 when 4 then response_minutes when 7 then response_minutes + 5
            when 5 then response_minutes + solve_minutes else response_minutes + solve_minutes + 600
                end as bigint))) as occurred_at,
    from steps
)

select
    ticket_code(tid) || '-' || cast(step as varchar) as ticket_event_id, ticket_code(tid) as ticket_id, event_kind,
    occurred_at,
    row_number() over (partition by tid order by occurred_at, step) as event_seq,
    crm_user(holder(timed.slot, slots.handover, opened_date)) as employee_id, 'O-SERW' as org_unit_id,
    case step when 1 then null when 2 then 'new' when 6 then 'resolved' else 'open' end as previous_status,
    case step when 1 then 'new' when 5 then 'resolved' when 6 then 'closed' else 'open' end as status,
    case when step = 5 then handling_minutes end as duration_minutes, step in (1, 6) as is_automated,
    case when step = 7 then 'ROZ-' || lpad(cast(solution_no as varchar), 3, '0') end as solution_id,
from timed
inner join slots on timed.slot = slots.slot
where occurred_at < closing_time()
"""
_COMPLAINTS = """
select
    complaint_code(complaints.qid) as complaint_id, crm_customer(complaints.cid) as customer_id,
    contact_code(complaints.cid * 10 + 1) as contact_id, product_code(complaints.pid) as product_id,
    order_code(oid) as order_id, line_code(complaints.lid) as order_line_id,
    cast(sold.ilid as varchar) as invoice_line_id,
    case when origin = 1 then return_code(complaints.lid) end as return_id,
    crm_user(holder(complaints.slot, slots.handover, complaint_date)) as employee_id,
    pick('complaint.channel', complaints.qid, ['K-TEL', 'K-MAIL', 'K-WWW', 'K-LIST']) as channel_id, complaint_date,
    complaint_date + 14 as due_date,
    case when decided_date <= getvariable('last_day') then decided_date end as decided_date,
    case when decided_date + 5 <= getvariable('last_day') then decided_date + 5 end as settled_date,
    complaint_kind, cause, case when decided_date <= getvariable('last_day') then decision end as decision,
    case when decided_date > getvariable('last_day') then null when decision = 'rejected' then 'none'
        when origin = 1 then 'refund' when cuts.qid is not null then 'price_cut' when origin = 3 then 'repair'
        else 'none' end as settlement_kind,
    cuts.amount as settlement_amount, invoice_code(coalesce(cuts.iid, refunds.iid)) as credit_note_invoice_id,
    quantity(pieces) as complained_quantity, handling_minutes, decision <> 'rejected' as is_justified,
    cause || ', zgłoszenie klienta' as description,
from complaints
inner join customers on complaints.cid = customers.cid
inner join slots on complaints.slot = slots.slot
left join (select lid, ilid from invoice_lines
    where line_kind = 'sale' and lid is not null) as sold on complaints.lid = sold.lid
left join (select qid, iid, -net_amount as amount from invoice_lines
    where qid is not null) as cuts on complaints.qid = cuts.qid
left join (select lid, iid from invoice_lines
    where line_kind = 'credit_note' and qid is null) as refunds
    on case when complaints.origin = 1 then complaints.lid end = refunds.lid
where is_in_crm
"""
_SOLUTIONS = """
select
    'ROZ-' || lpad(cast(n as varchar), 3, '0') as solution_id,
    'Rozwiązanie: ' || pick('solution.defect', n, getvariable('defects')) as title,
    getvariable('ticket_categories')[1 + n % 6] as category,
    pick('solution.defect', n, getvariable('defects')) as defect,
    date '2023-01-10' + cast(n * 9 as integer) as created_date,
    crm_user(getvariable('first_service_desk') * 10) as created_by_employee_id,
    'published' as status, 'pl' as language, n % 3 = 0 as is_public,
    cast(whole('solution.views', n, 20, 900) as bigint) as view_count,
    minutes(40 + 60 * u('solution.minutes', n)) as writing_minutes,
    'Sprawdź zasilanie, wymień zużyte części, uruchom ponownie.' as solution_text,
from range(1, 61) as solutions (n)
"""

EXPORTS = [
    Export("crm", "tickets", "year", _TICKETS, "opened_at, ticket_id"),
    Export("crm", "ticket_events", "year", _TICKET_EVENTS, "occurred_at, ticket_event_id"),
    Export("crm", "complaints", "once", _COMPLAINTS, "complaint_id"),
    Export("crm", "solutions", "once", _SOLUTIONS, "solution_id"),
]
