{# The rows of a raw table that are so now: the open end of each key's interval of loads. #}
{% macro landed(system, table) -%}
    (select * from {{ source(system, table) }} where _to_load_id is null)
{%- endmacro %}


{# Every version of every row with the days on which it held: from inclusive, to exclusive, an open end is null. #}
{% macro landed_history(system, table) -%}
    (
        select
            *,
            _from_as_of_date as valid_from_date,
            _to_as_of_date as valid_to_date,
        from {{ source(system, table) }}
    )
{%- endmacro %}
