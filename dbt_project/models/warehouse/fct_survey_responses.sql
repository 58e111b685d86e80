-- An answer without an instant is given the last day of its survey; customer and owner are those of that day.
with

responses as (
    select
        responses.*,
        surveys.survey_name,
        surveys.survey_kind,
        surveys.campaign_id,
        coalesce(
            {{ business_date('responses.responded_at', 'settings.time_zone') }},
            least(surveys.end_date, settings.as_of_date),
            settings.as_of_date
        ) as responded_date,
    from {{ ref('int_survey_responses_united') }} as responses
    cross join {{ ref('int_company_resolved') }} as settings
    left join {{ ref('int_surveys_united') }} as surveys on responses.survey_id = surveys.survey_id
)

select
    {{ surrogate_key(['responses.survey_response_id']) }} as survey_response_key,
    responses.survey_response_id,
    responses.survey_id,
    responses.survey_name,
    responses.survey_kind,
    responses.questionnaire_id,
    {{ member_key('customer') }},
    {{ member_key('contact') }},
    {{ member_key('employee', none_when='responses.employee_id is null') }},
    {{ member_key('product', none_when='responses.product_id is null') }},
    {{ member_key('channel') }},
    {{ member_key('campaign', none_when='responses.campaign_id is null') }},
    responses.customer_id,
    responses.ticket_id,
    responses.order_id,
    responses.service_order_id,
    responses.complaint_id,
    responses.responded_date,
    responses.responded_at,
    responses.question_id,
    responses.question,
    responses.question_kind,
    responses.question_topic,
    responses.score,
    responses.score_minimum,
    responses.score_maximum,
    responses.answer_text,
    responses.source_system,
    responses.source_load_id,
    {{ own_columns('survey_responses', 'responses') }}
from responses
{{ join_member('dim_customers', 'customer', 'responses.customer_id', 'responses.responded_date') }}
{{ join_member('dim_contacts', 'contact', 'responses.contact_id') }}
{{ join_member('dim_employees', 'employee', 'responses.employee_id', 'responses.responded_date') }}
{{ join_member('dim_products', 'product', 'responses.product_id') }}
{{ join_member('dim_channels', 'channel', 'responses.channel_id') }}
{{ join_member('dim_campaigns', 'campaign', 'responses.campaign_id') }}
