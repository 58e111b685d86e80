"""The CRM's exports of parties and the pipeline: its own customers, users, people, leads, deals, offers.

Belongs here: queries of exports. Doesn't belong here: contacts and marketing (exports_contacts.py).
"""

from __future__ import annotations

from demo.exports import Export

# Most records know their number in the ERP, some only the tax number or the e-mail, the rest are spelled by ear.
_CUSTOMERS = """
with

records as (
    select *, crm_customer(cid) as record_id, link_kind as link, false as is_double from customers where is_in_crm
    union all
    select *, 'FIR-D' || cast(cid as varchar), 'tax_id', true from customers where is_in_crm and is_doubled
),

bought as (
    select cid, max(m) as last_m from (select distinct cid, m from orders where m <= state_m()) as months_bought group by cid
)

select
    record_id as customer_id, case when link = 'master' and not is_prospect then erp_customer(records.cid) end as master_customer_id,
    case when is_double then upper(firm) || ' (' || city || ')' when link = 'none' and customer_type = 'company' then upper(replace(firm, 'pol', 'Pol')) || ' ' || city
        when link = 'tax_id' then firm || ' ' || city else customer_name end as customer_name,
    customer_type,
    case when link in ('tax_id', 'master') and tax_id is not null then left(tax_id, 3) || '-' || substr(tax_id, 4, 3) || '-' || substr(tax_id, 7, 2) || '-' || right(tax_id, 2) end as tax_id,
    case when customer_type = 'company' then industry end as industry, 'PL' as country, records.region, city, case when link in ('email', 'master') and not is_double then email end as email, phone,
    territory_code(records.territory) as territory_id, pick('crm.wish', records.cid, ['K-TEL', 'K-MAIL', 'K-WIZ']) as preferred_channel_id,
    crm_user(holder(slots.slot, slots.handover, month_end(state_m()))) as employee_id,
    case when is_prospect then 'prospects' when character in ('golden', 'costly') then 'key_accounts' when character = 'person' then 'consumers' when character = 'small' then 'small' else 'core' end as segment_id,
    case when last_m is null and (born_m >= 0 or is_prospect) then 'prospect' when state_m() - coalesce(last_m, -2) <= 4 then 'active' when state_m() - coalesce(last_m, -2) <= 9 then 'dormant' else 'lost' end as lifecycle_state,
    created_date + case when is_double then 40 else 0 end as created_date,
    crm_user(records.care_slot * 10) as created_by_employee_id, lead_source, case when born_m >= 0 then pick('crm.won', records.cid, ['S-TER', 'S-BOK', 'S-WWW', 'S-TMK']) end as acquisition_channel_id,
    case when customer_type = 'company' then cast(round((2000000 + 30000000 * pow(u('firm.size', records.cid), 3)) * size, -4) as decimal(18,2)) end as annual_revenue_amount,
    case when customer_type = 'company' then cast(4 + 300 * pow(u('firm.size', records.cid), 3) as bigint) end as headcount,
    case when customer_type = 'company' then pick('firm.area', records.cid, ['local', 'regional', 'national', 'international']) end as operating_area,
    case when customer_type = 'company' then cast(0.002 + 0.2 * pow(u('firm.share', records.cid), 4) as decimal(9,4)) end as market_share,
    case when customer_type = 'company' then cast(whole('firm.store', records.cid, 0, 40) * 50 as decimal(18,1)) end as warehouse_area_m2,
    case when industry in ('Handel detaliczny', 'Sieć handlowa') then cast(whole('firm.shop', records.cid, 2, 60) * 25 as decimal(18,1)) end as shop_area_m2,
    cast(case when care = 'field' then 30 when care = 'inside' then 90 end as bigint) as contact_cycle_days, chance('crm.consent', records.cid, 0.7) as has_marketing_consent, is_prospect,
from records
inner join slots on slots.slot = care_in(care_slot, next_care_slot, move_m, state_m())
left join bought on records.cid = bought.cid
where created_date + case when is_double then 40 else 0 end <= month_end(state_m())
"""
_USERS = """
select
    crm_user(eid) as employee_id, case when eid % 20 <> 0 then employee_code(eid) end as master_employee_id, full_name(given_name, family_name) as employee_name, staff_email(eid) as email,
    job_title as role, hired_date, left_date, greatest(hired_date, date '2024-10-01') as crm_user_since_date,
from employees
where team not in ('warehouse', 'purchasing', 'it')
"""
_CONTACTS = """
select
    contact_code(kid) as contact_id, crm_customer(contacts.cid) as customer_id, contact_name, contacts.job_title, case when contacts.job_title like '%zakup%' or contacts.job_title = 'Kupiec' then 'Zakupy' end as department,
    case when contacts.place = 1 then 'buyer' else 'user' end as role, contacts.job_title in ('Właściciel', 'Prezes', 'Kierownik zakupów', 'Dyrektor techniczny') as is_decision_maker, contacts.place = 1 as is_primary,
    contacts.left_date is null or contacts.left_date > getvariable('last_day') as is_active, contacts.email, '+48 000 ' || lpad(cast(kid % 1000000 as varchar), 6, '0') as mobile_phone,
    pick('contact.channel', kid, ['K-TEL', 'K-MAIL', 'K-MOB']) as preferred_channel_id, 'pl' as language, crm_user(holder(customers.care_slot, slots.handover, getvariable('last_day'))) as employee_id,
    contacts.has_marketing_consent, case when contacts.has_marketing_consent then contacts.created_date end as consent_date, contacts.created_date, contacts.left_date,
from contacts
inner join customers on contacts.cid = customers.cid
inner join slots on customers.care_slot = slots.slot
where contacts.created_date <= getvariable('last_day')

union all

select 'OS-D' || cast(n as varchar), null, pick('adviser.given', n, getvariable('given_names')) || ' ' || pick('adviser.family', n, getvariable('family_names')), 'Doradca', null,
    case when n % 3 = 0 then 'external_investor' else 'consultant' end, false, false, true, 'doradca' || cast(n as varchar) || '@doradcy.example', null, 'K-MAIL', 'pl', null, false, null, date '2024-06-01', null
from range(1, 13) as advisers (n)
"""
_LEADS = """
select
    lead_code(lead_no) as lead_id, case when leads.origin < 3 then customers.customer_name else 'Zapytanie ' || cast(lead_no as varchar) end as lead_name,
    case when leads.origin < 3 then customers.customer_name end as company_name, case when leads.origin < 3 then customers.email else 'zapytanie' || cast(lead_no as varchar) || '@poczta.example' end as email,
    case when leads.origin < 3 then customers.industry end as industry, 'PL' as country, customers.region, customers.city, lead_date as created_date, day_at(lead_date, whole('lead.minute', lkey, 480, 930)) as created_at,
    crm_user(holder(leads.slot, slots.handover, lead_date)) as created_by_employee_id, leads.lead_source,
    case leads.lead_source when 'Strona www' then 'K-WWW' when 'Wyszukiwarka' then 'K-WWW' when 'Mailing' then 'K-MAIL' when 'Telemarketing' then 'K-TEL' when 'Targi' then 'K-WIZ' else 'K-TEL' end as channel_id,
    case when leads.lead_source = 'Targi' then campaign_code(6) when leads.lead_source = 'Telemarketing' then campaign_code(2) when leads.lead_source = 'Mailing' then campaign_code(1) end as campaign_id,
    case when leads.lead_source in ('Strona www', 'Wyszukiwarka') then 'v' || left(md5(cast(lkey as varchar)), 12) end as visitor_id, crm_user(holder(leads.slot, slots.handover, lead_date)) as employee_id,
    territory_code(customers.territory) as territory_id, (select any_value(product_group) from product_groups where group_no = coalesce(customers.favourite_group, 1 + lead_no % 8)) as product_group,
    status, lead_score, cast(whole('lead.horizon', lkey, 7, 180) as bigint) as purchase_horizon_days, money(round(2000 + 30000 * pow(u('lead.amount', lkey), 2), -2)) as expected_amount, 'PLN' as currency,
    day_at(workday_after(lead_date, whole('lead.first', lkey, 0, 3)), 940) as first_contacted_at, case when status in ('converted', 'qualified') then lead_date + 2 end as qualified_date,
    case when status = 'converted' then deals.created_date end as converted_date, case when status = 'lost' then lead_date + cast(whole('lead.end', lkey, 10, 40) as integer) end as lost_date,
    case when status = 'lost' then pick('lead.why', lkey, ['Brak kontaktu', 'Brak budżetu', 'Nie nasz asortyment']) end as lost_reason,
    case when status in ('converted', 'qualified') then crm_customer(leads.cid) end as customer_id, deal_code(leads.vid) as opportunity_id,
from leads
inner join slots on leads.slot = slots.slot
left join customers on leads.cid = customers.cid
left join deals on leads.vid = deals.vid
"""
_DEALS = """
with

last_steps as (
    select vid, arg_max(stage_id, step) as stage_id, max(changed_at) as changed_at, max(case when right(stage_id, 2) in ('60', '99') then changed_date end) as closed_date
    from deal_steps group by vid
)

select
    deal_code(deals.vid) as opportunity_id, deals.pipeline, (select any_value(product_group) from product_groups where group_no = deals.favourite_group) || ' dla ' || customers.customer_name as opportunity_name,
    crm_customer(deals.cid) as customer_id, contact_code(deals.cid * 10 + 1) as contact_id, case when deals.vid % 9 = 0 then 'consultant' else 'client' end as contact_role, lead_code(leads.lead_no) as lead_id,
    crm_user(holder(deals.slot, deals.handover, deals.created_date)) as employee_id, (select any_value(product_group) from product_groups where group_no = deals.favourite_group) as product_group,
    members.campaign_id, case when not is_won and part(deal_hash, 2) < 0.55 then 'KON-' || cast(1 + deals.vid % 6 as varchar) end as competitor_id,
    case when deals.origin = 2 then 'S-TER' else 'S-BOK' end as channel_id, territory_code(deals.territory) as territory_id, deals.lead_source, last_steps.stage_id,
    case when closed_date is null then 'open' when is_won then 'won' else 'lost' end as status, deals.created_date, crm_user(holder(deals.slot, deals.handover, deals.created_date)) as created_by_employee_id,
    deals.created_date + cast(whole('deal.hope', deals.vid, 20, 60) as integer) as expected_close_date, closed_date, expected_amount, share_of(expected_amount, 0.24) as expected_margin_amount,
    case when closed_date is not null and is_won then coalesce(order_amount, expected_amount) end as won_amount, 'PLN' as currency,
    case when closed_date is null then cast(0.10 + 0.6 * part(deal_hash, 3) as decimal(9,2)) when is_won then 1.00 else 0.00 end as win_probability_share,
    case when closed_date is not null and not is_won then case when part(deal_hash, 2) < 0.55 then pick('deal.rival', deals.vid, ['Cena', 'Cena', 'Konkurencja', 'Termin dostawy']) else pick('deal.lost', deals.vid, getvariable('lost_reasons')) end end as lost_reason,
    case when closed_date is not null and not is_won then pick('deal.occasion', deals.vid, ['Przetarg', 'Zakup roczny', 'Pilna potrzeba', 'Zmiana dostawcy']) end as lost_occasion,
    case when closed_date is not null and not is_won then pick('deal.weakness', deals.vid, ['Cena', 'Dostępność', 'Serwis', 'Asortyment']) end as lost_weakness,
    case when closed_date is not null and not is_won and part(deal_hash, 2) < 0.55 then share_of(expected_amount, 0.82 + 0.14 * u('deal.rival.price', deals.vid)) end as lost_price_amount, last_steps.changed_at as updated_at,
from deals
inner join customers on deals.cid = customers.cid
inner join last_steps on deals.vid = last_steps.vid
left join (select vid, lead_no from leads where vid is not null) as leads on deals.vid = leads.vid
left join (select oid, campaign_id from members where oid is not null) as members on deals.oid = members.oid
"""
_STEPS = """
select deal_code(vid) || '-' || lpad(cast(step as varchar), 2, '0') as opportunity_stage_change_id, deal_code(vid) as opportunity_id, stage_id, previous_stage_id, changed_at, cast(step as bigint) as change_seq, crm_user(eid) as employee_id
from deal_steps
where cut_has(greatest(month_of(changed_date), 0))
"""
_OFFERS = """
select
    offer_code(fid) as offer_id, offer_date, 'OF/' || strftime(offer_date, '%Y/%m') || '/' || cast(offers.vid as varchar) as offer_number, cast(version as bigint) as version_number, crm_customer(offers.cid) as customer_id,
    contact_code(offers.cid * 10 + 1) as contact_id, deal_code(offers.vid) as opportunity_id, crm_user(offers.eid) as employee_id, pick('offer.channel', fid, ['K-MAIL', 'K-MAIL', 'K-WIZ']) as channel_id, territory_code(deals.territory) as territory_id,
    (select any_value(product_group) from product_groups where group_no = favourite_group) as product_group, case when status = 'lost' and part(deal_hash, 2) < 0.55 then 'KON-' || cast(1 + deals.vid % 6 as varchar) end as competitor_id,
    status, requested_at, sent_at, case when status in ('won', 'lost') then deals.ended_date end as decided_date, offer_date + 30 as valid_to_date, preparation_minutes,
    case when is_automated then 'configurator' else 'manual' end as entry_mode, cast(line_count as bigint) as line_count, money(net_amount / 0.85) as gross_amount, money(net_amount / 0.85) - net_amount as discount_amount, net_amount,
    share_of(net_amount, 0.68) as cost_amount, 'PLN' as currency, case when status = 'lost' then pick('deal.lost', offers.vid, getvariable('lost_reasons')) end as lost_reason,
from offers
inner join deals on offers.vid = deals.vid
"""

