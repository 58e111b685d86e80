"""Contacts with customers and time inside: visits, calls, mails, chats, dunning, training, reports.

Belongs here: who spoke with whom, when and how long. Doesn't belong here: tickets (service.py), letters (letters.py),
the calls of campaigns (campaigns.py), which only get their numbers here.
"""

from __future__ import annotations

from demo.world import World

# kind, how often (a share of the customer's visits and calls), who, minutes from and by, travel from and by, channel,
# automated share
_KINDS = """
select * from (values
    (1, 'visit',        1.0, 0.0, 'care',        40, 50, 40, 120, 'K-WIZ',  0.00),
    (2, 'presentation', 0.1, 0.0, 'care',        60, 60, 40, 120, 'K-WIZ',  0.00),
    (3, 'call',         0.0, 1.0, 'inside',       5, 14,  0,   0, 'K-TEL',  0.00),
    (4, 'email',        0.0, 0.8, 'inside',       4,  7,  0,   0, 'K-MAIL', 0.35),
    (5, 'chat',         0.0, 0.12, 'web',         4,  9,  0,   0, 'K-CHAT', 0.50),
    (6, 'fax',          0.0, 0.02, 'inside',      5,  6,  0,   0, 'K-FAX',  0.00),
    (7, 'mobile',       0.0, 0.10, 'web',         1,  2,  0,   0, 'K-MOB',  0.90),
    (8, 'training',     0.02, 0.0, 'marketing', 150, 150, 0,   0, 'K-WIZ',  0.00)
) as kinds (kind_no, activity_kind, visit_share, call_share, team, minutes_from, minutes_by, travel_from,
travel_by, channel_id, automated_share)
"""
_CONTACTS = """
with

expected as (
    select
        customers.cid, care_slot, next_care_slot, move_m, care, kinds.* exclude (visit_share, call_share), months.m,
        (visits_mean * visit_share + calls_mean * call_share) * (0.5 + 0.5 * least(size, 2))
            * case when kind_no in (1, 2) and care_slot = weary_slot() and months.m >= weary_since() then 0.4 else 1 end
            as mean,
        (customers.cid * 100 + months.m) * 16 + kind_no as ekey,
    from customers
    cross join kinds
    inner join months
        on months.m >= case when is_prospect then month_of(created_date) else born_m end
        and (lost_m is null or months.m <= lost_m + 1)
    where is_in_crm and chunk_has(months.m)
),

hashed as (
    select *, h('contacts', ekey) as e from expected where mean > 0
),

counted as (
    select *, often(e, mean) as times from hashed
),

happened as (
    select *, unnest(range(times)) as place from counted where times > 0
),

keyed as (
    select *, ekey * 64 + place as akey, h('contact', ekey * 64 + place) as a from happened
),

dated as (
    select *, workday(m, u('contact.day', akey)) as activity_date,
    care_in(care_slot, next_care_slot, move_m, m) as owner_slot from keyed
)

select
    m, kind_no, akey, cid, activity_kind, activity_date, channel_id,
    case when part(a, 0) < case when team = 'care' then 1 when kind_no in (3, 4) then 0.5
        else 0.1 end then 'outbound' else 'inbound' end as direction,
    part(a, 1) < automated_share as is_automated,
    case team when 'care' then owner_slot
        when 'inside' then case when care = 'field' and part(a, 2) < 0.25 then owner_slot
            else someone(getvariable('first_inside_sales'), getvariable('count_inside_sales'), part(a, 2)) end
        when 'web' then someone(getvariable('first_web_shop'), getvariable('count_web_shop'), part(a, 2))
        else someone(getvariable('first_marketing'), getvariable('count_marketing'), part(a, 2)) end as slot,
    case when part(a, 3) < 0.03 then 'cancelled' when part(a, 3) < 0.05 then 'missed' else 'done' end as status,
    minutes(case when part(a, 1) < automated_share then 0
        else minutes_from + minutes_by * u('contact.minutes', akey) end) as duration_minutes,
    minutes(case when travel_by > 0 then travel_from + travel_by * u('contact.travel', akey)
        else 0 end) as travel_minutes,
    minutes(case when travel_by > 0 then 15 + 25 * u('contact.before', akey) else 0 end) as preparation_minutes,
    whole('contact.minute', akey, 435, 900) as start_minute,
    cast(null as bigint) as iid, cast(null as integer) as campaign_no, cast(null as bigint) as member_key,
    cast(null as bigint) as member_oid,
from dated
"""
# Accounting calls ten days after the due day and every 25 days until the money is there.
_DUNNING = """
select
    month_of(call_date) as m, 20, pay_key * 16 + turn, late.cid, 'dunning_call', call_date, 'K-TEL', 'outbound',
    false,
    someone(getvariable('first_accounting'), getvariable('count_accounting'), u('dunning', pay_key)), 'done',
    minutes(10 + 12 * u('dunning.minutes', pay_key * 16 + turn)), 0.0, minutes(4),
    whole('dunning.minute', pay_key, 480, 900), iid, null, null, null,
from (
    select
        pay_key, payments.iid, payments.cid, payments.payment_date, due_date,
        unnest(range(cast(least((payment_date - due_date - 10) // 25 + 1, 6) as bigint))) as turn,
    from payments
    inner join (select iid, due_date from invoices where chunk_has(m)) as invoices using (iid)
    where payment_date > due_date + 10 and payments.amount > 800 and chunk_has(payments.m)
) as late
inner join (select cid, is_in_crm from customers) as customers using (cid)
cross join lateral (
    select workday_after(late.due_date + 10 + cast(25 * late.turn as integer), 1) as call_date
) as calls
where call_date <= least(late.payment_date, getvariable('last_day')) and is_in_crm
"""
_REPORTS = """
select
    months.m, 30, (slot * 100 + months.m) * 8 + week, null, 'reporting', workday(months.m, (week + 0.9) / 4.5),
    null, 'internal', false, slot, 'done',
    minutes(70 + 60 * u('report', (slot * 100 + months.m) * 8 + week)), 0.0, 0.0, 900, null, null, null, null,
from slots
cross join months
cross join range(4) as weeks (week)
where team in ('field_sales', 'marketing') and chunk_has(months.m)
"""
_NUMBERED = """
with

due as (
    select * from contacts_made where chunk_has(m)
),

-- No deal is open for 150 days, so older ones needn't be looked at.
recent as (
    select vid, cid, created_date, ended_date from deals
    where created_date between month_start(getvariable('chunk_first')) - 150 and month_end(getvariable('chunk_last'))
),

-- The open deal of the customer on that day, where there is one.
dealt as (
    select
        due.*, case when deal.ended_date >= due.activity_date and kind_no in (1, 2, 3, 4) then deal.vid end as vid,
    from due
    asof left join recent as deal
        on due.cid = deal.cid
        and due.activity_date >= deal.created_date
)

select
    kind_no * 1000000000000000 + akey as aid,
    dealt.*, holder(dealt.slot, slots.handover, activity_date) as eid, slots.team,
from dealt
inner join slots using (slot)
"""


# The second field seller loses heart in the sixteenth month and visits less than half as often.
_WEARY = """
create macro weary_slot() as getvariable('first_field_sales') + 1;
create macro weary_since() as 15;
"""


def build(world: World) -> None:
    """Make activities, with those that campaigns left in campaign_calls."""
    world.make("kinds", _KINDS)
    world.con.execute(_WEARY)
    world.fill("contacts_made", _CONTACTS)
    world.fill("contacts_made", _DUNNING, again=True)
    world.fill("contacts_made", _REPORTS, again=True)
    world.fill("contacts_made", "select * from campaign_calls where chunk_has(m)", again=True)
    world.fill("activities", _NUMBERED)
    world.con.execute("drop table contacts_made; drop table campaign_calls")
