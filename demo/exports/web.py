"""The web shop and the mailing system, whose instants are UTC.

Belongs here: queries of exports. Doesn't belong here: how they come about, how they are written.
"""

from __future__ import annotations

from demo.exports.table import Export

_VIEWS = """
with

wanted as (
    select
        cid, months.m, favourite_group, h('views', cid * 100 + months.m) as wish_hash,
        case when customer_type = 'person' then 1.6 else 0.5 end * least(size, 2) as mean,
    from customers
    inner join months
        on months.m >= customers.born_m
        and (lost_m is null or months.m < lost_m)
    where cut_has(months.m) and not is_prospect
),

counted as (
    select cid, m, favourite_group, often(wish_hash, mean) as times from wanted
),

seen as (
    select cid, m, favourite_group, unnest(range(times)) as place from counted where times > 0
)

select
    'WID-' || cast((cid * 100 + m) * 8 + place as varchar) as product_interest_id,
    month_start(m) + cast(floor(part(h('view', (cid * 100 + m) * 8 + place), 0) * 28) as integer) as interest_date,
    cast(month_start(m) + cast(floor(part(h('view', (cid * 100 + m) * 8 + place),
        0) * 28) as integer) as timestamp) + to_minutes(whole('view.minute', (cid * 100 + m) * 8 + place, 300,
    1300)) as occurred_at,
    pick('view.kind', (cid * 100 + m) * 8 + place,
        ['view', 'view', 'view', 'basket', 'enquiry', 'download']) as interest_kind,
    product_code(wanted_pid(h('view.what', (cid * 100 + m) * 8 + place), favourite_group)) as product_id,
    case when chance('view.known', cid, 0.75) then erp_customer(cid) end as customer_id,
    visitor_code(cid) as visitor_id, 'S-WWW' as channel_id,
from seen
"""
_MAIL = """
select
    'MAIL-' || lpad(cast(event_key as varchar), 10, '0') as email_event_id, campaign_id,
    member_code(mid) as campaign_member_id,
    case when link_kind <> 'none' and not customers.is_prospect then erp_customer(email_events.cid)
        end as customer_id,
    contact_code(kid) as contact_id, event_kind, occurred_at, 'Fala 1' as mailing_name,
    'Nowości w narzędziowni ' || campaign_id as message_subject,
    case when event_kind = 'clicked' then 'https://cietrzew.example/k/' || lower(campaign_id) || '?m='
        || left(md5(cast(mkey as varchar)), 10) end as link_url,
    case when event_kind = 'bounced' then case when mkey % 3 = 0 then 'soft' else 'hard' end end as bounce_kind,
    case when event_kind in ('opened', 'clicked') then pick('mail.device', mkey, ['telefon', 'komputer'])
        end as device_kind, event_kind = 'opened' and chance('mail.machine', mkey, 0.12)
        and responded_date is null as is_machine_opened,
from email_events
inner join customers on email_events.cid = customers.cid
where cut_has(month_of(cast(occurred_at as date)))
"""

EXPORTS = [
    Export("shop", "product_interests", "month", _VIEWS, "product_interest_id"),
    Export("mail", "email_events", "month", _MAIL, "occurred_at, email_event_id"),
]
