"""Campaigns with their lists and answers, the calls and e-mail events they lead to.

Belongs here: what marketing sends. Doesn't belong here: promotions (catalogue.py), surveys (surveys.py).
"""

from __future__ import annotations

from demo.world import World

# Twenty-six campaigns in two years; a segmented one asks chosen customers and gets more than twice the answers.
_CAMPAIGNS = """
with

drawn as (
    select cast(n as integer) as campaign_no,
    ['mailing', 'telephone', 'mailing', 'direct_mail', 'mailing', 'fair', 'mailing',
        'advertisement'][1 + (n - 1) % 8] as campaign_method
    from range(1, 27) as campaigns (n)
)

select
    'KAM-' || lpad(cast(campaign_no as varchar), 3, '0') as campaign_id,
    campaign_no, campaign_method,
    ['acquisition', 'retention', 'cross_sell', 'launch', 'recovery'][1 + campaign_no % 5] as campaign_kind,
    workday(cast(0 + (campaign_no - 1) * 23 // 26 as integer), u('campaign.day', campaign_no)) as start_date,
    cast(case campaign_method when 'fair' then 3 when 'advertisement' then 30 else 14 end as integer) as day_count,
    (campaign_no // 2 + campaign_no // 8) % 2 = 0 as is_segmented,
    cast(whole('campaign.group', campaign_no, 1, 8) as integer) as group_no,
    case campaign_method when 'mailing' then 'K-MAIL' when 'telephone' then 'K-TEL'
        when 'direct_mail' then 'K-LIST' when 'fair' then 'K-WIZ' else 'K-WWW' end as channel_id,
    case campaign_method when 'direct_mail' then 6.80 when 'mailing' then 0.12 when 'fair' then 18.00 else 0.00
        end as contact_cost,
    money(case campaign_method when 'fair' then 14000 when 'advertisement' then 9000 when 'direct_mail' then 1500
        when 'mailing' then 600 else 400 end
        * (0.8 + 0.4 * u('campaign.cost', campaign_no)) * greatest(getvariable('scale'), 0.3)) as fixed_cost,
    getvariable('first_marketing') + campaign_no % getvariable('count_marketing') as slot,
    case campaign_method when 'mailing' then case when (campaign_no // 2 + campaign_no // 8) % 2 = 0 then 0.5
        else 0.8 end when 'telephone' then 0.15
        when 'direct_mail' then 0.35 when 'fair' then 0.10 else 0.0 end as reach_share,
from drawn
"""
_MEMBERS = """
with

listed as (
    select campaigns.*, contacts.kid, contacts.cid, contacts.kid * 100 + campaign_no as mkey,
    h('member', contacts.kid * 100 + campaign_no) as b, lost_m
    from campaigns
    inner join contacts
        on contacts.created_date < campaigns.start_date
        and (contacts.left_date is null or contacts.left_date > campaigns.start_date)
        and contacts.has_marketing_consent
    inner join customers using (cid)
    where part(h('member', contacts.kid * 100 + campaign_no), 0) < reach_share
        * case when is_segmented then case when favourite_group = group_no then 1.6
            when favourite_group % 4 = group_no % 4 then 1.0 else 0.15 end else 0.7 end
),

answered as (
    select
        *,
        part(b, 1) < 0.07 as is_control,
        part(b, 1) >= 0.07 and part(b, 2) < (case when is_segmented then 0.15 else 0.06 end) * case
            when campaign_method in ('telephone', 'fair') then 2 else 1 end
            * case when lost_m is not null and month_of(start_date) >= lost_m then 0.1 else 1 end as has_answered,
        start_date + cast(floor(part(b, 3) * day_count) as integer) as invited_date,
    from listed
),

-- The first order within three weeks of the invitation is its harvest.
harvested as (
    select answered.*, case when has_answered and next_order.order_date <= invited_date + 21 then next_order.oid
        end as oid
    from answered
    asof left join (select cid, order_date, min(oid) as oid from orders where not is_cancelled
        group by cid, order_date) as next_order
        on answered.cid = next_order.cid
        and answered.invited_date <= next_order.order_date
)

select
    row_number() over (order by campaign_no, invited_date, kid) as mid,
    campaign_id, campaign_no, campaign_method, kid, cid, mkey, b, is_segmented, is_control, has_answered,
    invited_date, channel_id, slot, group_no,
    case when row_number() over (partition by oid order by invited_date, kid, campaign_no) = 1 then oid end as oid,
    case when has_answered and invited_date + 12 <= getvariable('last_day')
        then invited_date + cast(whole('member.days', mkey, 0, 12) as integer) end as responded_date,
    case when is_control then 0.00 else contact_cost end as contact_cost,
    minutes(case when campaign_method = 'telephone' and not is_control then 3 + 8 * u('member.minutes', mkey)
        else 0 end) as contact_minutes,
    cast(case when campaign_method = 'telephone' then whole('member.attempts', mkey, 1, 4)
        end as bigint) as attempt_count,
from harvested
where invited_date <= getvariable('last_day')
"""
_CALLS = """
select
    month_of(call_date) as m, 40 as kind_no, mkey * 8 + attempt as akey, cid,
    'telemarketing_call' as activity_kind, call_date as activity_date, 'K-TEL' as channel_id,
    'outbound' as direction, false as is_automated,
    someone(getvariable('first_inside_sales'), getvariable('count_inside_sales'), u('member.caller', mkey)) as slot,
    case when attempt < attempt_count then 'missed' else 'done' end as status,
    case when attempt < attempt_count then minutes(1) else contact_minutes end as duration_minutes,
    minutes(0) as travel_minutes, minutes(0) as preparation_minutes,
    whole('member.minute', mkey * 8 + attempt, 480, 900) as start_minute,
    cast(null as bigint) as iid, campaign_no, mid as member_key,
    case when attempt = attempt_count then oid end as member_oid,
from (select *, unnest(range(1, attempt_count + 1)) as attempt from members
    where campaign_method = 'telephone' and not is_control) as attempts
cross join lateral (select workday_after(invited_date, attempt - 1) as call_date) as days
where call_date <= getvariable('last_day')
"""
# Instants of the mailing system are UTC.
_EMAIL = """
with

sent as (
    select
        *, h('mail', mkey) as e, campaign_no % 2 = 0 as is_newsletter,
        cast(invited_date as timestamp) + to_minutes(cast(360 + whole('mail.minute', mkey, 0,
            150) as bigint)) as sent_at,
    from members
    where campaign_method = 'mailing' and not is_control
),

events as (
    select *, 1 as step, 'sent' as event_kind, sent_at as occurred_at from sent
    union all
    select *, 2, case when part(e, 0) < 0.04 then 'bounced' else 'delivered' end,
    sent_at + to_seconds(cast(whole('mail.way', mkey, 2, 300) as bigint)) from sent
    union all
    select *, 3, 'opened', sent_at + to_minutes(cast(3 + 2800 * pow(u('mail.open', mkey), 3) as bigint)) from sent
    where part(e, 0) >= 0.04 and (part(e, 1) < 0.40 or responded_date is not null)
    union all
    select *, 4, 'clicked', sent_at + to_minutes(cast(6 + 2800 * pow(u('mail.open', mkey), 3) as bigint)) from sent
    where part(e, 0) >= 0.04 and (part(e, 1) < 0.12 or responded_date is not null)
    union all
    select *, 5, 'unsubscribed', sent_at + to_minutes(cast(9 + 2800 * pow(u('mail.open', mkey), 3) as bigint))
    from sent where part(e, 0) >= 0.04 and part(e, 1) between 0.395 and 0.40
    union all
    select *, 6, 'qualified', sent_at + to_minutes(3000) from sent
    where responded_date is not null and part(e, 0) >= 0.04
)

select mid * 10 + step as event_key, events.* from events
where occurred_at <= cast(getvariable('last_day') as timestamp) + interval 20 hour
"""


def build(world: World) -> None:
    """Make campaigns, members, campaign_calls (for activities.py) and email_events."""
    world.make("campaigns", _CAMPAIGNS)
    world.make("members", _MEMBERS)
    world.make("campaign_calls", _CALLS)
    world.make("email_events", _EMAIL)
