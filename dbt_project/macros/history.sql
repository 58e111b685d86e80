{#
  The history of a matched entity: one row per member and version, without gaps or overlaps.

  The highest-ranking system that knows a member gives its versions; what it leaves empty is filled from the lower-ranking systems'
  newest records. The first version reaches back to the beginning of time, so that older events find it; the last one stays open, and
  deleted_date says when its key vanished from a full export. A key that comes back begins a new version on that day; the one before
  lasts until then.
#}
{% macro golden_versions(entity, key) -%}
    with

    {{ leaders_and_fillers(entity, key) }}

    select
        {{ golden_columns(entity, key) }}
        case
            when row_number() over member_versions = 1 then {{ beginning_of_time() }}
            else leaders.valid_from_date
        end as valid_from_date,
        coalesce(lead(leaders.valid_from_date) over member_versions, date '9999-12-31') as valid_to_date,
        lead(leaders.valid_from_date) over member_versions is null as is_current,
        case
            when lead(leaders.valid_from_date) over member_versions is null then leaders.valid_to_date
        end as deleted_date,
        lead(leaders.valid_from_date) over member_versions is null and leaders.valid_to_date is not null as is_deleted,
        leaders.source_system,
        leaders.source_load_id,
        {{ golden_columns(entity, key, own=true) }}
    from leaders
    left join fillers on leaders.{{ key }} = fillers.{{ key }}
    window member_versions as (partition by leaders.{{ key }} order by leaders.valid_from_date)
{%- endmacro %}


{#
  The members of a matched entity without history: one row per member, as the highest-ranking system that knows it has it; what that
  leaves empty is filled from the lower-ranking systems.
#}
{% macro golden_members(entity, key) -%}
    with

    {{ leaders_and_fillers(entity, key) }}

    select
        {{ golden_columns(entity, key) }}
        {% if tells_deletions(entity) -%}
        leaders.deleted_date,
        leaders.deleted_date is not null as is_deleted,
        {% endif -%}
        leaders.source_system,
        leaders.source_load_id,
        {{ golden_columns(entity, key, own=true) }}
    from leaders
    left join fillers on leaders.{{ key }} = fillers.{{ key }}
{%- endmacro %}


{#
  CTEs: `leaders`, the rows of the highest-ranking system that knows a member, and `fillers`, for each member and column what the
  lower-ranking systems' newest records say. Of several records of one system that say something the first number counts.
#}
{% macro leaders_and_fillers(entity, key) -%}
    {%- set version = 'valid_from_date' if has_history(entity) else "''" -%}
    ranked as (
        select
            united.*,
            {{ system_rank(entity) }} as system_rank,
            min({{ system_rank(entity) }}) over (partition by {{ key }}) as leading_rank,
        from {{ ref('int_' ~ entity ~ '_united') }} as united
    ),

    leaders as (
        select *
        from ranked
        where system_rank = leading_rank
        qualify row_number() over (partition by {{ key }}, {{ version }} order by source_load_id desc, source_id) = 1
    ),

    newest_records as (
        select *
        from ranked
        where system_rank > leading_rank
        qualify row_number() over (partition by source_system, source_id order by {{ version }} desc, source_load_id desc) = 1
    ),

    fillers as (
        select
            {{ key }},
            {% for column in entity_columns(entity) + company_columns(entity) if column.name != key -%}
            first({{ column.name }} order by system_rank, source_id)
                filter (where {{ column.name }} is not null) as {{ column.name }},
            {% endfor %}
        from newest_records
        group by {{ key }}
    )
{%- endmacro %}


{# The select list of a golden record: the contract's columns, or the company's own. #}
{% macro golden_columns(entity, key, own=false) -%}
    {%- for column in (company_columns(entity) if own else entity_columns(entity)) -%}
    {%- set known = ['leaders.' ~ column.name] if column.name == key else ['leaders.' ~ column.name, 'fillers.' ~ column.name] -%}
    {%- set values = known if own else known + default_value(entity, key, column) -%}
    {{ values[0] if values | length == 1 else 'coalesce(' ~ values | join(', ') ~ ')' }} as {{ column.name }},
    {% endfor -%}
{%- endmacro %}


{# What a column of a member holds when no system says it, as a list of SQL: a name is its number, a customer is a firm. #}
{% macro default_value(entity, key, column) -%}
    {% if column.name == key.replace('_id', '_name') %}
        {{ return(['leaders.' ~ key]) }}
    {% elif column.name == 'customer_type' and entity == 'customers' %}
        {{ return(["'company'"]) }}
    {% elif column.data_type == 'boolean' %}
        {{ return(['true' if column.name == 'is_active' else 'false']) }}
    {% endif %}
    {{ return([]) }}
{%- endmacro %}
