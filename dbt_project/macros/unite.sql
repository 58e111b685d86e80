{#
  One entity from every system that provides it.

  unite() reads the systems' staging models by column name, fills what a system lacks with typed NULLs, passes a company's own
  columns (attr_<name>) through, and makes keys agree:
  * members of a matched entity (customers, products, employees) get their golden id from the crosswalk;
  * any other id keeps its value in the highest-ranking system that provides its entity and is written `<system>:<id>` in the others,
    so that two systems' number 17 never become one.
  Personal columns pass as the company's privacy policy says.
  The result holds the contract's columns in order, then valid_from_date and valid_to_date where history is kept, source_system,
  source_load_id and the attr_ columns. Without any provider it is an empty table with the right types.
#}
{% macro unite(entity) -%}
    {{ return(adapter.dispatch('unite', 'whalecurve')(entity)) }}
{%- endmacro %}


{% macro duckdb__unite(entity) -%}
    {%- set columns = entity_columns(entity) -%}
    {%- set systems = providers(entity) -%}
    {%- set extras = ['source_system', 'source_load_id'] -%}
    {%- if has_history(entity) -%}{%- set extras = ['valid_from_date', 'valid_to_date'] + extras -%}{%- endif -%}
    with

    pooled as (
        {{ pool(entity) }}
    )

    select
        {% for column in columns -%}
        cast({{ filled(protected(conformed_key(entity, column), column), column) }} as {{ column.data_type }}) as {{ column.name }},
        {% endfor -%}
        {% for extra in extras -%}
        pooled.{{ extra }},
        {% endfor -%}
        pooled.* exclude (
            {%- for column in columns -%}{{ column.name }}, {% endfor -%}
            {%- for extra in extras -%}{{ extra }}{{ ', ' if not loop.last }}{%- endfor -%}
        ),
    from pooled
    cross join {{ ref('stg_company__settings') }} as settings
    {%- for column in columns if is_matched_across(referenced_entity(entity, column)) %}
    left join {{ ref('int_' ~ referenced_entity(entity, column) ~ '_matched') }} as {{ column.name }}_match
        on {{ key_owner(referenced_entity(entity, column)) }} = {{ column.name }}_match.source_system
        and pooled.{{ column.name }} = {{ column.name }}_match.source_id
    {%- endfor %}
    {#- Dependencies must be known before the contract's columns are. -#}
    {%- for matched in matched_entities() if not execute and is_matched_across(matched) %}
    -- {{ ref('int_' ~ matched ~ '_matched') }}
    {%- endfor %}
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
    coalesce({{ column.name }}_match.golden_id, pooled.{{ column.name }})
    {%- elif systems | length > 1 -%}
    case
        when pooled.source_system in ({% for system in systems[1:] %}'{{ system }}'{{ ', ' if not loop.last }}{% endfor %})
            then pooled.source_system || ':' || pooled.{{ column.name }}
        else pooled.{{ column.name }}
    end
    {%- else -%}
    pooled.{{ column.name }}
    {%- endif -%}
{%- endmacro %}


{# A personal column as the company's privacy policy lets it through: kept, masked, or dropped. Keys are never touched. #}
{% macro protected(expression, column) -%}
    {%- if column.personal and not column.references -%}
    case
        when settings.privacy_policy = 'keep' then {{ expression }}
        {%- if column.data_type == 'varchar' %}
        when settings.privacy_policy = 'mask' and {{ expression }} is not null then '***'
        {%- endif %}
    end
    {%- else -%}
    {{ expression }}
    {%- endif -%}
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
