"""The CRM's exports of contacts and marketing, and what is known of competitors and the market.

Belongs here: queries of exports. Doesn't belong here: the mailing system and the shop (exports_web.py).
"""

from __future__ import annotations

from demo.exports import Export

_ACTIVITIES = """
select
    activity_code(aid) as activity_id, activity_kind, direction, activities.channel_id, activity_date, status,
    case when kind_no in (1, 2, 8) then day_at(activity_date - 5, start_minute) end as planned_at, case when kind_no in (1, 2, 8) then day_at(activity_date, start_minute) end as planned_start_at,
    case when status = 'done' then day_at(activity_date, start_minute) end as started_at, case when status = 'done' then day_at(activity_date, start_minute) + to_minutes(cast(round(duration_minutes) as bigint)) end as ended_at,
    day_at(activity_date, start_minute) + to_minutes(case when is_automated then 0 else whole('activity.noted', aid, 5, 1500) end) as recorded_at,
    case when status = 'done' or kind_no = 40 then duration_minutes else 0 end as duration_minutes, case when status = 'done' then travel_minutes else 0 end as travel_minutes, case when status = 'done' then preparation_minutes else 0 end as preparation_minutes,
    case when kind_no in (3, 5) and direction = 'inbound' then minutes(8 * pow(u('activity.wait', aid), 3)) end as wait_minutes, case when status = 'done' and travel_minutes > 0 then cast(travel_minutes * 1.5 as decimal(18,1)) end as distance_km,
    case when travel_minutes > 0 then 'WYJ-' || cast(activities.slot as varchar) || '-' || strftime(activity_date, '%y%m%d') end as trip_id,
    is_automated, is_automated as is_auto_routed, is_automated or kind_no in (4, 5) as is_auto_registered, kind_no = 3 and direction = 'inbound' and part(h('activity.up', aid), 0) < 0.05 as is_escalated,
    crm_user(eid) as employee_id, team as employee_role, case when kind_no = 8 then 'D-SZKOL' end as org_unit_id, crm_customer(cid) as customer_id, contact_code(cid * 10 + 1) as contact_id,
    case when kind_no = 8 then cast(whole('activity.guests', aid, 3, 14) as bigint) end as participant_count, deal_code(vid) as opportunity_id, order_code(member_oid) as order_id, campaign_code(campaign_no) as campaign_id,
    case when kind_no = 40 then 'Lista ' || campaign_code(campaign_no) end as call_list_name, case when kind_no = 40 then 'Skrypt ' || cast(campaign_no % 3 + 1 as varchar) when kind_no = 2 then 'Prezentacja Pro' end as script_name,
    case when kind_no = 40 then akey % 8 end as attempt_number, kind_no = 40 as is_auto_dialled, kind_no = 40 and status = 'missed' as is_unanswered,
    case activity_kind when 'visit' then 'Wizyta handlowa' when 'dunning_call' then 'Przypomnienie o płatności' when 'reporting' then 'Raport tygodniowy' when 'telemarketing_call' then 'Rozmowa z listy' else null end as subject,
    case when status <> 'done' then null when kind_no = 40 then case when member_oid is not null then 'order' else pick('activity.end', aid, ['no interest', 'call back', 'appointment']) end
        when kind_no in (1, 2, 3) then pick('activity.end', aid, ['appointment', 'no interest', 'order', 'call back', 'information']) end as outcome,
from activities
where cut_has(m)
"""
_LETTERS = """
select
    'PIS-' || lpad(cast(wid as varchar), 7, '0') as correspondence_id, 'inbound' as direction, document_kind, day as document_date, received_at, received_at + to_minutes(registered_after) as registered_at,
    received_at + to_minutes(registered_after + routed_after) as routed_at, received_at + interval 7 day as due_at, case when received_at + to_minutes(answered_after) < timestamp '2026-10-31 20:00:00' then received_at + to_minutes(answered_after) end as answered_at,
    case when received_at + to_minutes(answered_after) < timestamp '2026-10-31 20:00:00' then received_at + to_minutes(answered_after + 60) end as closed_at, case when received_at + to_minutes(answered_after) < timestamp '2026-10-31 20:00:00' then 'closed' else 'open' end as status,
    routing_count, procedure_name, routing_count > 1 as has_procedure_deviation, is_auto_registered, is_auto_registered as is_auto_routed, handling_minutes, channel_id, crm_user(holder(letters.slot, slots.handover, day)) as employee_id, slots.org_unit_id,
    crm_customer(cid) as customer_id, deal_code(case when kind = 2 then source end) as opportunity_id, complaint_code(case when kind = 1 then source end) as complaint_id, document_kind as subject,
from letters
inner join slots on letters.slot = slots.slot
"""
_NOTES = """
select
    'NOT-' || lpad(cast(nid as varchar), 7, '0') as note_id, note_date, note_kind, notes.category, sentiment, 'Notatka: ' || notes.category as title,
    case sentiment when 'positive' then 'Klient zadowolony; ' when 'negative' then 'Klient skarży się; ' else 'Klient bez uwag; ' end || notes.category || case note_kind when 'wish' then ', prosi o lepsze warunki "od zaraz"' when 'risk' then ', rozmawia z konkurencją' when 'technical_information' then ', nowe dane techniczne: 18 V; 5 Ah' else ', bez szczegółów' end as note_text,
    'pl' as language, crm_user(eid) as employee_id, crm_customer(cid) as customer_id, deal_code(vid) as opportunity_id, product_code((select any_value(first_pid) from product_groups where group_no = notes.group_no)) as product_id,
    case when note_kind = 'risk' then 'KON-' || cast(1 + nid % 6 as varchar) end as competitor_id,
from notes
"""
_CAMPAIGNS = """
select
    campaign_id, ['Wiosna', 'Jesień', 'Pro', 'Powrót', 'Nowości'][1 + campaign_no % 5] || ' ' || campaign_method || ' ' || cast(campaign_no as varchar) as campaign_name, campaign_kind, campaign_method, 'CEL-' || cast(2 + campaign_no % 3 as varchar) as goal_id, channel_id,
    crm_user(campaigns.slot * 10) as employee_id, (select any_value(product_group) from product_groups where product_groups.group_no = campaigns.group_no) as product_group,
    case when is_segmented then 'core' end as segment_id, start_date, start_date + day_count as end_date, case when start_date + day_count < getvariable('last_day') then 'finished' else 'running' end as status, is_segmented,
    case when campaign_method = 'telephone' then 'Skrypt ' || cast(campaign_no % 3 + 1 as varchar) end as script_name, cast(round(coalesce(listed, 0) * 1.1) as bigint) as planned_contact_count, cast(round(coalesce(listed, 0) * 0.1) as bigint) as planned_response_count,
    cast(round(fixed_cost * 1.05, 0) + coalesce(round(listed * contact_cost), 0) as decimal(18,2)) as planned_cost_amount, cast(round(fixed_cost * 8, 0) as decimal(18,2)) as planned_revenue_amount,
from campaigns
left join (select campaign_no, count(*) as listed from members group by campaign_no) as counted using (campaign_no)
"""
_MEMBERS = """
select
    member_code(mid) as campaign_member_id, campaign_id, crm_customer(members.cid) as customer_id, contact_code(kid) as contact_id, crm_user(members.slot * 10) as employee_id, channel_id,
    case when not is_control then invited_date end as invited_date, responded_date,
    case when is_control then null when responded_date is null then 'brak odpowiedzi' when oid is not null then 'zamówienie' else pick('member.word', mkey, ['zainteresowany', 'odmowa', 'zainteresowany', 'prośba o ofertę']) end as response,
    case when is_control then null else responded_date is not null and (oid is not null or pick('member.word', mkey, ['zainteresowany', 'odmowa', 'zainteresowany', 'prośba o ofertę']) <> 'odmowa') end as is_positive_response,
    is_segmented, is_control as is_control_group, case when mkey % 2 = 0 then 'A' else 'B' end as variant, 'Lista ' || campaign_id as list_name, case when not is_control then attempt_count end as call_attempt_count,
    case when campaign_method = 'telephone' then contact_minutes end as contact_minutes, order_code(oid) as order_id, contact_cost as contact_cost_amount,
from members
"""
_ANSWERS = """
select
    'ODP-' || lpad(cast(zid as varchar), 8, '0') as survey_response_id, survey_id, 'KW-' || cast(skey as varchar) as questionnaire_id, crm_customer(survey_answers.cid) as customer_id, contact_code(survey_answers.cid * 10 + 1) as contact_id,
    day_at(answer_date, whole('answer.minute', skey, 480, 1200)) as responded_at, 'P' || cast(q as varchar) as question_id, question, question_kind, question_topic, cast(score as decimal(9,1)) as score,
    cast(case when question_kind = 'nps' then 0 when score is not null then 1 end as decimal(9,1)) as score_minimum, cast(case when question_kind = 'nps' then 10 when score is not null then 5 end as decimal(9,1)) as score_maximum, answer_text,
    product_code(bought.pid) as product_id, ticket_code(tid) as ticket_id, order_code(survey_answers.oid) as order_id, 'K-MAIL' as channel_id,
from survey_answers
left join (select oid, min(pid) as pid from order_lines where line_number = 1 group by oid) as bought on survey_answers.oid = bought.oid and q = 5
"""
_TAGS = """
select 'TAG-' || erp_customer(cid) || '-' || cast(n as varchar) as tag_id, crm_customer(cid) as customer_id, tag, tag_group, from_date as valid_from_date, to_date as valid_to_date,
    crm_user(care_slot * 10) as employee_id, 'manual' as origin, target as target_amount
from (
    select cid, care_slot, 1 as n, 'klient kluczowy' as tag, 'rentowność' as tag_group, date '2025-01-15' as from_date, null as to_date, null::decimal(18,2) as target from customers where is_in_crm and character in ('golden', 'costly')
    union all
    select cid, care_slot, 2, 'zły płatnik', 'płynność', date '2025-06-01', null, null from customers where is_in_crm and late_days > 20
    union all
    select cid, care_slot, 3, 'plan naprawczy', 'naprawa', date '2026-03-01', null, cast(round(20000 * size, -2) as decimal(18,2)) from customers where is_in_crm and character = 'costly' and chance('tag.recovery', cid, 0.4)
    union all
    select cid, care_slot, 4, 'łowca cen', 'zachowanie', date '2024-12-01', date '2026-01-31', null from customers where is_in_crm and discount_points > 2200 and chance('tag.price', cid, 0.5)
) as marks
"""
_COMPETITORS = """
select 'KON-' || cast(n as varchar) as competitor_id, ['Narzex', 'Hurtmax Brzask', 'Tooland', 'Elmarket Sowa', 'Prowadnik', 'Stalmix Online'][n] as competitor_name, 'Handel narzędziami' as industry, 'PL' as country,
    case when n in (3, 6) then 'national' else 'regional' end as operating_area, cast(40 * n + 15 as bigint) as headcount, money(n * 11500000) as annual_revenue_amount, cast(0.02 * n as decimal(9,4)) as market_share,
    ['niskie ceny', 'szybka dostawa', 'duży wybór', 'serwis', 'bliskość', 'sklep internetowy'][n] as strengths, ['słaby serwis', 'wysokie ceny', 'wolne dostawy', 'wąski asortyment', 'braki', 'brak doradców'][n] as weaknesses, true as is_active
from (select unnest(range(1, 7)) as n) as rivals
"""
_OBSERVATIONS = """
select 'OBS-' || lpad(cast(n as varchar), 5, '0') as competitor_observation_id, 'KON-' || cast(1 + n % 6 as varchar) as competitor_id, workday(cast(n // 10 as integer), u('seen', n)) as observed_date,
    pick('seen.source', n, ['wizyta u klienta', 'strona www', 'targi', 'prasa']) as source, crm_user(someone(getvariable('first_field_sales'), getvariable('count_field_sales'), u('seen.by', n)) * 10) as employee_id,
    product_code(products.pid) as product_id, products.product_group, 'odpowiednik ' || products.product_family as competitor_product_name, territory_code(1 + n % 8) as territory_id, cast(0.01 + 0.15 * u('seen.share', n) as decimal(9,4)) as market_share,
    share_of(base_price, 0.86 + 0.24 * u('seen.price', n)) as competitor_price_amount, 'PLN' as currency, cast(whole('seen.quality', n, 2, 9) as decimal(9,1)) as quality_score, cast(whole('seen.modern', n, 2, 9) as decimal(9,1)) as modernity_score,
    cast(whole('seen.mood', n, 3, 9) as decimal(9,1)) as satisfaction_score,
from range(240) as sightings (n)
inner join products on products.pid = 1 + cast(floor(u('seen.what', n) * getvariable('last_good')) as integer)
"""
_POTENTIALS = """
select 'POT-' || cast(cid as varchar) || '-' || cast(year as varchar) as customer_potential_id, crm_customer(cid) as customer_id, make_date(year, 1, 1) as period_start_date, make_date(year, 12, 31) as period_end_date,
    cast(round(greatest(orders_mean * lines_mean * line_value * size * 12, 6000) * (1.1 + 3 * pow(u('wallet', cid), 2)), -2) as decimal(18,2)) as potential_amount, 'KON-' || cast(1 + cid % 6 as varchar) as competitor_id,
    cast(0.1 + 0.5 * u('wallet.rival', cid) as decimal(9,4)) as competitor_share, make_date(year, 1, 20) as estimated_date, 'rozmowa z klientem' as source, crm_user(care_slot * 10) as employee_id,
from customers
cross join (values (2025), (2026)) as years (year)
where is_in_crm and customer_type = 'company' and created_date < make_date(year, 1, 15)
"""
_PRESS = """
select 'MED-' || lpad(cast(n as varchar), 4, '0') as press_mention_id, workday(cast(n // 3 as integer), u('press', n)) as published_date, pick('press.name', n, ['Głos Majstra', 'Narzędzia i My', 'Portal Warsztatowy', 'Gazeta Składowa']) as publication_name,
    pick('press.kind', n, ['press', 'web', 'social_media', 'industry_report']) as publication_kind, 'Test: ' || products.product_name as title, product_code(products.pid) as product_id, case when n % 4 = 0 then 'KON-' || cast(1 + n % 6 as varchar) end as competitor_id,
    pick('press.mood', n, ['positive', 'neutral', 'negative']) as sentiment, cast(0.3 + 0.7 * u('press.rating', n) as decimal(9,2)) as rating_share, cast(whole('press.reach', n, 500, 60000) as bigint) as reach_count,
    case when n % 4 = 0 then money(whole('press.sales', n, 1, 30) * 100000) end as competitor_sales_amount, 'Porównanie narzędzi w warsztacie.' as mention_text,
from range(72) as mentions (n)
inner join products on products.pid = 1 + cast(floor(u('press.what', n) * getvariable('last_good')) as integer)
"""

EXPORTS = [
    Export("crm", "activities", "year", _ACTIVITIES, "activity_id"),
    Export("crm", "correspondence", "once", _LETTERS, "correspondence_id"),
    Export("crm", "notes", "once", _NOTES, "note_id"),
    Export("crm", "campaigns", "once", _CAMPAIGNS, "campaign_id"),
    Export("crm", "campaign_members", "once", _MEMBERS, "campaign_member_id"),
    Export("crm", "surveys", "once", "select survey_id, survey_name, survey_kind, start_date, end_date, 'K-MAIL' as channel_id from surveys", "survey_id"),
    Export("crm", "survey_responses", "once", _ANSWERS, "survey_response_id"),
    Export("crm", "tags", "once", _TAGS, "tag_id"),
    Export("crm", "competitors", "once", _COMPETITORS, "competitor_id"),
    Export("crm", "competitor_observations", "once", _OBSERVATIONS, "competitor_observation_id"),
    Export("crm", "customer_potentials", "once", _POTENTIALS, "customer_potential_id"),
    Export("crm", "press_mentions", "once", _PRESS, "press_mention_id"),
]
