{# The systems that provide an entity, highest-ranking first. #}
{% macro providers(entity) -%}
    {% set found = [] %}
    {% for system, entities in var('systems').items() if entity in entities %}
        {% do found.append(system) %}
    {% endfor %}
    {{ return(found) }}
{%- endmacro %}


{# Whether any system provides the entity. A measure that needs a missing entity is NULL, never 0. #}
{% macro is_provided(entity) -%}
    {{ return((providers(entity) | length) > 0) }}
{%- endmacro %}


{# The entities whose members are matched across systems; all others are told apart by system. #}
{% macro matched_entities() -%}
    {{ return({'customers': 'customer_id', 'products': 'product_id', 'employees': 'employee_id'}) }}
{%- endmacro %}


{# The columns of a standard entity as its contract states them: name, data_type, references, personal. #}
{% macro entity_columns(entity) -%}
    {% set found = [] %}
    {% if execute %}
        {% for node in graph.sources.values() if node.source_name == 'standard' and node.name == entity %}
            {% for column in node.columns.values() %}
                {% set meta = column.get('config', {}).get('meta') or column.get('meta') or {} %}
                {% do found.append({
                    'name': column.name,
                    'data_type': column.data_type,
                    'references': meta.get('references'),
                    'personal': meta.get('personal', false),
                }) %}
            {% endfor %}
        {% endfor %}
        {% if not found %}
            {{ exceptions.raise_compiler_error('no standard entity is called ' ~ entity) }}
        {% endif %}
    {% endif %}
    {{ return(found) }}
{%- endmacro %}


{# The key columns of a standard entity as its contract states them. #}
{% macro entity_key(entity) -%}
    {% set found = [] %}
    {% if execute %}
        {% for node in graph.sources.values() if node.source_name == 'standard' and node.name == entity %}
            {% set meta = node.config.get('meta') or node.meta %}
            {% do found.extend(meta.landing.key) %}
        {% endfor %}
    {% endif %}
    {{ return(found) }}
{%- endmacro %}


{# Entities of which archived versions are kept as history. #}
{% macro has_history(entity) -%}
    {{ return(entity in ['customers', 'employees']) }}
{%- endmacro %}


{# Entities without history whose staging models tell the day as of which a member vanished. #}
{% macro tells_deletions(entity) -%}
    {{ return(entity in ['products']) }}
{%- endmacro %}


{# Whether several systems may hold the same row: the key is a day, a currency or the like, not a number that a system gave. #}
{% macro has_shared_key(entity) -%}
    {% set key = entity_key(entity) %}
    {{ return(not (key | length == 1 and key[0].endswith('_id'))) }}
{%- endmacro %}


{# SQL for a system's place in the ranking for an entity: 1 is the highest. #}
{% macro system_rank(entity, system='source_system') -%}
    {%- set systems = providers(entity) -%}
    {%- if systems -%}
    case{% for name in systems %} when {{ system }} = '{{ name }}' then {{ loop.index }}{% endfor %} end
    {%- else -%}
    0
    {%- endif -%}
{%- endmacro %}


{#
  The company's own columns of an entity, attr_<name>: what staging models of its own systems hold beyond the contract. Such a
  column is personal when the model's YAML says so (meta: {personal: true}).
  A column that is neither the contract's nor attr_ is an error: nobody would know what is published under that name.
#}
{% macro company_columns(entity) -%}
    {% set found = {} %}
    {% for system in providers(entity) if execute %}
        {% set model = graph.nodes.get('model.' ~ project_name ~ '.stg_' ~ system ~ '__' ~ entity) %}
        {% if model and model.original_file_path.startswith('company_models') %}
            {% for name in own_column_names(entity, model) %}
                {% set column = model.columns.get(name, {}) %}
                {% set meta = column.get('config', {}).get('meta') or column.get('meta') or {} %}
                {% do found.update({name: found.get(name, false) or meta.get('personal', false)}) %}
            {% endfor %}
        {% endif %}
    {% endfor %}
    {% set columns = [] %}
    {% for name, personal in found.items() %}
        {% do columns.append({'name': name, 'personal': personal, 'data_type': 'varchar', 'references': none}) %}
    {% endfor %}
    {{ return(columns) }}
{%- endmacro %}


{% macro own_column_names(entity, model) -%}
    {% set known = ['source_load_id'] + (['valid_from_date', 'valid_to_date'] if has_history(entity) else []) %}
    {% set known = known + (['deleted_date'] if tells_deletions(entity) else []) %}
    {% set known = known + (entity_columns(entity) | map(attribute='name') | list) %}
    {% set relation = adapter.get_relation(model.database, model.schema, model.alias) %}
    {% set found = [] %}
    {% for column in (adapter.get_columns_in_relation(relation) if relation else []) if column.name not in known %}
        {% if not column.name.startswith('attr_') %}
            {{ exceptions.raise_compiler_error(
                model.original_file_path ~ ': ' ~ column.name ~ " isn't a column of the standard entity " ~ entity
                ~ '; call it attr_' ~ column.name ~ ' to publish it as a column of your own, or leave it out'
            ) }}
        {% endif %}
        {% do found.append(column.name) %}
    {% endfor %}
    {{ return(found) }}
{%- endmacro %}
