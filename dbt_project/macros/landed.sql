{# The rows of a raw table that are so now: the open end of each key's interval of loads, but for keys that the source deleted. #}
{% macro landed(system, table) -%}
    (select * from {{ raw_rows(system, table) }} where _to_load_id is null and _is_deletion is not true)
{%- endmacro %}


{#
  Every version of every row with the days on which it held: from inclusive, to exclusive, an open end is null. Of two lists as of the
  same day the later one counts: what only the earlier one said held on no day.
#}
{% macro landed_history(system, table) -%}
    (
        select
            *,
            _from_as_of_date as valid_from_date,
            _to_as_of_date as valid_to_date,
        from {{ raw_rows(system, table) }}
        where _is_deletion is not true and (_to_as_of_date is null or _to_as_of_date > _from_as_of_date)
    )
{%- endmacro %}


{#
  The newest version of every member of a list, also of those that have vanished from it or were deleted: what a fact once referred
  to keeps its name. deleted_date: the day as of which it was gone, else null. `key` lists the key's columns.
#}
{% macro landed_members(system, table, key) -%}
    (
        select
            *,
            case when _is_deletion then _from_as_of_date else _to_as_of_date end as deleted_date,
        from {{ raw_rows(system, table) }}
        qualify row_number() over (
            partition by {{ key | join(', ') }}
            order by _is_deletion is true, _from_as_of_date desc, _from_load_id desc
        ) = 1
    )
{%- endmacro %}


{# The rows of a raw table. Its personal keys are pseudonyms, unless the company keeps the numbers of that entity as they are. #}
{% macro raw_rows(system, table) -%}
    {%- set rows = source(system, table) -%}
    {%- set keys = personal_keys(system, table) -%}
    {%- if keys -%}
    (
        select
            landed.* replace (
                {%- for column in keys %}
                {{ adapter.quote(column.name ~ '_pseudonym') }}.token as {{ adapter.quote(column.name) }},
                {%- endfor %}
            ),
        from {{ rows }} as landed
        {%- for column in keys %}
        left join private.pseudonyms.of_keys as {{ adapter.quote(column.name ~ '_pseudonym') }}
            on {{ adapter.quote(column.name ~ '_pseudonym') }}.kind = '{{ column.references }}'
            and cast(landed.{{ adapter.quote(column.name) }} as varchar) = {{ adapter.quote(column.name ~ '_pseudonym') }}.value
        {%- endfor %}
    )
    {%- else -%}
    {{ rows }}
    {%- endif -%}
{%- endmacro %}


{# The columns of a raw table that identify a member and are personal themselves, as a name that serves as a key. #}
{% macro personal_keys(system, table) -%}
    {% set found = [] %}
    {% for node in (graph.get('sources', {}).values() if execute else []) if node.source_name == system and node.name == table %}
        {% for column in node.columns.values() %}
            {% set meta = column.get('config', {}).get('meta') or column.get('meta') or {} %}
            {% set target = meta.get('references') %}
            {% if meta.get('personal') and target and privacy_policy(target, entity_key(target)[0]) != 'keep' %}
                {% do found.append({'name': column.name, 'references': target}) %}
            {% endif %}
        {% endfor %}
    {% endfor %}
    {{ return(found) }}
{%- endmacro %}