EXPORTS = [
    Export("crm", "customers", "state", _CUSTOMERS, "customer_id"),
    Export("crm", "employees", "once", _USERS, "employee_id"),
    Export("crm", "contacts", "once", _CONTACTS, "contact_id"),
    Export("crm", "leads", "once", _LEADS, "lead_id"),
    Export("crm", "opportunities", "once", _DEALS, "opportunity_id"),
    Export("crm", "opportunity_stage_changes", "year", _STEPS, "opportunity_stage_change_id"),
    Export("crm", "stages", "once", "select stage_id, pipeline, stage_name, cast(stage_seq as bigint) as stage_seq, stage_kind, process_step, default_probability_share,"
           " cast(standard_duration_days as bigint) as standard_duration_days, is_optional from stages", "stage_id"),
    Export("crm", "offers", "once", _OFFERS, "offer_id"),
    Export("crm", "channels", "once", "select * from channels", "channel_id"),
    Export("crm", "territories", "once", "select territory_code(territory) as territory_id, territory_name, region, 'PL' as country, parent_territory_id,"
           " cast(whole('market', territory, 900, 4000) as bigint) as market_customer_count, money(whole('market.size', territory, 40, 190) * 1000000) as market_size_amount from territories"
           " union all select area_id, area_name, null, 'PL', null, null, null from (values ('ZACHOD', 'Polska zachodnia'), ('WSCHOD', 'Polska wschodnia')) as areas (area_id, area_name)", "territory_id"),
]
