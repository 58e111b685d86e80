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
        ("customers.csv", "quarantined_share", "0.05"),
    ),
    Fault(
        "doubled keys",
        lambda road: _customers(road, 100, "".join(f"{each},Twin,PL,2024-01-02\n" for each in trade.CUSTOMERS[:20])),
        ("customers.csv", "quarantined_share"),
    ),
    Fault("21 % lost", lambda road: _customers(road, 79), ("customers.csv", "lost_share", "0.21")),
    Fault("all lost", lambda road: _customers(road, 0), ("customers.csv", "brings_rows", "lost_share")),
    Fault(
        "a rule of the standard",
        lambda road: road.write(
            "exports/order_lines.csv", trade.FILES["order_lines"].replace("OL1,O1,P1,3", "OL1,O1,P1,-3")
        ),
        ("order_lines.csv", "requested_quantity_positive", "requested_quantity"),
    ),
    Fault(
        "a value that isn't allowed",
        lambda road: road.write("exports/orders.csv", trade.FILES["orders"].replace("shipped", "eaten")),
        ("orders.csv", "quarantined_share"),
    ),
    Fault(
        "cut inside a record",
        lambda road: road.write("exports/invoices.csv", trade.FILES["invoices"] + 'I4,C001,"'),
        ("invoices.csv", "quarantined_share"),
    ),
    Fault(
        "a rule of the company",
        lambda road: _expectation(road, "expect_column_values_to_be_in_set", column="country", value_set=["DE"]),
        ("customers.csv", "own_rule", "country", "PL"),
    ),
    Fault(
        "a rule that crashes",
        lambda road: _expectation(
            road, "unexpected_rows_expectation", unexpected_rows_query="select * from {batch} where nonsense"
        ),
        ("customers.csv", "own_rule", "couldn't be judged", "nonsense", "mend the rule"),
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_load_that_breaks_a_rule_is_held_and_stops_the_refresh(trading: Road, fault: Fault) -> None:
    result = refused(trading, fault)
    print(result.stderr)
    assert "gate 1 stopped the refresh; the published version stays" in result.stderr
    assert "whale accept" in result.stderr


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
