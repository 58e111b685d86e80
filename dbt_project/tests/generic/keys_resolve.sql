{#
  Every foreign key of a fact finds its dimension row. `keys` maps a key column to its dimension; `to` names the dimension's key when
  it differs. One test a fact: the result says which column, which value, how many rows.
#}
{% test keys_resolve(model, keys, to={}) %}
{% for column, dimension in keys.items() %}
select
    '{{ column }}' as key_column,
    cast(facts.{{ column }} as varchar) as key_value,
    count(*) as row_count,
from {{ model }} as facts
left join {{ ref(dimension) }} as members
    on facts.{{ column }} = members.{{ to.get(column, column) }}
where members.{{ to.get(column, column) }} is null
group by all
{{ 'union all' if not loop.last }}
{% endfor %}
{% endtest %}
