{#
  One entity from every system that provides it.

  unite() reads the systems' staging models by column name, fills what a system lacks with typed NULLs, passes a company's own
  columns (attr_<name>) through, and makes keys agree:
  * members of a matched entity (customers, products, employees) get their golden id from the crosswalk;
  * any other id, also that of a member its own system doesn't know, keeps its value in the highest-ranking system that provides
    its entity and is written `<system>:<id>` in the others, so that two systems' number 17 never become one;
  * a system that doesn't provide an entity refers to the highest-ranking system's numbers;
  * of rows whose key systems share (the rate of a day) the highest-ranking system's counts.
  Personal columns pass as the company's privacy policy says (privacy.sql). What no system says of a boolean is false; members of a matched
  entity keep NULL here, so that a lower-ranking system can say it (history.sql).
  The result holds the contract's columns in order; source_id (the system's own number) of matched entities; valid_from_date and
  valid_to_date where history is kept, a system without history from the beginning; deleted_date of products; source_system, source_load_id and the attr_
  columns. Without any provider it is an empty table with the right types.
#}
{% macro unite(entity) -%}
    {{ return(adapter.dispatch('unite', 'whalecurve')(entity)) }}
{%- endmacro %}


{% macro duckdb__unite(entity) -%}
    {%- set columns = entity_columns(entity) -%}
    {%- set is_matched = entity in matched_entities() -%}
    with

    pooled as (
        {{ pool(entity) }}
    )

    select
        {% for column in columns -%}
        {%- set value = protected(conformed_key(entity, column), entity, column) -%}
        cast({{ value if is_matched else filled(value, column) }} as {{ column.data_type }}) as {{ column.name }},
        {% endfor -%}
        {% if is_matched -%}
        cast(pooled.{{ matched_entities()[entity] }} as varchar) as source_id,
        {% endif -%}
        {% if has_history(entity) -%}
        coalesce(cast(pooled.valid_from_date as date), {{ beginning_of_time() }}) as valid_from_date,
        cast(pooled.valid_to_date as date) as valid_to_date,
        {% endif -%}
        {% if tells_deletions(entity) -%}
        cast(pooled.deleted_date as date) as deleted_date,
        {% endif -%}
        pooled.source_system,
        cast(pooled.source_load_id as bigint) as source_load_id,
        {% for column in company_columns(entity) -%}
        {{ protected('pooled.' ~ column.name, entity, column) }} as {{ column.name }},
        {% endfor %}
    from pooled
    {%- for column in columns + company_columns(entity) if is_pseudonymised(entity, column) %}
    left join {{ ref('stg_company__pseudonyms') }} as {{ column.name }}_pseudonym
        on {{ column.name }}_pseudonym.kind = '{{ pseudonym_kind(column.name) }}'
        and cast(pooled.{{ column.name }} as varchar) = {{ column.name }}_pseudonym.value
    {%- endfor %}
    {%- for column in columns if is_matched_across(referenced_entity(entity, column)) %}
    left join {{ ref('int_' ~ referenced_entity(entity, column) ~ '_matched') }} as {{ column.name }}_match
        on {{ key_owner(referenced_entity(entity, column)) }} = {{ column.name }}_match.source_system
        and pooled.{{ column.name }} = {{ column.name }}_match.source_id
    {%- endfor %}
    {#- Dependencies must be known before the contract's columns are. -#}
    {%- if not execute %}
    -- {{ ref('stg_company__settings') }} {{ ref('stg_company__pseudonyms') }}
    {%- else -%}
    {{ check_own_policies(entity) }}
    {%- endif %}
    {%- for matched in matched_entities() if not execute and is_matched_across(matched) %}
    -- {{ ref('int_' ~ matched ~ '_matched') }}
    {%- endfor %}
    {%- if execute and has_shared_key(entity) and (providers(entity) | length) > 1 %}
    qualify dense_rank() over (
        partition by {% for column in columns if column.name in entity_key(entity) -%}
        {{ conformed_key(entity, column) }}{{ ', ' if not loop.last }}
        {%- endfor %}
        order by {{ system_rank(entity, 'pooled.source_system') }}
    ) = 1
    {%- endif %}
{%- endmacro %}


{# The day from which a member's first version holds: older events find it, too. #}
{% macro beginning_of_time() -%}
    date '1900-01-01'
{%- endmacro %}


{# The staging rows of every provider below each other by name, keys as the systems have them. #}
{% macro pool(entity) -%}
    {% for system in providers(entity) -%}
    select '{{ system }}' as source_system, * from {{ ref('stg_' ~ system ~ '__' ~ entity) }}
    union all by name
    {% endfor -%}
    select
        cast(null as varchar) as source_system,
        {% for column in entity_columns(entity) -%}
        cast(null as {{ column.data_type }}) as {{ column.name }},
        {% endfor -%}
        {% if has_history(entity) -%}
        cast(null as date) as valid_from_date,
        cast(null as date) as valid_to_date,
        {% endif -%}
        {% if tells_deletions(entity) -%}
        cast(null as date) as deleted_date,
        {% endif -%}
        cast(null as bigint) as source_load_id,
    where false
{%- endmacro %}


{# The entity that a column identifies: what it references, or its own entity when it is that entity's key. #}
{% macro referenced_entity(entity, column) -%}
    {% set key = entity_key(entity) %}
    {{ return(entity if key == [column.name] else column.references) }}
{%- endmacro %}


{% macro is_matched_across(entity) -%}
    {{ return(entity in matched_entities() and (providers(entity) | length) > 1) }}
{%- endmacro %}


{# SQL for the system whose numbering a reference from this row's system uses. #}
{% macro key_owner(entity) -%}
    case
        {%- for system in providers(entity) %} when pooled.source_system = '{{ system }}' then '{{ system }}'{% endfor %}
        else '{{ providers(entity)[0] }}'
    end
{%- endmacro %}


{% macro conformed_key(entity, column) -%}
    {%- set target = referenced_entity(entity, column) -%}
    {%- set systems = providers(target) if target else [] -%}
    {%- if is_matched_across(target) -%}
    coalesce({{ column.name }}_match.golden_id, {{ key_by_system(systems, column) }})
    {%- elif systems | length > 1 -%}
    {{ key_by_system(systems, column) }}
    {%- else -%}
    pooled.{{ column.name }}
    {%- endif -%}
{%- endmacro %}


{# SQL for an id that only its own system understands: told apart by system, but for the highest-ranking one. #}
{% macro key_by_system(systems, column) -%}
    case
        when pooled.source_system in ({% for system in systems[1:] %}'{{ system }}'{{ ', ' if not loop.last }}{% endfor %})
            then pooled.source_system || ':' || pooled.{{ column.name }}
        else pooled.{{ column.name }}
    end
{%- endmacro %}


{# A boolean is never NULL: what a system doesn't say is false, but a member that nobody called inactive is active. #}
{% macro filled(expression, column) -%}
    {%- if column.data_type == 'boolean' -%}
    coalesce({{ expression }}, {{ 'true' if column.name == 'is_active' else 'false' }})
    {%- else -%}
    {{ expression }}
    {%- endif -%}
{%- endmacro %}


{# The company's own columns (attr_<name>) of an event, each with its comma: they pass from the united rows to the fact. #}
{% macro own_columns(entity, row) -%}
    {%- for column in adapter.get_columns_in_relation(ref('int_' ~ entity ~ '_united')) if column.name.startswith('attr_') %}
    {{ row }}.{{ column.name }},
    {%- endfor -%}
{%- endmacro %}
