{% for entity in matched_entities() %}
select
    '{{ entity }}' as entity,
    source_system,
    source_id,
    golden_id,
    match_rule,
    match_confidence_share,
from {{ ref('int_' ~ entity ~ '_matched') }}
{{ 'union all' if not loop.last }}
{% endfor %}
