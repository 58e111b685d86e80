select
    cast(survey_id as varchar) as survey_id,
    cast(survey_name as varchar) as survey_name,
    cast(survey_kind as varchar) as survey_kind,
    cast(campaign_id as varchar) as campaign_id,
    cast(product_id as varchar) as product_id,
    cast(channel_id as varchar) as channel_id,
    cast(employee_id as varchar) as employee_id,
    cast(start_date as date) as start_date,
    cast(end_date as date) as end_date,
    cast(invited_count as bigint) as invited_count,
    cast(description as varchar) as description,
    _from_load_id as source_load_id,
from {{ landed_members('standard', 'surveys', ['survey_id']) }}
