"""What is written: letters that come in, notes that people keep.

Belongs here: correspondence and notes. Doesn't belong here: contacts (activities.py).
"""

from __future__ import annotations

from demo.world import World

_LETTERS = """
with

due as (
    select qid as source, 1 as kind, cid, complaint_date as document_date, 'Reklamacja' as document_kind,
    'complaint' as procedure_name from complaints where chance('letter', qid, 0.5)
    union all
    select vid, 2, cid, created_date, 'Zapytanie', 'enquiry' from deals where chance('letter.deal', vid, 0.4)
    union all
    select ucid, 3, cid, start_date, 'Umowa', 'contract' from contracts where start_date >= date '2024-11-01'
),

keyed as (
    select *, kind * 1000000000000 + source as wkey, workday_after(document_date, 0) as day from due
    where document_date between date '2024-11-01' and getvariable('last_day')
)

select
    row_number() over (order by day, wkey) as wid, keyed.*,
    day_at(day, whole('letter.minute', wkey, 450, 900)) as received_at,
    whole('letter.registered', wkey, 5, 300) as registered_after,
    whole('letter.routed', wkey, 20, 1500) as routed_after,
    whole('letter.answered', wkey, 400, 11000) as answered_after,
    cast(case when chance('letter.twice', wkey, 0.2) then 2 else 1 end as bigint) as routing_count,
    chance('letter.auto', wkey, 0.35) as is_auto_registered,
    pick('letter.channel', wkey, ['K-MAIL', 'K-MAIL', 'K-LIST', 'K-WWW', 'K-FAX']) as channel_id,
    someone(getvariable('first_inside_sales'), getvariable('count_inside_sales'), u('letter.slot', wkey)) as slot,
    minutes(12 + 25 * u('letter.minutes', wkey)) as handling_minutes,
from keyed
"""
_NOTES = """
select
    row_number() over (order by activity_date, aid) as nid, aid, cid, activity_date as note_date, eid, vid,
    pick('note.kind', akey,
        ['remark', 'remark', 'opinion', 'wish', 'enquiry', 'risk', 'technical_information']) as note_kind,
    pick('note.category', akey, ['cena', 'dostawa', 'jakość', 'asortyment', 'obsługa']) as category,
    pick('note.mood', akey, ['positive', 'positive', 'neutral', 'negative']) as sentiment,
    whole('note.group', akey, 1, 8) as group_no,
from activities
where kind_no in (1, 2, 3) and cid is not null and chance('note', akey, 0.12)
"""


def build(world: World) -> None:
    """Make letters and notes."""
    world.make("letters", _LETTERS)
    world.make("notes", _NOTES)
