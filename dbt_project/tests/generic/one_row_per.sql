{# The stated grain holds: no key is NULL and none occurs twice. One test for both, so that a model costs one node. #}
{% test one_row_per(model, columns) %}
select
    {% for column in columns -%}
    {{ column }},
    {% endfor -%}
    count(*) as row_count,
from {{ model }}
group by {% for column in columns %}{{ column }}{{ ', ' if not loop.last }}{% endfor %}

having
    count(*) > 1
    {%- for column in columns %}
    or {{ column }} is null
    {%- endfor %}
{% endtest %}
