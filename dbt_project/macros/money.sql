{#
  An amount in the reporting currency: translated line by line, rounded to whole minor units half away from zero, in integers wide
  enough for any amount and rate.

  `rates` is a row of int_exchange_rates_by_day joined on the amount's currency and day; an amount that has no currency, or the reporting
  currency, is left as it is to the last decimal. Without a rate the result is NULL, and assert_foreign_amounts_have_rates stops the build.
#}
{% macro translated(amount, currency, rates='rates') -%}
    case
        when {{ currency }} is null or {{ currency }} = settings.reporting_currency then {{ amount }}
        else
            cast(
                sign({{ amount }}) * (
                    (
                        2 * cast(cast(abs({{ amount }}) as decimal(38, 4)) * 10000 as hugeint)
                        * cast(cast({{ rates }}.exchange_rate as decimal(38, 8)) * 100000000 as hugeint)
                        + 10000000000 * {{ rates }}.quoted_unit_count
                    ) // nullif(2 * 10000000000 * {{ rates }}.quoted_unit_count, 0)
                ) as decimal(20, 0)
            ) * 0.01
    end
{%- endmacro %}


{#
  The discount of a row in the reporting currency: what its gross and net amount differ by after translation, so that gross less discount
  is net to the last decimal; the given discount where one of them is missing.
#}
{% macro translated_discount(row, currency, rates='rates') -%}
    coalesce(
        ({{ translated(row ~ '.gross_amount', currency, rates) }}) - ({{ translated(row ~ '.net_amount', currency, rates) }}),
        {{ translated(row ~ '.discount_amount', currency, rates) }}
    )
{%- endmacro %}


{# Joins the rate of an amount's currency on its day: the last one known. #}
{% macro join_rate(currency, day, as='rates') -%}
    left join {{ ref('int_exchange_rates_by_day') }} as {{ as }}
        on {{ currency }} = {{ as }}.from_currency
        and {{ day }} >= {{ as }}.valid_from_date
        and {{ day }} < {{ as }}.valid_to_date
{%- endmacro %}


{# A share of money: exact to six decimals, NULL when there is nothing to divide by. #}
{% macro share(part, whole) -%}
    cast(round(cast({{ part }} as double) / nullif(cast({{ whole }} as double), 0), 6) as decimal(18, 6))
{%- endmacro %}
