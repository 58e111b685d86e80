"""The CRM's contacts: activities, letters, notes, tags.

Belongs here: queries of exports. Doesn't belong here: how they come about, how they are written.
"""

from __future__ import annotations

from demo.exports.table import Export

_ACTIVITIES = """
select
    activity_code(aid) as activity_id, activity_kind, direction, activities.channel_id, activity_date, status,
    case when kind_no in (1, 2, 8) then day_at(activity_date - 5, start_minute) end as planned_at,
    case when kind_no in (1, 2, 8) then day_at(activity_date, start_minute) end as planned_start_at,
    case when status = 'done' then day_at(activity_date, start_minute) end as started_at,
    case when status = 'done'
        then day_at(activity_date, start_minute) + to_minutes(cast(round(duration_minutes) as bigint))
        end as ended_at,
    day_at(activity_date, start_minute) + to_minutes(case when is_automated then 0
        else whole('activity.noted', aid, 5, 1500) end) as recorded_at,
    case when status = 'done' or kind_no = 40 then duration_minutes else 0 end as duration_minutes,
    case when status = 'done' then travel_minutes else 0 end as travel_minutes,
    case when status = 'done' then preparation_minutes else 0 end as preparation_minutes,
    case when kind_no in (3, 5) and direction = 'inbound' then minutes(8 * pow(u('activity.wait', aid), 3))
        end as wait_minutes, case
        when status = 'done' and travel_minutes > 0 then cast(travel_minutes * 1.5 as decimal(18,1))
        end as distance_km,
    case when travel_minutes > 0 then 'WYJ-' || cast(activities.slot as varchar) || '-'
        || strftime(activity_date, '%y%m%d') end as trip_id,
    is_automated, is_automated as is_auto_routed, is_automated or kind_no in (4, 5) as is_auto_registered,
    kind_no = 3 and direction = 'inbound' and part(h('activity.up', aid), 0) < 0.05 as is_escalated,
    crm_user(eid) as employee_id, team as employee_role, case when kind_no = 8 then 'D-SZKOL' end as org_unit_id,
    crm_customer(cid) as customer_id, contact_code(cid * 10 + 1) as contact_id,
    case when kind_no = 8 then cast(whole('activity.guests', aid, 3, 14) as bigint) end as participant_count,
    deal_code(vid) as opportunity_id, order_code(member_oid) as order_id, campaign_code(campaign_no) as campaign_id,
    case when kind_no = 40 then 'Lista ' || campaign_code(campaign_no) end as call_list_name,
    case when kind_no = 40 then 'Skrypt ' || cast(campaign_no % 3 + 1 as varchar)
        when kind_no = 2 then 'Prezentacja Pro' end as script_name,
    case when kind_no = 40 then akey % 8 end as attempt_number, kind_no = 40 as is_auto_dialled,
    kind_no = 40 and status = 'missed' as is_unanswered,
    case activity_kind when 'visit' then 'Wizyta handlowa' when 'dunning_call' then 'Przypomnienie o płatności'
        when 'reporting' then 'Raport tygodniowy' when 'telemarketing_call' then 'Rozmowa z listy' else null
        end as subject,
    case when status <> 'done' then null when kind_no = 40 then case when member_oid is not null then 'order'
        else pick('activity.end', aid, ['no interest', 'call back', 'appointment']) end
        when kind_no in (1, 2, 3)
            then pick('activity.end', aid, ['appointment', 'no interest', 'order', 'call back', 'information'])
            end as outcome,
from activities
where cut_has(m)
"""
_LETTERS = """
select
    'PIS-' || lpad(cast(wid as varchar), 7, '0') as correspondence_id, 'inbound' as direction, document_kind,
    day as document_date, received_at, received_at + to_minutes(registered_after) as registered_at,
    received_at + to_minutes(registered_after + routed_after) as routed_at, received_at + interval 7 day as due_at,
    case when received_at + to_minutes(answered_after) < closing_time()
        then received_at + to_minutes(answered_after) end as answered_at,
    case when received_at + to_minutes(answered_after) < closing_time()
        then received_at + to_minutes(answered_after + 60) end as closed_at,
    case when received_at + to_minutes(answered_after) < closing_time() then 'closed' else 'open' end as status,
    routing_count, procedure_name, routing_count > 1 as has_procedure_deviation, is_auto_registered,
    is_auto_registered as is_auto_routed, handling_minutes, channel_id,
    crm_user(holder(letters.slot, slots.handover, day)) as employee_id, slots.org_unit_id,
    crm_customer(cid) as customer_id, deal_code(case when kind = 2 then source end) as opportunity_id,
    complaint_code(case when kind = 1 then source end) as complaint_id, document_kind as subject,
from letters
inner join slots on letters.slot = slots.slot
"""
_NOTES = """
select
    'NOT-' || lpad(cast(nid as varchar), 7, '0') as note_id, note_date, note_kind, notes.category, sentiment,
    'Notatka: ' || notes.category as title,
    case sentiment when 'positive' then 'Klient zadowolony; ' when 'negative' then 'Klient skarży się; '
        else 'Klient bez uwag; ' end || notes.category || case note_kind
        when 'wish' then ', prosi o lepsze warunki "od zaraz"' when 'risk' then ', rozmawia z konkurencją'
        when 'technical_information' then ', nowe dane techniczne: 18 V; 5 Ah' else ', bez szczegółów'
        end as note_text,
    'pl' as language, crm_user(eid) as employee_id, crm_customer(cid) as customer_id,
    deal_code(vid) as opportunity_id,
    product_code((select any_value(first_pid) from product_groups where group_no = notes.group_no)) as product_id,
    case when note_kind = 'risk' then 'KON-' || cast(1 + nid % 6 as varchar) end as competitor_id,
from notes
"""
_TAGS = """
select 'TAG-' || erp_customer(cid) || '-' || cast(n as varchar) as tag_id, crm_customer(cid) as customer_id, tag,
tag_group, from_date as valid_from_date, to_date as valid_to_date,
    crm_user(care_slot * 10) as employee_id, 'manual' as origin, target as target_amount
from (
    select cid, care_slot, 1 as n, 'klient kluczowy' as tag, 'rentowność' as tag_group,
    date '2025-01-15' as from_date, null as to_date, null::decimal(18,2) as target from customers
    where is_in_crm and character in ('golden', 'costly')
    union all
    select cid, care_slot, 2, 'zły płatnik', 'płynność', date '2025-06-01', null, null from customers
    where is_in_crm and late_days > 20
    union all
    select cid, care_slot, 3, 'plan naprawczy', 'naprawa', date '2026-03-01', null,
    cast(round(20000 * size, -2) as decimal(18,2)) from customers
    where is_in_crm and character = 'costly' and chance('tag.recovery', cid, 0.4)
    union all
    select cid, care_slot, 4, 'łowca cen', 'zachowanie', date '2024-12-01', date '2026-01-31', null from customers
    where is_in_crm and discount_points > 2200 and chance('tag.price', cid, 0.5)
) as marks
"""

EXPORTS = [
    Export("crm", "activities", "year", _ACTIVITIES, "activity_date, activity_id"),
    Export("crm", "correspondence", "once", _LETTERS, "correspondence_id"),
    Export("crm", "notes", "once", _NOTES, "note_id"),
    Export("crm", "tags", "once", _TAGS, "tag_id"),
]
