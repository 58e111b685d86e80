select
    cast(survey_response_id as varchar) as survey_response_id,
    cast(survey_id as varchar) as survey_id,
    cast(questionnaire_id as varchar) as questionnaire_id,
    cast(customer_id as varchar) as customer_id,
    cast(contact_id as varchar) as contact_id,
    cast(employee_id as varchar) as employee_id,
    cast(responded_at as timestamp) as responded_at,
    cast(question_id as varchar) as question_id,
    cast(question as varchar) as question,
    cast(question_kind as varchar) as question_kind,
    cast(question_topic as varchar) as question_topic,
    cast(score as decimal(18, 6)) as score,
    cast(
        case
            when score_minimum is not null then score_minimum
            when question_kind = 'nps' then 0
            when question_kind in ('csat', 'rating') then 1
        end as decimal(18, 6)
    ) as score_minimum,
    cast(
        case
            when score_maximum is not null then score_maximum
            when question_kind = 'nps' then 10
            when question_kind in ('csat', 'rating') then 5
        end as decimal(18, 6)
    ) as score_maximum,
    cast(answer_text as varchar) as answer_text,
    cast(product_id as varchar) as product_id,
    cast(ticket_id as varchar) as ticket_id,
    cast(order_id as varchar) as order_id,
    cast(service_order_id as varchar) as service_order_id,
    cast(complaint_id as varchar) as complaint_id,
    cast(channel_id as varchar) as channel_id,
    _from_load_id as source_load_id,
from {{ landed('standard', 'survey_responses') }}
