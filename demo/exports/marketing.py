"""The CRM's campaigns and surveys.

Belongs here: queries of exports. Doesn't belong here: how they come about, how they are written.
"""

from __future__ import annotations

from demo.exports.table import Export

_CAMPAIGNS = """
select
    campaign_id, ['Wiosna', 'Jesień', 'Pro', 'Powrót', 'Nowości'][1 + campaign_no % 5] || ' ' || campaign_method
        || ' ' || cast(campaign_no as varchar) as campaign_name, campaign_kind, campaign_method,
    'CEL-' || cast(2 + campaign_no % 3 as varchar) as goal_id, channel_id,
    crm_user(campaigns.slot * 10) as employee_id,
    (select any_value(product_group) from product_groups
        where product_groups.group_no = campaigns.group_no) as product_group,
    case when is_segmented then 'core' end as segment_id, start_date, start_date + day_count as end_date,
    case when start_date + day_count < getvariable('last_day') then 'finished' else 'running' end as status,
    is_segmented,
    case when campaign_method = 'telephone' then 'Skrypt ' || cast(campaign_no % 3 + 1 as varchar)
        end as script_name, cast(round(coalesce(listed, 0) * 1.1) as bigint) as planned_contact_count,
    cast(round(coalesce(listed, 0) * 0.1) as bigint) as planned_response_count,
    cast(round(fixed_cost * 1.05, 0) + coalesce(round(listed * contact_cost),
        0) as decimal(18,2)) as planned_cost_amount,
    cast(round(fixed_cost * 8, 0) as decimal(18,2)) as planned_revenue_amount,
from campaigns
left join (select campaign_no, count(*) as listed from members group by campaign_no) as counted using (campaign_no)
"""
_MEMBERS = """
select
    member_code(mid) as campaign_member_id, campaign_id, crm_customer(members.cid) as customer_id,
    contact_code(kid) as contact_id, crm_user(members.slot * 10) as employee_id, channel_id,
    case when not is_control then invited_date end as invited_date, responded_date,
    case when is_control then null when responded_date is null then 'brak odpowiedzi'
        when oid is not null then 'zamówienie'
        else pick('member.word', mkey, ['zainteresowany', 'odmowa', 'zainteresowany', 'prośba o ofertę'])
        end as response,
    case when is_control then null
        else responded_date is not null
        and (oid is not null or pick('member.word', mkey,
        ['zainteresowany', 'odmowa', 'zainteresowany', 'prośba o ofertę']) <> 'odmowa') end as is_positive_response,
    is_segmented, is_control as is_control_group, case when mkey % 2 = 0 then 'A' else 'B' end as variant,
    'Lista ' || campaign_id as list_name, case when not is_control then attempt_count end as call_attempt_count,
    case when campaign_method = 'telephone' then contact_minutes end as contact_minutes,
    order_code(oid) as order_id, contact_cost as contact_cost_amount,
from members
"""
_SURVEYS = """
select survey_id, survey_name, survey_kind, start_date, end_date, 'K-MAIL' as channel_id
from surveys
"""
_ANSWERS = """
select
    'ODP-' || lpad(cast(zid as varchar), 8, '0') as survey_response_id, survey_id,
    'KW-' || cast(skey as varchar) as questionnaire_id, crm_customer(survey_answers.cid) as customer_id,
    contact_code(survey_answers.cid * 10 + 1) as contact_id,
    day_at(answer_date, whole('answer.minute', skey, 480, 1200)) as responded_at,
    'P' || cast(q as varchar) as question_id, question, question_kind, question_topic,
    cast(score as decimal(9,1)) as score,
    cast(case when question_kind = 'nps' then 0 when score is not null then 1
        end as decimal(9,1)) as score_minimum,
    cast(case when question_kind = 'nps' then 10 when score is not null then 5
        end as decimal(9,1)) as score_maximum, answer_text,
    product_code(bought.pid) as product_id, ticket_code(tid) as ticket_id,
    order_code(survey_answers.oid) as order_id, 'K-MAIL' as channel_id,
from survey_answers
left join (select oid, min(pid) as pid from order_lines where line_number = 1
    group by oid) as bought
    on case when q = 5 then survey_answers.oid end = bought.oid
"""

EXPORTS = [
    Export("crm", "campaigns", "once", _CAMPAIGNS, "campaign_id"),
    Export("crm", "campaign_members", "once", _MEMBERS, "campaign_member_id"),
    Export("crm", "surveys", "once", _SURVEYS, "survey_id"),
    Export("crm", "survey_responses", "once", _ANSWERS, "survey_response_id"),
]
