{#
  Every foreign key of a fact finds its dimension row. `keys` maps a key column to its dimension; `to` names the dimension's key when
  it differs; `dates` are days that must stand in dim_dates unless they are NULL. One test a fact: the result says which column, which
  value, how many rows.
#}
{% test keys_resolve(model, keys, to={}, dates=[]) %}
{% set lookups = [] %}
{% for column, dimension in keys.items() %}
{% do lookups.append({'column': column, 'dimension': dimension, 'key': to.get(column, column), 'may_be_null': false}) %}
{% endfor %}
{% for column in dates %}
{% do lookups.append({'column': column, 'dimension': 'dim_dates', 'key': 'date_day', 'may_be_null': true}) %}
{% endfor %}
{% for lookup in lookups %}
select
    '{{ lookup.column }}' as key_column,
    cast(facts.{{ lookup.column }} as varchar) as key_value,
    count(*) as row_count,
from {{ model }} as facts
left join {{ ref(lookup.dimension) }} as members
    on facts.{{ lookup.column }} = members.{{ lookup.key }}
where members.{{ lookup.key }} is null {{ 'and facts.' ~ lookup.column ~ ' is not null' if lookup.may_be_null }}
group by all
{{ 'union all' if not loop.last }}
{% endfor %}
{% endtest %}
