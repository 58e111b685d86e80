{# The rows of a raw table that are so now: the open end of each key's interval of loads. #}
{% macro landed(system, table) -%}
    (select * from {{ source(system, table) }} where _to_load_id is null)
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
        from {{ source(system, table) }}
        where _to_as_of_date is null or _to_as_of_date > _from_as_of_date
    )
{%- endmacro %}


{#
  The newest version of every member of a full list, also of those that have vanished from it: what a fact once referred to keeps its
  name. `key` lists the key's columns.
#}
{% macro landed_members(system, table, key) -%}
    (
        select *
        from {{ source(system, table) }}
        qualify row_number() over (partition by {{ key | join(', ') }} order by _from_as_of_date desc, _from_load_id desc) = 1
    )
{%- endmacro %}
