"""Records that can't be true: their load is held by gate 1 and the refresh stops (PROMISES 2)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integration import trade
from tests.integration.faults import Fault, building_only, refused
from tests.integration.road import Road

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]

CUSTOMERS = "exports/customers.csv"


def _customers(road: Road, count: int, more: str = "") -> None:
    lines = trade.FILES["customers"].splitlines(keepends=True)
    road.write(CUSTOMERS, "".join(lines[: count + 1]) + more)


def _expectation(road: Road, type_: str, **kwargs: Any) -> None:
    """A suite of the company's own, and a file that brings it to bear."""
    suite = {"name": "erp.customers", "expectations": [{"type": type_, "kwargs": kwargs, "meta": {"name": "own_rule"}}]}
    road.write("expectations/erp/customers.json", json.dumps(suite))
    _customers(road, 100, "C101,Late,PL,2025-01-02\n")


FAULTS = [
    Fault(
        "too many quarantined",
        lambda road: _customers(road, 100, "".join(f"Q{n},Bad,PL,2024-13-{n:02}\n" for n in range(10, 20))),
        ("customers.csv", "share of its records in quarantine", "at most 5 %", "it is 9.091 %"),
    ),
    Fault(
        "doubled keys",
        lambda road: _customers(road, 100, "".join(f"{each},Twin,PL,2024-01-02\n" for each in trade.CUSTOMERS[:20])),
        ("customers.csv", "share of its records in quarantine"),
    ),
    Fault(
        "21 % lost",
        lambda road: _customers(road, 79),
        ("customers.csv", "share of rows lost", "at most 20 %", "it is 21 %"),
    ),
    Fault(
        "all lost",
        lambda road: _customers(road, 0),
        ("customers.csv", "must bring at least one good record", "it is 100 %"),
    ),
    Fault(
        "a rule of the standard",
        lambda road: road.write(
            "exports/order_lines.csv", trade.FILES["order_lines"].replace("OL1,O1,P1,3", "OL1,O1,P1,-3")
        ),
        ("erp.order_lines, requested_quantity: must be more than 0", "in order_lines.csv, record 1: -3"),
    ),
    Fault(
        "a day that ends every calendar",
        lambda road: road.write("exports/orders.csv", trade.FILES["orders"].replace("2026-02-01", "2190-02-01")),
        ("erp.orders, order_date: must be at least 1990-01-01 and at most 2049-12-31", "record 2: 2190-02-01"),
    ),
    Fault(
        "an open end as a day of delivery",
        lambda road: road.write(
            "exports/orders.csv",
            "order_id,customer_id,order_date,status,requested_delivery_date\nO1,C001,2026-01-12,open,9999-12-31\n",
        ),
        ("erp.orders: dates must lie from 1900-01-01 to 2199-12-31", "requested_delivery_date=9999-12-31"),
    ),
    Fault(
        "an amount that no sum survives",
        lambda road: road.write(
            "exports/invoice_lines.csv",
            trade.FILES["invoice_lines"].replace("59.97,0,59.97", "99999999999999,0,99999999999999"),
        ),
        ("erp.invoice_lines: numbers must lie between", "invoice_line_id=L1, gross_amount=99999999999999.0000"),
    ),
    Fault(
        "a value that isn't allowed",
        lambda road: road.write("exports/orders.csv", trade.FILES["orders"].replace("shipped", "eaten")),
        ("orders.csv", "quarantine"),
    ),
    Fault(
        "cut inside a record",
        lambda road: road.write("exports/invoices.csv", trade.FILES["invoices"] + 'I4,C001,"'),
        ("invoices.csv", "quarantine"),
    ),
    Fault(
        "a rule of the company",
        lambda road: _expectation(road, "expect_column_values_to_be_in_set", column="country", value_set=["DE"]),
        ("erp.customers, country: must be one of DE", "in customers.csv, record 1: PL"),
    ),
    Fault(
        "a rule that crashes",
        lambda road: _expectation(
            road, "unexpected_rows_expectation", unexpected_rows_query="select * from {batch} where nonsense"
        ),
        ("a check crashed, which says nothing", "own_rule", "couldn't be judged", "nonsense", "mend the rule"),
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_load_that_breaks_a_rule_is_held_and_stops_the_refresh(trading: Road, fault: Fault) -> None:
    result = refused(trading, fault)
    print(result.stderr)
    assert "gate 1 stopped the refresh" in result.stderr
    assert "; the published version stays" in result.stderr
    assert ("whale accept" in result.stderr) != ("accepted as it is, it would stop the build" in result.stderr)
    assert "expect_" not in result.stderr


def test_the_largest_amounts_that_gate_1_believes_are_built_and_published(
    trading: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    building_only(monkeypatch, "mart_turnover", "dim_company", "capability_catalogue")
    lines = "invoice_line_id,invoice_id,product_id,line_kind,quantity,gross_amount,discount_amount,net_amount\n"
    largest = "99999999999.9999"
    trading.write(
        "exports/invoice_lines.csv", lines + "".join(f"L{n},I1,P1,sale,1,{largest},0,{largest}\n" for n in range(900))
    )
    result = trading.whale("refresh")
    assert result.exit_code == 0, result.stderr
    assert str(trading.value("select sum(net_revenue_amount) from mart_turnover")) == "89999999999999.9100"


def test_why_records_stand_aside_is_told_by_the_quarantine(trading: Road) -> None:
    refused(trading, next(fault for fault in FAULTS if fault.name == "a value that isn't allowed"))
    told = trading.whale("quarantine", "--show", "5").stdout
    assert all(word in told for word in ("erp.orders", "orders.csv", "status", "eaten")), told


def test_a_held_load_goes_on_stopping_until_it_is_accepted(trading: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    building_only(monkeypatch, "dim_customers", "dim_company", "capability_catalogue")
    held = next(fault for fault in FAULTS if fault.name == "21 % lost")
    refused(trading, held)
    refused(trading, Fault("the next night", lambda road: None, held.words))
    number = trading.whale("status", "--json").stdout
    (waiting,) = json.loads(number)["waiting_loads"]
    assert trading.whale("accept", str(waiting["load_id"]), "--reason", "sold a branch").exit_code == 0
    result = trading.whale("refresh")
    assert result.exit_code == 0, result.stderr
    assert trading.value("select count(*) from dim_customers where is_current and customer_id like 'C%'") == 79
