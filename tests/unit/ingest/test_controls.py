"""Control totals: files cut at the end of a record are noticed where totals are declared (PROMISES 13)."""

from __future__ import annotations

import random
from copy import deepcopy
from typing import Any

import pytest

from tests.unit.ingest.shops import ORDERS, Shop

HEADER = "order_id,amount,ordered,note\n"
RECORDS = [f"{number},{number}.{number:02},2026-01-02,n\n" for number in range(1, 51)]
TOTAL = "1287.75"  # 1.01 + 2.02 + … + 50.50


def orders(**controls: Any) -> dict[str, Any]:
    declared = deepcopy(ORDERS)
    declared["config"]["meta"]["landing"]["controls"] = controls
    return declared


SIDECARS: dict[str, tuple[dict[str, Any], str]] = {
    "pairs": ({"rows": "rows", "sums": {"amount": "total"}}, f"rows = 50\ntotal={TOTAL}\n"),
    "a header and a line": ({"rows": "rows", "sums": {"amount": "total"}}, f"total,rows\n{TOTAL},50\n"),
    "one line": ({"rows": 2, "sums": {"amount": 3}}, f"orders.csv,50,{TOTAL}\n"),
}


@pytest.mark.parametrize("kind", SIDECARS)
def test_totals_from_a_sidecar(shop: Shop, kind: str) -> None:
    controls, text = SIDECARS[kind]
    shop.declare(orders(**{"from": "sidecar"}, **controls))
    shop.export("orders.csv", HEADER + "".join(RECORDS))
    assert "orders.csv.ctl" in shop.land().problems[0]
    shop.export("orders.csv.ctl", text)
    report = shop.land()
    assert (report.problems, report.unclaimed, report.loaded_count) == ([], [], 50)
    assert shop.query("select measure, promised, found, agrees from load_ledger.controls order by measure") == [
        ("records", "50", "50", True),
        ("sum of amount", TOTAL, "1287.7500", True),
    ]


@pytest.mark.parametrize(
    ("records", "told"),
    [
        (RECORDS[:-1], "records: 49 in the file, 50 promised by orders.csv.ctl"),
        ([*RECORDS[:-1], RECORDS[-1].replace("50.50", "50.51")], "sum of amount: 1287.7600 in the file, 1287.75 prom"),
    ],
)
def test_a_difference_is_refused_with_both_figures(shop: Shop, records: list[str], told: str) -> None:
    shop.declare(orders(**{"from": "sidecar", "file": "{stem}.csv.ctl"}, **SIDECARS["pairs"][0]))
    shop.export("orders.csv.ctl", SIDECARS["pairs"][1])
    shop.export("orders.csv", HEADER + "".join(records))
    assert told in shop.land().problems[0]
    assert shop.statuses() == ["refused"]
    shop.export("orders.csv", HEADER + "".join(RECORDS))
    assert shop.land().problems == []


@pytest.mark.parametrize("trailer", [f"T,50,{TOTAL}", f"T,50,{TOTAL},", f'"T",50,{TOTAL},,,'])
def test_totals_from_the_last_record_of_the_file(shop: Shop, trailer: str) -> None:
    shop.declare(orders(**{"from": "trailer", "marker": "T", "rows": 2, "sums": {"amount": 3}}))
    shop.export("orders.csv", HEADER + "".join(RECORDS) + trailer + "\n")
    report = shop.land()
    assert (report.problems, report.record_count, report.loaded_count, report.quarantined_count) == ([], 50, 50, 0)


def test_a_trailer_and_a_bad_record_before_it(shop: Shop) -> None:
    shop.declare(orders(**{"from": "trailer", "marker": "T", "rows": 2, "sums": {"amount": 3}}))
    bad = ["51,many,,\n", "52\n", "50,1.00,,\n"]
    shop.export("orders.csv", HEADER + "".join([*RECORDS, *bad]) + "T,53,1288.75\n")
    report = shop.land()
    assert (report.problems, report.record_count, report.loaded_count) == ([], 53, 50)
    assert [fault[0] for fault in shop.faults()] == [51, 52, 53]


def test_totals_that_the_contract_fixes_can_hold_a_load_instead(shop: Shop) -> None:
    shop.declare(orders(**{"from": "contract", "rows": 50, "sums": {"amount": TOTAL}, "on_mismatch": "hold"}))
    shop.export("orders.csv", HEADER + "".join(RECORDS[1:]))
    assert shop.land(accept=False).problems == []
    assert shop.query("select measure, agrees from load_ledger.controls order by measure") == [
        ("records", False),
        ("sum of amount", False),
    ]


def test_totals_are_read_as_the_files_numbers_are_written(shop: Shop) -> None:
    declared = orders(**{"from": "sidecar", "sums": {"amount": "Summe"}})
    declared["config"]["meta"]["landing"] |= {"decimal_separator": ",", "thousands_separator": ".", "separator": ";"}
    shop.declare(declared)
    shop.export("orders.csv", "order_id;amount;ordered;note\n1;1.287,75;;\n")
    shop.export("orders.csv.ctl", "Summe=1.287,75\n")
    assert shop.land().problems == []
    shop.export("orders_2.csv", "order_id;amount;ordered;note\n2;1;;\n")
    shop.export("orders_2.csv.ctl", "Summe=one\n")
    assert 'control total "one", which isn\'t a number' in shop.land().problems[0]


CONTROLS: dict[str, dict[str, Any]] = {
    "sidecar": {"from": "sidecar", "rows": "rows"},
    "trailer": {"from": "trailer", "marker": "T", "rows": 2},
    "contract": {"from": "contract", "sums": {"amount": TOTAL}},
}


def noticed_cuts(shop: Shop, cuts: int, controls: dict[str, Any]) -> int:
    """How many of a file's cuts at the ends of records are refused."""
    shop.declare(orders(**controls))
    is_trailer = controls["from"] == "trailer"
    body = [*RECORDS, *(["T,50\n"] if is_trailer else [])]
    shop.export("orders.csv.ctl", "rows=50\n") if controls["from"] == "sidecar" else None
    rng, noticed = random.Random(13), 0
    for _ in range(cuts):
        shop.export("orders.csv", HEADER + "".join(body[: rng.randrange(len(body))]))
        noticed += len(shop.land().problems)
    shop.export("orders.csv", HEADER + "".join(body))
    assert shop.land().problems == []
    return noticed


@pytest.mark.parametrize("source", CONTROLS)
def test_a_file_cut_at_the_end_of_a_record_is_noticed(shop: Shop, source: str) -> None:
    assert noticed_cuts(shop, 5, CONTROLS[source]) == 5


@pytest.mark.drill
@pytest.mark.parametrize("source", CONTROLS)
def test_200_cuts_at_the_end_of_a_record_are_noticed(shop: Shop, source: str) -> None:
    assert noticed_cuts(shop, 200, CONTROLS[source]) == 200
