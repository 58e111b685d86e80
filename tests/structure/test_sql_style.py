"""SQLFluff, with our settings, sees what the house style forbids and passes what it asks for."""

from pathlib import Path

import pytest
from sqlfluff.core import FluffConfig, Linter

from tests.structure.house import ROOT

GOOD = """\
-- One line says why.
with

orders as (
    select
        order_id,
        customer_id,
        cast(net_amount as decimal(18, 4)) as net_amount,
    from {{ ref('fct_orders') }}
    where status <> 'cancelled'
)

select
    dim_customers.customer_name,
    {% for part in ['net', 'gross'] %}
        sum(orders.{{ part }}_amount) as {{ part }}_amount,
    {% endfor %}
from orders
inner join {{ ref('dim_customers') }} as dim_customers
    on orders.customer_id = dim_customers.customer_id
group by dim_customers.customer_name
"""


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter(config=FluffConfig.from_path(str(ROOT / "dbt_project")))


def codes(linter: Linter, sql: str, tmp_path: Path) -> set[str]:
    return {fault.rule_code() for fault in linter.lint_string(sql, fname=str(tmp_path / "model.sql")).get_violations()}


def test_the_house_style_passes(linter: Linter, tmp_path: Path) -> None:
    assert codes(linter, GOOD, tmp_path) == set()


@pytest.mark.parametrize(
    "sql",
    [
        "select order_id from {{ landed('crm', 'orders') }}\n",
        "{{ unite('orders') }}\n",
        "select\n    orders.order_id,\n    {{ member_key('customer') }},\nfrom orders\n"
        "{{ join_member('dim_customers', 'customer', 'orders.customer_id') }}\n",
        "select cast({{ dbt.dateadd('day', 30, 'orders.order_date') }} as date) as due_date from orders\n",
    ],
)
def test_our_macros_are_known(sql: str, linter: Linter, tmp_path: Path) -> None:
    assert codes(linter, sql, tmp_path) == set()


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("with\n", "WITH\n", "CP01"),
        ("order_id,", "Order_Id,", "CP02"),
        ("sum(", "SUM(", "CP03"),
        ("cast(net_amount as decimal(18, 4))", "net_amount::decimal(18, 4)", "CV11"),
        ("inner join", "join", "AM05"),
        (" }} as dim_customers", " }} dim_customers", "AL01"),
        ("decimal(18, 4)) as net_amount", "decimal(18, 4)) net_amount", "AL02"),
        ("        order_id,", "    order_id,", "LT02"),
        ("-- One line", "-- " + "One line " * 16, "LT05"),
        ("<> 'cancelled'", "!= 'cancelled'", "CV01"),
        ("ref('fct_orders')", "undefined_macro('fct_orders')", "TMP"),
    ],
)
def test_a_model_that_is_wrong_on_purpose_is_seen(
    right: str, wrong: str, code: str, linter: Linter, tmp_path: Path
) -> None:
    assert right in GOOD
    assert code in codes(linter, GOOD.replace(right, wrong), tmp_path)
