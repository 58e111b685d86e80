"""The CRM's pipeline: leads, deals with their history, offers.

Belongs here: queries of exports. Doesn't belong here: how they come about, how they are written.
"""

from __future__ import annotations

from demo.exports.table import Export

_LEADS = """
select
    lead_code(lead_no) as lead_id,
    case when leads.origin < 3 then customers.customer_name else 'Zapytanie ' || cast(lead_no as varchar)
        end as lead_name,
    case when leads.origin < 3 then customers.customer_name end as company_name,
    case when leads.origin < 3 then customers.email
        else 'zapytanie' || cast(lead_no as varchar) || '@poczta.example' end as email,
    case when leads.origin < 3 then customers.industry end as industry, 'PL' as country, customers.region,
    customers.city, lead_date as created_date,
    day_at(lead_date, whole('lead.minute', lkey, 480, 930)) as created_at,
    crm_user(holder(leads.slot, slots.handover, lead_date)) as created_by_employee_id, leads.lead_source,
    case leads.lead_source when 'Strona www' then 'K-WWW' when 'Wyszukiwarka' then 'K-WWW'
        when 'Mailing' then 'K-MAIL' when 'Telemarketing' then 'K-TEL' when 'Targi' then 'K-WIZ' else 'K-TEL'
        end as channel_id,
    case when leads.lead_source = 'Targi' then campaign_code(6)
        when leads.lead_source = 'Telemarketing' then campaign_code(2)
        when leads.lead_source = 'Mailing' then campaign_code(1) end as campaign_id,
    case when leads.lead_source in ('Strona www', 'Wyszukiwarka')
        then case when leads.cid is null then 'v' || left(md5(cast(lkey as varchar)), 12)
        else visitor_code(leads.cid) end
        end as visitor_id, crm_user(holder(leads.slot, slots.handover, lead_date)) as employee_id,
    territory_code(customers.territory) as territory_id,
    (select any_value(product_group) from product_groups
        where group_no = coalesce(customers.favourite_group, 1 + lead_no % 8)) as product_group,
    status, lead_score, cast(whole('lead.horizon', lkey, 7, 180) as bigint) as purchase_horizon_days,
    money(round(2000 + 30000 * pow(u('lead.amount', lkey), 2), -2)) as expected_amount, 'PLN' as currency,
    day_at(workday_after(lead_date, whole('lead.first', lkey, 0, 3)), 940) as first_contacted_at,
    case when status in ('converted', 'qualified') then lead_date + 2 end as qualified_date,
    case when status = 'converted' then deals.created_date end as converted_date,
    case when status = 'lost' then lead_date + cast(whole('lead.end', lkey, 10, 40) as integer) end as lost_date,
    case when status = 'lost' then pick('lead.why', lkey, ['Brak kontaktu', 'Brak budżetu', 'Nie nasz asortyment'])
        end as lost_reason,
    case when status in ('converted', 'qualified') then crm_customer(leads.cid) end as customer_id,
    deal_code(leads.vid) as opportunity_id,
from leads
inner join slots on leads.slot = slots.slot
left join customers on leads.cid = customers.cid
left join deals on leads.vid = deals.vid
"""
_DEALS = """
with

last_steps as (
    select vid, arg_max(stage_id, step) as stage_id, max(changed_at) as changed_at,
    max(case when right(stage_id, 2) in ('60', '99') then changed_date end) as closed_date
    from deal_steps group by vid
)

select
    deal_code(deals.vid) as opportunity_id, deals.pipeline,
    (select any_value(product_group) from product_groups where group_no = deals.favourite_group) || ' dla '
        || customers.customer_name as opportunity_name,
    crm_customer(deals.cid) as customer_id, contact_code(deals.cid * 10 + 1) as contact_id,
    case when deals.vid % 9 = 0 then 'consultant' else 'client' end as contact_role,
    lead_code(leads.lead_no) as lead_id,
    crm_user(holder(deals.slot, deals.handover, deals.created_date)) as employee_id,
    (select any_value(product_group) from product_groups where group_no = deals.favourite_group) as product_group,
    members.campaign_id, case
        when not is_won and part(deal_hash, 2) < 0.55 then 'KON-' || cast(1 + deals.vid % 6 as varchar)
        end as competitor_id,
    case when deals.origin = 2 then 'S-TER' else 'S-BOK' end as channel_id,
    territory_code(deals.territory) as territory_id, deals.lead_source, last_steps.stage_id,
    case when closed_date is null then 'open' when is_won then 'won' else 'lost' end as status, deals.created_date,
    crm_user(holder(deals.slot, deals.handover, deals.created_date)) as created_by_employee_id,
    deals.created_date + cast(whole('deal.hope', deals.vid, 20, 60) as integer) as expected_close_date,
    closed_date, expected_amount, share_of(expected_amount, 0.24) as expected_margin_amount,
    case when closed_date is not null and is_won then coalesce(order_amount, expected_amount) end as won_amount,
    'PLN' as currency,
    case when closed_date is null then cast(0.10 + 0.6 * part(deal_hash, 3) as decimal(9,2)) when is_won then 1.00
        else 0.00 end as win_probability_share,
    case when closed_date is not null and not is_won then case
        when part(deal_hash, 2) < 0.55
        then pick('deal.rival', deals.vid, ['Cena', 'Cena', 'Konkurencja', 'Termin dostawy'])
        else pick('deal.lost', deals.vid, getvariable('lost_reasons')) end end as lost_reason,
    case when closed_date is not null and not is_won
        then pick('deal.occasion', deals.vid, ['Przetarg', 'Zakup roczny', 'Pilna potrzeba', 'Zmiana dostawcy'])
        end as lost_occasion,
    case when closed_date is not null and not is_won
        then pick('deal.weakness', deals.vid, ['Cena', 'Dostępność', 'Serwis', 'Asortyment']) end as lost_weakness,
    case when closed_date is not null and not is_won and part(deal_hash, 2) < 0.55
        then share_of(expected_amount, 0.82 + 0.14 * u('deal.rival.price', deals.vid)) end as lost_price_amount,
    last_steps.changed_at as updated_at,
from deals
inner join customers on deals.cid = customers.cid
inner join last_steps on deals.vid = last_steps.vid
left join (select vid, lead_no from leads where vid is not null) as leads on deals.vid = leads.vid
left join (select oid, campaign_id from members where oid is not null) as members on deals.oid = members.oid
"""
_STEPS = """
select deal_code(vid) || '-' || lpad(cast(step as varchar), 2, '0') as opportunity_stage_change_id,
deal_code(vid) as opportunity_id, stage_id, previous_stage_id, changed_at, cast(step as bigint) as change_seq,
crm_user(eid) as employee_id
from deal_steps
where cut_has(greatest(month_of(changed_date), 0))
"""
_STAGES = """
select
    stage_id, pipeline, stage_name, cast(stage_seq as bigint) as stage_seq, stage_kind, process_step,
    default_probability_share, cast(standard_duration_days as bigint) as standard_duration_days, is_optional,
from stages
"""
_OFFERS = """
select
    offer_code(fid) as offer_id, offer_date,
    'OF/' || strftime(offer_date, '%Y/%m') || '/' || cast(offers.vid as varchar) as offer_number,
    cast(version as bigint) as version_number, crm_customer(offers.cid) as customer_id,
    contact_code(offers.cid * 10 + 1) as contact_id, deal_code(offers.vid) as opportunity_id,
    crm_user(offers.eid) as employee_id, pick('offer.channel', fid, ['K-MAIL', 'K-MAIL', 'K-WIZ']) as channel_id,
    territory_code(deals.territory) as territory_id,
    (select any_value(product_group) from product_groups where group_no = favourite_group) as product_group,
    case when status = 'lost' and part(deal_hash, 2) < 0.55 then 'KON-' || cast(1 + deals.vid % 6 as varchar)
        end as competitor_id,
    status, requested_at, sent_at, case when status in ('won', 'lost') then deals.ended_date end as decided_date,
    offer_date + 30 as valid_to_date, preparation_minutes,
    case when is_automated then 'configurator' else 'manual' end as entry_mode,
    cast(line_count as bigint) as line_count, money(net_amount / 0.85) as gross_amount,
    money(net_amount / 0.85) - net_amount as discount_amount, net_amount,
    share_of(net_amount, 0.68) as cost_amount, 'PLN' as currency,
    case when status = 'lost' then pick('deal.lost', offers.vid, getvariable('lost_reasons')) end as lost_reason,
from offers
inner join deals on offers.vid = deals.vid
"""

EXPORTS = [
    Export("crm", "leads", "once", _LEADS, "lead_id"),
    Export("crm", "opportunities", "once", _DEALS, "opportunity_id"),
    Export("crm", "opportunity_stage_changes", "year", _STEPS, "opportunity_stage_change_id"),
    Export("crm", "stages", "once", _STAGES, "stage_id"),
    Export("crm", "offers", "once", _OFFERS, "offer_id"),
]
