"""What customers feel and what they answer when asked.

Belongs here: satisfaction and surveys. Doesn't belong here: answers to campaigns (campaigns.py).
"""

from __future__ import annotations

from demo.world import World

# What people say follows what they lived through: late deliveries, complaints, and whether they leave.
_FEELING = """
select
    customers.cid,
    8.7 - 5 * coalesce(late_share, 0) - 0.25 * least(coalesce(complaint_count, 0), 6) - case
        when lost_m is not null then 1.5 else 0 end
        - case when character = 'costly' then 0.8 else 0 end as level,
from customers
left join (
    select shipments.cid, avg(cast(delivered_date > promised_date as integer)) as late_share
    from shipments inner join orders using (oid) group by shipments.cid
) as lateness on customers.cid = lateness.cid
left join (select cid, count(*) as complaint_count from complaints
    group by cid) as grief on customers.cid = grief.cid
where not is_prospect
"""
_SURVEYS = """
select * from (values
    ('ANK-01', 'Badanie NPS 2025', 'satisfaction', date '2025-05-05', date '2025-05-30', 'NPS'),
    ('ANK-02', 'Badanie NPS 2026', 'satisfaction', date '2026-05-04', date '2026-05-29', 'NPS'),
    ('ANK-03', 'Ocena po dostawie', 'after_sales', date '2024-11-01', null, 'ORDER'),
    ('ANK-04', 'Ocena zgłoszenia', 'after_sales', date '2024-11-01', null, 'TICKET'),
    ('ANK-05', 'Nowa linia Pro: potrzeby', 'product_launch', date '2025-09-08', date '2025-09-26', 'NEED')
) as surveys (survey_id, survey_name, survey_kind, start_date, end_date, target)
"""
_ANSWERS = """
with

asked as (
    select survey_id, target, cid, cast(null as bigint) as oid, cast(null as bigint) as tid,
    cast(null as integer) as pid,
        workday_after(start_date,
            whole('survey.day', cid * 10 + cast(right(survey_id, 1) as integer), 0, 16)) as answer_date,
        cid * 10 + cast(right(survey_id, 1) as integer) as skey
    from surveys
    inner join customers on is_in_crm and not is_prospect and created_date < start_date
        and (lost_m is null or month_start(lost_m) > start_date)
    where target in ('NPS', 'NEED')
        and chance('survey', cid * 10 + cast(right(survey_id, 1) as integer), case target when 'NPS' then 0.38
        else 0.15 end)

    union all

    select 'ANK-03', 'ORDER', orders.cid, oid, null, null, promised_date + 4, oid * 10 + 3
    from orders inner join customers using (cid)
    where is_in_crm and not is_cancelled and chance('survey.order', oid, 0.07)

    union all

    select 'ANK-04', 'TICKET', cid, null, tid, null, opened_date + 7, tid * 10 + 4 from tickets
    where chance('survey.ticket', tid, 0.16)
),

questioned as (
    select *, unnest(case target when 'NPS' then [1, 2, 3] when 'ORDER' then [4, 5] when 'TICKET' then [6]
        else [7, 8] end) as q from asked
    where answer_date <= getvariable('last_day')
),

scored as (
    select questioned.*, level + 1.1 * bell(h('answer', skey * 10 + q)) as felt
    from questioned
    inner join feeling using (cid)
)

select
    row_number() over (order by answer_date, skey, q) as zid, survey_id, skey, cid, oid, tid, answer_date, q,
    ['nps', 'csat', 'text', 'csat', 'csat', 'csat', 'choice', 'nps'][q] as question_kind,
    ['overall', 'delivery', 'overall', 'delivery', 'product', 'service', 'need', 'product'][q] as question_topic,
    ['Czy polecił(a)by Pan(i) nas znajomym?', 'Jak ocenia Pan(i) dostawy?', 'Co możemy poprawić?',
        'Czy dostawa przyszła na czas?', 'Jak ocenia Pan(i) produkt?',
        'Jak ocenia Pan(i) obsługę zgłoszenia?', 'Czego Pan(i) potrzebuje?',
        'Czy polecił(a)by Pan(i) nową linię?'][q] as question,
    case when q in (1, 8) then least(greatest(round(felt + 0.5), 0), 10)
        when q in (2, 4, 5, 6) then least(greatest(round(felt / 2), 1), 5) end as score,
    case when q = 3 then case when felt < 7 then 'Szybsze dostawy i mniej błędów na fakturach'
        else 'Tak trzymać' end
        when q = 7 then pick('need', skey,
            ['Więcej baterii w zestawie', 'Dłuższa gwarancja', 'Niższa cena', 'Szybszy serwis']) end as answer_text,
from scored
"""


def build(world: World) -> None:
    """Make feeling, surveys and survey_answers."""
    world.make("feeling", _FEELING)
    world.make("surveys", _SURVEYS)
    world.make("survey_answers", _ANSWERS)
