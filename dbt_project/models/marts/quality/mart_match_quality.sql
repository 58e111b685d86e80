select
    entity,
    source_system,
    match_rule,
    count(*) as record_count,
    cast(count(*) / sum(count(*)) over (partition by entity, source_system) as decimal(18, 6)) as record_share,
    cast(avg(match_confidence_share) as decimal(18, 6)) as mean_match_confidence_share,
from {{ ref('bridge_member_sources') }}
group by entity, source_system, match_rule
