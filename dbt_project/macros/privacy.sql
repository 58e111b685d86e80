{#
  What company.yml's privacy policy lets through of a personal column: it's kept, masked (*** says that there is something), replaced by
  a pseudonym, or dropped. Numbers and dates can't be masked or replaced: they are dropped. Applied where systems are united (unite.sql),
  behind the crosswalk, which compares real values and keeps only numbers. Keys that are personal themselves are replaced as soon as raw
  is read (landed.sql), because nothing could be joined without them.
#}
{% macro protected(expression, entity, column) -%}
    {%- set policy = privacy_policy(entity, column.name) if column.personal and not column.references else 'keep' -%}
    {%- if policy == 'keep' -%}
    {{ expression }}
    {%- elif column.data_type != 'varchar' or policy == 'drop' -%}
    cast(null as {{ column.data_type }})
    {%- elif policy == 'mask' -%}
    case when {{ expression }} is not null then '***' end
    {%- else -%}
    {{ column.name }}_pseudonym.token
    {%- endif -%}
{%- endmacro %}


{# The policy of a personal column: the narrowest that company.yml writes. It stands in the meta of stg_company__settings. #}
{% macro privacy_policy(entity, column) -%}
    {%- set settings = graph.nodes['model.' ~ project_name ~ '.stg_company__settings'] if execute else {} -%}
    {%- set privacy = settings.config.meta.privacy if settings else {'default': 'keep', 'columns': {}} -%}
    {%- for place in [entity ~ '.' ~ column, entity ~ '.*', '*.' ~ column] if place in privacy.columns -%}
        {{ return(privacy.columns[place]) }}
    {%- endfor -%}
    {{ return(privacy.default) }}
{%- endmacro %}


{% macro is_pseudonymised(entity, column) -%}
    {{ return(
        column.personal and not column.references and column.data_type == 'varchar'
        and privacy_policy(entity, column.name) == 'pseudonymise'
    ) }}
{%- endmacro %}


{# Columns of one kind share their pseudonyms: names of people and firms, telephone numbers; any other column by its name. #}
{% macro pseudonym_kind(column) -%}
    {{ return('name' if column.endswith('_name') else 'phone' if column.endswith('phone') else column) }}
{%- endmacro %}


{#
  Every value that is to be replaced, with the pseudonym it has or, when it is new, a random one. Nothing of a value is in its
  pseudonym: without this table, which no reader gets, nobody can go back.
#}
{% macro pseudonyms_of_values(entities) -%}
    {%- for entity in entities if not execute -%}
        {%- for system in providers(entity) %}
    -- {{ ref('stg_' ~ system ~ '__' ~ entity) }}
        {%- endfor -%}
    {%- endfor %}
    with

    occurring as (
        {% for entity in entities if execute -%}
        {% for column in entity_columns(entity) + company_columns(entity) if is_pseudonymised(entity, column) -%}
        select '{{ pseudonym_kind(column.name) }}' as kind, cast({{ column.name }} as varchar) as value
        from ({{ pool(entity) }}) as pooled
        union
        {% endfor -%}
        {% endfor -%}
        select cast(null as varchar) as kind, cast(null as varchar) as value
    )

    select
        kind,
        value,
        'p-' || replace(cast(gen_random_uuid() as varchar), '-', '') as token,
    from occurring
    where
        value is not null
        {%- if is_incremental() %}
        and (kind, value) not in (select (kind, value) from {{ this }})
        {%- endif %}
    order by random()
{%- endmacro %}


{# A policy for a column that no system of the company has, or that nobody marked as personal, would protect nothing. #}
{% macro check_own_policies(entity) -%}
    {%- set own = company_columns(entity) | selectattr('personal') | map(attribute='name') | list -%}
    {%- set settings = graph.nodes['model.' ~ project_name ~ '.stg_company__settings'] -%}
    {%- for place in settings.config.meta.privacy.columns if place.startswith(entity ~ '.attr_') -%}
        {%- if place.split('.')[1] not in own -%}
            {{ exceptions.raise_compiler_error(
                'company.yml, privacy.columns: ' ~ place ~ ' is no personal column of this company; mend the name, or mark it '
                ~ '(config: {meta: {personal: true}}) where the staging model is described'
            ) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
