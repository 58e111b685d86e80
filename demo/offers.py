"""Offers that deals come to, and the leads before them.

Belongs here: offers, leads. Doesn't belong here: deals (deals.py), campaigns (campaigns.py).
"""

from __future__ import annotations

from demo.world import World

_OFFERS = """
with

sent as (
    select
        vid, changed_date, changed_at, eid,
        row_number() over (partition by vid order by step) as version,
        count(*) over (partition by vid) as version_count,
    from deal_steps
    where stage_id in ('S40', 'U40')
)

select
    vid * 10 + version as fid, sent.vid, cast(version as integer) as version, sent.changed_date as offer_date,
    sent.eid, deals.cid, deals.oid,
    case when is_won and version = version_count and ended_date <= getvariable('last_day') then 'won'
        when version < version_count then 'withdrawn'
        when ended_date > getvariable('last_day') then 'sent'
        when part(deal_hash, 1) < 0.3 then 'expired' else 'lost' end as status,
    ended_date,
    chance('offer.auto', vid * 10 + version, 0.30) as is_automated,
    minutes(case when chance('offer.auto', vid * 10 + version, 0.30)
        then 10 + 14 * u('offer.minutes', vid * 10 + version)
        else 70 + 150 * u('offer.minutes', vid * 10 + version) end) as preparation_minutes,
    sent.changed_at - to_hours(cast(whole('offer.asked', vid * 10 + version, 3, 90) as bigint)) as requested_at,
    sent.changed_at as sent_at,
    case when is_won and version = version_count then coalesce(order_amount, expected_amount)
        else share_of(expected_amount, 0.9 + 0.2 * u('offer.amount', vid * 10 + version)) end as net_amount,
    cast(1 + whole('offer.lines', vid, 0, 9) as integer) as line_count,
from sent
inner join deals using (vid)
"""
_LEADS = """
with

strangers as (
    select m, unnest(range(cast(round(16 * getvariable('scale')) as bigint))) as place from months
),

raised as (
    select 1 as origin, cid as source, cid,
    created_date - cast(whole('lead.before', cid, 2, 25) as integer) as lead_date, vid, lead_source
    from deals
    where origin = 1

    union all

    select 2, cid, cid, created_date, null, lead_source from customers where is_prospect

    union all

    select 3, m * 1000000 + place, null, workday(m, u('lead.day', m * 1000000 + place)), null,
        pick('lead.source', m * 1000000 + place, getvariable('lead_sources'))
    from strangers
),

keyed as (
    select *, origin * 100000000000 + source as lkey,
    row_number() over (order by lead_date, origin, source) as lead_no
    from raised
    where lead_date <= getvariable('last_day')
)

select
    keyed.*,
    case when origin = 1 then 'converted' when origin = 2 then case
        when chance('lead.lost', lkey, 0.55) then 'lost' else 'qualified' end
        when lead_date < date '2026-09-15' and chance('lead.lost', lkey, 0.85) then 'lost' else 'open'
            end as status,
    cast(case when origin = 1 then 45 + 50 * u('lead.score', lkey)
        when origin = 2 then 25 + 55 * u('lead.score', lkey)
        else 5 + 60 * u('lead.score', lkey) end as decimal(18,1)) as lead_score,
    someone(getvariable('first_inside_sales'), getvariable('count_inside_sales'), u('lead.slot', lkey)) as slot,
    minutes(10 + 25 * u('lead.minutes', lkey)) as handling_minutes,
from keyed
"""


def build(world: World) -> None:
    """Make offers and leads."""
    world.make("offers", _OFFERS)
    world.make("leads", _LEADS)
