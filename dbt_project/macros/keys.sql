{# md5 of the natural key's parts; a missing part is told apart from an empty one. #}
{% macro surrogate_key(parts) -%}
    md5({% for part in parts %}coalesce(cast({{ part }} as varchar), '∅'){{ " || '|' || " if not loop.last }}{% endfor %})
{%- endmacro %}


{# The key of the member that stands for "we don't know which", and of the one for "not at this level". #}
{% macro unknown_key() -%}
    md5('UNKNOWN')
{%- endmacro %}


{% macro none_key() -%}
    md5('NONE')
{%- endmacro %}
