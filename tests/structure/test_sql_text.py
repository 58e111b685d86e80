"""Computed money and the ends of lists are seen in any SQL that we write."""

import pytest

from tests.structure.sql_text import computed_amounts, lists_without_last_comma


@pytest.mark.parametrize(
    "expression",
    [
        "quantity * unit_price_amount",
        "cast(quantity * unit_price_amount as decimal(18, 4))",
        "sum(gross_amount - discount_amount)",
        "coalesce(a_amount, 0) + coalesce(b_amount, 0)",
        "round(net_amount / nullif(quantity, 0), 4)",
        "-net_amount",
        "case when is_credit_note then -1 * net_amount else net_amount end",
        "{{ translated('net_amount', 'currency') }}",
        "coalesce({{ translated('net_amount', 'currency') }}, 0)",
        "sum(x - y) over (partition by customer_id order by invoice_date)",
    ],
)
def test_arithmetic_that_names_an_amount_is_seen(expression: str) -> None:
    assert computed_amounts(f"select a, {expression} as x_amount, b as c from d") == ["x_amount"]
    assert computed_amounts(f"with t as (select {expression} as x_amount from d) select * from t") == ["x_amount"]


@pytest.mark.parametrize(
    "expression",
    [
        "net_amount",
        "lines.net_amount",
        "sum(net_amount)",
        "cast(null as decimal(18, 4))",
        "coalesce(net_amount, 0)",
        "count(*)",
        "case when status = 'a-b/c*d' then net_amount end",
        "{{ amount }}",
    ],
)
def test_an_amount_that_is_only_carried_or_summed_is_left_alone(expression: str) -> None:
    assert computed_amounts(f"select a - b as c, {expression} as x_amount from d") == []


def test_arithmetic_that_names_something_else_is_left_alone() -> None:
    assert computed_amounts("select a * b as x_quantity, c as x_amount from d") == []


@pytest.mark.parametrize(
    "sql",
    [
        "select * from a",
        "select distinct customer_id from a",
        "select\n    a,\n    b,\nfrom c",
        "select\n    a,\n    extract(year from b) as c,\nfrom d",
        "select\n    a is distinct from b as c,\nfrom d",
        "select\n    a,\n    {% for b in c %}\n    {{ b }},\n    {% endfor %}\nfrom d",
        "with x as (\n    select\n        a,\n    from b\n)\n\nselect\n    a,\nfrom x",
        "select\n    cast(null as date) as a,\nwhere false",
        "select\n    {{ columns('a') }}\nfrom b",
    ],
)
def test_a_list_with_a_last_comma_or_on_one_line_is_right(sql: str) -> None:
    assert lists_without_last_comma(sql) == []


@pytest.mark.parametrize(
    ("sql", "lines"),
    [
        ("select\n    a,\n    b\nfrom c", [3]),
        ("select\n    a is distinct from b as c\nfrom d", [2]),
        ("select\n    a,\n    (\n        select\n            b\n        from c\n    ) as d\nfrom e", [7, 5]),
        ("select\n    a", [2]),
    ],
)
def test_a_list_without_a_last_comma_is_told_with_its_line(sql: str, lines: list[int]) -> None:
    assert lists_without_last_comma(sql) == lines
