"""The CRM's parties: its own customers, users and people, channels and territories.

Belongs here: queries of exports. Doesn't belong here: how they come about, how they are written.
"""

from __future__ import annotations

from demo.exports.table import Export

# Most records know their number in the ERP, some only the tax number or the e-mail, the rest are spelled by ear.
_CUSTOMERS = """
with

records as (
    select *, crm_customer(cid) as record_id, link_kind as link, false as is_double from customers where is_in_crm
    union all
    select *, 'FIR-D' || cast(cid as varchar), 'tax_id', true from customers where is_in_crm and is_doubled
),

bought as (
    select cid, max(m) as last_m from (select distinct cid, m from orders where m <= state_m()) as months_bought
    group by cid
)

select
    record_id as customer_id,
    case when link = 'master' and not is_prospect then erp_customer(records.cid) end as master_customer_id,
    case when is_double then upper(firm) || ' (' || city || ')'
        when link = 'none' and customer_type = 'company' then upper(replace(firm, 'pol', 'Pol')) || ' ' || city
        when link = 'tax_id' then firm || ' ' || city else customer_name end as customer_name,
    customer_type,
    case when link in ('tax_id', 'master') and tax_id is not null then left(tax_id, 3) || '-'
        || substr(tax_id, 4, 3) || '-' || substr(tax_id, 7, 2) || '-' || right(tax_id, 2) end as tax_id,
    case when customer_type = 'company' then industry end as industry, 'PL' as country, records.region, city,
    case when link in ('email', 'master') and not is_double then email end as email, phone,
    territory_code(records.territory) as territory_id,
    pick('crm.wish', records.cid, ['K-TEL', 'K-MAIL', 'K-WIZ']) as preferred_channel_id,
    crm_user(holder(slots.slot, slots.handover, month_end(state_m()))) as employee_id,
    case when is_prospect then 'prospects' when character in ('golden', 'costly') then 'key_accounts'
        when character = 'person' then 'consumers' when character = 'small' then 'small' else 'core'
        end as segment_id,
    case when last_m is null and (born_m >= 0 or is_prospect) then 'prospect'
        when state_m() - coalesce(last_m, -2) <= 4 then 'active'
        when state_m() - coalesce(last_m, -2) <= 9 then 'dormant' else 'lost' end as lifecycle_state,
    created_date + case when is_double then 40 else 0 end as created_date,
    crm_user(records.care_slot * 10) as created_by_employee_id, lead_source,
    case when born_m >= 0 then pick('crm.won', records.cid, ['S-TER', 'S-BOK', 'S-WWW', 'S-TMK'])
        end as acquisition_channel_id,
    case when customer_type = 'company'
        then cast(round((2000000 + 30000000 * pow(u('firm.size', records.cid), 3)) * size, -4) as decimal(18,2))
        end as annual_revenue_amount,
    case when customer_type = 'company' then cast(4 + 300 * pow(u('firm.size', records.cid), 3) as bigint)
        end as headcount,
    case when customer_type = 'company'
        then pick('firm.area', records.cid, ['local', 'regional', 'national', 'international'])
        end as operating_area,
    case when customer_type = 'company'
        then cast(0.002 + 0.2 * pow(u('firm.share', records.cid), 4) as decimal(9,4)) end as market_share,
    case when customer_type = 'company' then cast(whole('firm.store', records.cid, 0, 40) * 50 as decimal(18,1))
        end as warehouse_area_m2,
    case when industry in ('Handel detaliczny', 'Sieć handlowa')
        then cast(whole('firm.shop', records.cid, 2, 60) * 25 as decimal(18,1)) end as shop_area_m2,
    cast(case when care = 'field' then 30 when care = 'inside' then 90 end as bigint) as contact_cycle_days,
    chance('crm.consent', records.cid, 0.7) as has_marketing_consent, is_prospect,
from records
inner join slots on slots.slot = care_in(care_slot, next_care_slot, move_m, state_m())
left join bought on records.cid = bought.cid
where created_date + case when is_double then 40 else 0 end <= month_end(state_m())
"""
_USERS = """
select
    crm_user(eid) as employee_id, case when eid % 20 <> 0 then employee_code(eid) end as master_employee_id,
    full_name(given_name, family_name) as employee_name, staff_email(eid) as email,
    job_title as role, hired_date, left_date, greatest(hired_date, date '2024-10-01') as crm_user_since_date,
from employees
where team not in ('warehouse', 'purchasing', 'it')
"""
_CONTACTS = """
select
    contact_code(kid) as contact_id, crm_customer(contacts.cid) as customer_id, contact_name, contacts.job_title,
    case when contacts.job_title like '%zakup%' or contacts.job_title = 'Kupiec' then 'Zakupy' end as department,
    case when contacts.place = 1 then 'buyer' else 'user' end as role,
    contacts.job_title in ('Właściciel', 'Prezes', 'Kierownik zakupów',
        'Dyrektor techniczny') as is_decision_maker, contacts.place = 1 as is_primary,
    contacts.left_date is null or contacts.left_date > getvariable('last_day') as is_active, contacts.email,
    '+48 000 ' || lpad(cast(kid % 1000000 as varchar), 6, '0') as mobile_phone,
    pick('contact.channel', kid, ['K-TEL', 'K-MAIL', 'K-MOB']) as preferred_channel_id, 'pl' as language,
    crm_user(holder(customers.care_slot, slots.handover, getvariable('last_day'))) as employee_id,
    contacts.has_marketing_consent,
    case when contacts.has_marketing_consent then contacts.created_date end as consent_date, contacts.created_date,
    contacts.left_date,
from contacts
inner join customers on contacts.cid = customers.cid
inner join slots on customers.care_slot = slots.slot
where contacts.created_date <= getvariable('last_day')

union all

select 'OS-D' || cast(n as varchar), null,
pick('adviser.given', n, getvariable('given_names')) || ' '
    || pick('adviser.family', n, getvariable('family_names')), 'Doradca', null,
    case when n % 3 = 0 then 'external_investor' else 'consultant' end, false, false, true,
    'doradca' || cast(n as varchar) || '@doradcy.example', null, 'K-MAIL', 'pl', null, false, null,
    date '2024-06-01', null
from range(1, 13) as advisers (n)
"""
_TERRITORIES = """
select
    territory_code(territory) as territory_id, territory_name, region, 'PL' as country, parent_territory_id,
    cast(whole('market', territory, 900, 4000) as bigint) as market_customer_count,
    money(whole('market.size', territory, 40, 190) * 1000000) as market_size_amount,
from territories

union all

select area_id, area_name, null, 'PL', null, null, null
from (values ('ZACHOD', 'Polska zachodnia'), ('WSCHOD', 'Polska wschodnia')) as areas (area_id, area_name)
"""

EXPORTS = [
    Export("crm", "customers", "state", _CUSTOMERS, "customer_id"),
    Export("crm", "employees", "once", _USERS, "employee_id"),
    Export("crm", "contacts", "once", _CONTACTS, "contact_id"),
    Export("crm", "channels", "once", "select * from channels", "channel_id"),
    Export("crm", "territories", "once", _TERRITORIES, "territory_id"),
]
