{#
  A dimension's rows and its two special members: UNKNOWN ("we don't know which") and NONE ("not at this level").
  `member` is the singular: its key is <member>_key, its id <member>_id, its name <member>_name unless `name` says otherwise ('' for none).
  A source's own member with one of the two ids is that special member: it gets no second row.
#}
{% macro with_special_members(relation, member, name=none, values={}) -%}
    {%- set name_column = member ~ '_name' if name is none else name -%}
    select * from {{ relation }}
    where {{ member }}_id not in ('UNKNOWN', 'NONE')
    union all by name
    select
        md5(special_member) as {{ member }}_key,
        special_member as {{ member }}_id,
        {% if name_column -%}
        case when special_member = 'UNKNOWN' then 'Unknown' else 'Not at this level' end as {{ name_column }},
        {% endif -%}
        {% for column, value in values.items() -%}
        {{ value }} as {{ column }},
        {% endfor -%}
    from (values ('UNKNOWN'), ('NONE')) as special_members (special_member)
{%- endmacro %}


{# Joins a fact to a dimension by its id; `version_date` picks the version valid on that day, where history is kept. #}
{% macro join_member(dimension, member, id, version_date=none, as=none) -%}
    left join {{ ref(dimension) }} as {{ as or member }}
        on {{ id }} = {{ as or member }}.{{ member }}_id
        {%- if version_date %}
        and {{ version_date }} >= {{ as or member }}.valid_from_date
        and {{ version_date }} < {{ as or member }}.valid_to_date
        {%- endif %}
{%- endmacro %}


{#
  The joined member's key; what the dimension doesn't know is UNKNOWN. `none_when` is the condition under which the event has no such
  member at all, as a line sold without a promotion: its key is NONE.
#}
{% macro member_key(member, as=none, none_when=none) -%}
    {%- set known = 'coalesce(' ~ (as or member) ~ '.' ~ member ~ '_key, ' ~ unknown_key() ~ ')' -%}
    {%- if none_when -%} case when {{ none_when }} then {{ none_key() }} else {{ known }} end {%- else -%} {{ known }} {%- endif %} as
    {{- ' ' ~ (as or member) }}_key
{%- endmacro %}


{# A fact's day for dim_dates; a missing one is that dimension's unknown day. #}
{% macro known_date(day) -%}
    coalesce({{ day }}, date '1900-01-01')
{%- endmacro %}
