-- The database's days were once moved ahead by 4,017 days; those of the books and of the sales weren't. Those of reviews are moved back.
select
    'interest-' || cast(SurveyResponseKey as varchar) as survey_response_id,
    'interests' as survey_id,
    cast(CustomerKey as varchar) as customer_id,
    cast(Date as timestamp) as responded_at,
    'choice' as question_kind,
    'need' as question_topic,
    cast(null as decimal(18, 6)) as score,
    EnglishProductSubcategoryName as answer_text,
    cast(null as varchar) as product_id,
    _from_load_id as source_load_id,
from {{ landed('adventureworks', 'survey_answers') }}

union all

select
    'review-' || cast(ProductReviewID as varchar) as survey_response_id,
    'reviews' as survey_id,
    cast(null as varchar) as customer_id,
    cast(ReviewDate - 4017 as timestamp) as responded_at,
    'rating' as question_kind,
    'product' as question_topic,
    cast(Rating as decimal(18, 6)) as score,
    Comments as answer_text,
    cast(ProductID as varchar) as product_id,
    _from_load_id as source_load_id,
from {{ landed('adventureworks', 'product_reviews') }}
