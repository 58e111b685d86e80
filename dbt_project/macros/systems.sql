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
