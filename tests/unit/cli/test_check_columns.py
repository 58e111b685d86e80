"""`whale check`: a staging model's columns are the standard's or the company's own; none is published by accident."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from orchestration.staging_columns import columns_of
from tests.unit.cli.test_check import shop

Whale = Callable[..., Result]
NewCompany = Callable[..., Path]

ORDERS = """\
-- salesman is only said here.
select
    id as order_id,
    {column}
    _from_load_id as source_load_id,
from {{{{ landed('shop', 'sales') }}}}
"""


def test_a_column_beyond_the_standard_is_told_with_its_line(run_whale: Whale, new_company: NewCompany) -> None:
    sql = ORDERS.format(column="salesman,")

    result = run_whale("check", "--company", shop(new_company, {"stg_shop__orders.sql": sql}))

    assert result.exit_code == 2
    assert "stg_shop__orders.sql, line 4" in result.stderr
    assert "salesman" in result.stderr
    assert "call it attr_salesman" in result.stderr


@pytest.mark.parametrize("column", ["id as attr_salesman,", "id as customer_id,", "{{ something('id') }} as status,"])
def test_the_standards_columns_and_own_ones_are_right(run_whale: Whale, new_company: NewCompany, column: str) -> None:
    result = run_whale("check", "--company", shop(new_company, {"stg_shop__orders.sql": ORDERS.format(column=column)}))

    assert (result.exit_code, result.stderr) == (0, "")


def test_days_of_validity_belong_to_entities_with_history_only(run_whale: Whale, new_company: NewCompany) -> None:
    sql = ORDERS.format(column="valid_from_date,")

    result = run_whale("check", "--company", shop(new_company, {"stg_shop__orders.sql": sql}))

    assert result.exit_code == 2
    assert "valid_from_date" in result.stderr


def test_a_model_of_no_entity_is_told(run_whale: Whale, new_company: NewCompany) -> None:
    result = run_whale("check", "--company", shop(new_company, {"stg_shop__order.sql": ORDERS.format(column="")}))

    assert result.exit_code == 2
    assert "feeds no standard entity" in result.stderr
    assert 'did you mean "orders"?' in result.stderr


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("select a, b.c, d + 1 as e, from {{ ref('x') }} as b", ["a", "c", "e"]),
        ("with x as (select 1 as a, 2 as b) select * from x", ["a", "b"]),
        ("with x as (select 1 as a, 2 as b) select * exclude (a), 3 as c, from x", ["b", "c"]),
        (
            "with x as (select 1 as a), y as (select 2 as b) select * from x union all by name select * from y",
            ["a", "b"],
        ),
        ("with recursive x as (select 1 as a union all select * from x) select * from x", ["a"]),
        ("select {% for n in ['a'] %} {{ n }} as {{ n }}, {% endfor %} b, from c", ["b"]),
        ("{{ unite('orders') }}", []),
        ("select * from {{ landed('shop', 'sales') }}", []),
        ("selec a", []),
    ],
)
def test_columns_are_read_from_the_text_as_far_as_it_tells(sql: str, names: list[str]) -> None:
    assert columns_of(sql) == names
