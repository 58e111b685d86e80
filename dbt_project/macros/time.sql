{# The business day of an instant: its day in the company's time zone, which `zone` names as SQL. #}
{% macro business_date(instant, zone) -%}
    {{ return(adapter.dispatch('business_date', 'whalecurve')(instant, zone)) }}
{%- endmacro %}


{% macro duckdb__business_date(instant, zone) -%}
    cast(timezone({{ zone }}, timezone('UTC', {{ instant }})) as date)
{%- endmacro %}


{# The instant (UTC) at which a business day begins in a time zone. #}
{% macro start_of_business_day(day, zone) -%}
    {{ return(adapter.dispatch('start_of_business_day', 'whalecurve')(day, zone)) }}
{%- endmacro %}


{% macro duckdb__start_of_business_day(day, zone) -%}
    timezone('UTC', timezone({{ zone }}, cast({{ day }} as timestamp)))
{%- endmacro %}


{# The first day of a day's month: the key of a period. #}
{% macro period_start(day) -%}
    cast({{ dbt.date_trunc('month', day) }} as date)
{%- endmacro %}


{# The last day of a day's month: period amounts take the version of customer and employee that held on it. #}
{% macro period_end(day) -%}
    cast({{ dbt.last_day(day, 'month') }} as date)
{%- endmacro %}


{# Whole days from one date to another. #}
{% macro days_between(first_date, last_date) -%}
    cast({{ dbt.datediff(first_date, last_date, 'day') }} as bigint)
{%- endmacro %}


{# Minutes from one instant to another by the clock, nights and holidays included, exact to the second. #}
{% macro minutes_between(first_instant, last_instant) -%}
    cast({{ dbt.datediff(first_instant, last_instant, 'second') }} / 60.0 as decimal(18, 4))
{%- endmacro %}


{# Every day from first to last as column date_day. #}
{% macro date_spine(first_date, last_date) -%}
    {{ return(adapter.dispatch('date_spine', 'whalecurve')(first_date, last_date)) }}
{%- endmacro %}


{% macro duckdb__date_spine(first_date, last_date) -%}
    select cast(unnest(generate_series(date '{{ first_date }}', date '{{ last_date }}', interval 1 day)) as date) as date_day
{%- endmacro %}
