{#
  The history of a matched entity: one row per member and version, without gaps or overlaps.

  The highest-ranking system that knows a member gives its versions; what it leaves empty is filled from the lower-ranking systems'
  newest records. The first version reaches back to the beginning of time, so that older events find it; the last one stays open, and
  deleted_date says when its key vanished from a full export.
#}
{% macro golden_versions(entity, key) -%}
    {%- set columns = entity_columns(entity) -%}
    {%- set systems = providers(entity) -%}
    with

    ranked as (
        select
            united.*,
            {% if systems -%}
            case
                {%- for system in systems %} when source_system = '{{ system }}' then {{ loop.index }}{% endfor %}
            end as system_rank,
            {%- else -%}
            1 as system_rank,
            {%- endif %}
        from {{ ref('int_' ~ entity ~ '_united') }} as united
    ),

    leading_versions as (
        select *
        from ranked
        qualify
            dense_rank() over (partition by {{ key }} order by system_rank) = 1
            and row_number() over (partition by {{ key }}, system_rank, valid_from_date order by source_load_id desc) = 1
    ),

    fillers as (
        select
            {{ key }},
            {% for column in columns if column.name != key -%}
            first({{ column.name }} order by system_rank, valid_from_date desc)
                filter (where {{ column.name }} is not null) as {{ column.name }},
            {% endfor %}
        from ranked
        group by {{ key }}
    ),

    final as (
        select
            leading_versions.* exclude (
                {%- for column in columns if column.name != key -%}{{ column.name }}, {% endfor -%}
                valid_from_date, valid_to_date, system_rank
            ),
            {% for column in columns if column.name != key -%}
            {% if systems | length > 1 -%}
            coalesce(leading_versions.{{ column.name }}, fillers.{{ column.name }}) as {{ column.name }},
            {% else -%}
            leading_versions.{{ column.name }},
            {% endif -%}
            {% endfor -%}
            case
                when row_number() over member_versions = 1 then date '1900-01-01'
                else leading_versions.valid_from_date
            end as valid_from_date,
            coalesce(lead(leading_versions.valid_from_date) over member_versions, date '9999-12-31') as valid_to_date,
            lead(leading_versions.valid_from_date) over member_versions is null as is_current,
            case
                when lead(leading_versions.valid_from_date) over member_versions is null then leading_versions.valid_to_date
            end as deleted_date,
        from leading_versions
        left join fillers on leading_versions.{{ key }} = fillers.{{ key }}
        window member_versions as (partition by leading_versions.{{ key }} order by leading_versions.valid_from_date)
    )

    select * from final
{%- endmacro %}


{#
  The members of a matched entity without history: one row per member, as the highest-ranking system that knows it has it; what that
  leaves empty is filled from the lower-ranking systems.
#}
{% macro golden_members(entity, key) -%}
    {%- set columns = entity_columns(entity) -%}
    {%- set systems = providers(entity) -%}
    with

    ranked as (
        select
            united.*,
            case
                {%- for system in systems %} when source_system = '{{ system }}' then {{ loop.index }}{% endfor %}
                {%- if not systems %} when true then 1{% endif %}
            end as system_rank,
        from {{ ref('int_' ~ entity ~ '_united') }} as united
    )

    select
        * exclude (system_rank)
        {%- if systems | length > 1 %} replace (
            {%- for column in columns if column.name != key %}
            coalesce({{ column.name }}, first_value({{ column.name }} ignore nulls) over by_rank) as {{ column.name }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        ){%- endif %},
    from ranked
    window by_rank as (
        partition by {{ key }} order by system_rank, source_load_id desc
        rows between unbounded preceding and unbounded following
    )
    qualify row_number() over (partition by {{ key }} order by system_rank, source_load_id desc) = 1
{%- endmacro %}
