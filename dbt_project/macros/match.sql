{#
  The crosswalk of an entity: which records of several systems are the same member.

  `rules` are tried in order; each has a name, a confidence (0–1), `lower`, an expression over the lower-ranking system's record, and
  `higher`, one over the higher-ranking system's. A rule matches when both are equal, not empty, and point at exactly one member.
  `unless`, over both records, says what speaks against a match. `is_declared` marks a rule that compares numbers: of several
  systems that know the number, the highest-ranking one is meant.
  The golden id is the highest-ranking system's id; a record that nothing matched keeps its own as `<system>:<id>`.
  Records are compared by their newest version.
#}
{% macro match_members(entity, key, rules) -%}
    {%- set systems = providers(entity) -%}
    with

    pooled as (
        {{ pool(entity) }}
    ),

    members as (
        select
            *,
            {{ key }} as source_id,
        from pooled
        {%- if has_history(entity) %}
        qualify row_number() over (partition by source_system, {{ key }} order by valid_from_date desc) = 1
        {%- endif %}
    ),

    {% for system in systems %}
    {% set rank = loop.index %}
    {% if rank > 1 %}
    candidates_{{ rank }} as (
        {% for rule in rules %}
        select
            members.source_id,
            golden.golden_id,
            {{ loop.index }} as rule_seq,
            '{{ rule.name }}' as match_rule,
            {{ rule.confidence }} as match_confidence_share,
        from members
        inner join golden_{{ rank - 1 }} as golden on {{ rule.lower }} = {{ rule.higher }}
        where
            members.source_system = '{{ system }}'
            {%- if rule.unless %}
            and ({{ rule.unless }}) is not true
            {%- endif %}
        {%- if rule.is_declared %}
        qualify golden.system_rank = min(golden.system_rank) over (partition by members.source_id)
        {%- endif %}
        {{ 'union all' if not loop.last }}
        {% endfor %}
    ),

    matches_{{ rank }} as (
        select
            source_id,
            rule_seq,
            match_rule,
            match_confidence_share,
            min(golden_id) as golden_id,
        from candidates_{{ rank }}
        group by source_id, rule_seq, match_rule, match_confidence_share
        having count(distinct golden_id) = 1
        qualify row_number() over (partition by source_id order by rule_seq) = 1
    ),
    {% endif %}

    golden_{{ rank }} as (
        {% if rank > 1 %}
        select * from golden_{{ rank - 1 }}
        union all
        {% endif %}
        select
            members.*,
            {{ rank }} as system_rank,
            {% if rank > 1 -%}
            coalesce(matches.golden_id, '{{ system }}:' || members.source_id) as golden_id,
            coalesce(matches.match_rule, 'unmatched') as match_rule,
            coalesce(matches.match_confidence_share, 0) as match_confidence_share,
            {%- else -%}
            members.source_id as golden_id,
            'highest_ranking' as match_rule,
            1 as match_confidence_share,
            {%- endif %}
        from members
        {% if rank > 1 -%}
        left join matches_{{ rank }} as matches on members.source_id = matches.source_id
        {% endif -%}
        where members.source_system = '{{ system }}'
    ),
    {% endfor %}

    final as (
        {% if systems -%}
        select * from golden_{{ systems | length }}
        {%- else -%}
        select *, 0 as system_rank, source_id as golden_id, '' as match_rule, 0 as match_confidence_share from members
        {%- endif %}
    )

    select
        source_system,
        cast(source_id as varchar) as source_id,
        cast(golden_id as varchar) as golden_id,
        cast(system_rank as bigint) as system_rank,
        cast(match_rule as varchar) as match_rule,
        cast(match_confidence_share as decimal(18, 6)) as match_confidence_share,
    from final
{%- endmacro %}


{# Text without case, accents, blanks and punctuation, for comparing names and numbers; letters of any script stay. #}
{% macro plain_text(expression) -%}
    {{ return(adapter.dispatch('plain_text', 'whalecurve')(expression)) }}
{%- endmacro %}


{# Some letters have no accent to strip: the stroke of ł is part of it. #}
{% macro duckdb__plain_text(expression) -%}
    {%- set folded = "translate(strip_accents(lower(" ~ expression ~ ")), 'łøđħŧı', 'lodhti')" -%}
    {%- set folded = "replace(replace(replace(" ~ folded ~ ", 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe')" -%}
    nullif(regexp_replace({{ folded }}, '[^\p{L}\p{N}]', '', 'g'), '')
{%- endmacro %}


{#
  Which erased person a record is of, NULL for all others. Erasure puts `erased-` and 18 digits in a number's place, in a column of
  numbers their negative: 15 digits for the person, 3 for the record, so that a person's records stay one member.
#}
{% macro erased_person(source_id) -%}
    nullif(regexp_extract(cast({{ source_id }} as varchar), '^(erased)?-([0-9]{15})[0-9]{3}$', 2), '')
{%- endmacro %}
