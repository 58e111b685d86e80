-- Neither source names its survey: there is one about interests, and one that all reviews of products belong to.
select
    'interests' as survey_id,
    'Goods of interest' as survey_name,
    'market_research' as survey_kind,
    cast(null as bigint) as source_load_id,

union all

select
    'reviews' as survey_id,
    'Reviews of products' as survey_name,
    'satisfaction' as survey_kind,
    cast(null as bigint) as source_load_id,
