"""Headers that change: what each policy does, and that whatever changed is noted where somebody finds it."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.unit.ingest.shops import ORDERS, Shop

HEADER = "order_id,amount,ordered,note\n"


def orders(**landing: Any) -> dict[str, Any]:
    declared = deepcopy(ORDERS)
    declared["config"]["meta"]["landing"] |= landing
    return declared


def drift(shop: Shop, columns: str = "load_id, kind, column_name, policy") -> list[tuple[Any, ...]]:
    return shop.query(f"select {columns} from load_ledger.drift order by all")


def test_the_same_header_is_no_drift(shop: Shop) -> None:
    for number in range(3):
        shop.export(f"orders_{number}.csv", f"{HEADER}{number},1,,\n")
        shop.land()
    assert drift(shop) == []


def test_an_unknown_column_is_noted_when_it_comes_and_not_every_night(shop: Shop) -> None:
    for number, header in enumerate(["order_id,amount,ordered,note", *["order_id,amount,channel,ordered,note"] * 2]):
        fields = header.count(",") + 1
        shop.export(f"orders_{number}.csv", f"{header}\n{number}{',' * (fields - 1)}\n")
        shop.land()
    assert drift(shop) == [(2, "added", "channel", "record")]
    assert shop.current() == [("0",), ("1",), ("2",)]


def test_swapped_columns_load_by_name_and_the_new_order_is_told(shop: Shop) -> None:
    shop.export("orders_1.csv", HEADER + "1,1.5,2026-01-02,a\n")
    shop.land()
    shop.export("orders_2.csv", "note,order_id,amount,ordered\nb,2,2.5,2026-01-03\n")
    shop.land()
    assert drift(shop) == [(2, "moved", None, "record")]
    ((detail,),) = drift(shop, "detail")
    assert detail == ("the order was order_id, amount, ordered, note, now it is note, order_id, amount, ordered")
    assert shop.current("order_id, note") == [("1", "a"), ("2", "b")]


@pytest.mark.parametrize("policy", ["record", "warn"])
def test_a_missing_column_is_empty_where_the_contract_allows_it(shop: Shop, policy: str) -> None:
    shop.declare(orders(on_missing_column=policy))
    shop.export("orders_1.csv", HEADER + "1,1.5,2026-01-02,a\n")
    shop.export("orders_2.csv", "order_id,amount,ordered\n2,2.5,2026-01-03\n")
    shop.export("orders_3.csv", HEADER + "3,3.5,2026-01-02,c\n")
    assert shop.land().problems == []
    assert drift(shop) == [(2, "missing", "note", policy), (3, "returned", "note", "record")]
    assert shop.current("order_id, note") == [("1", "a"), ("2", None), ("3", "c")]


@pytest.mark.parametrize("name", ["order_id", "ordered"])
def test_a_column_that_must_have_a_value_is_never_missing(shop: Shop, name: str) -> None:
    declared = orders(on_missing_column="record")
    declared["columns"][2]["config"] = {"meta": {"nullable": False}}
    shop.declare(declared)
    shop.export("orders.csv", HEADER.replace(f"{name},", "") + "1,1,\n")
    assert f'lacks the column "{name}"' in shop.land().problems[0]


def test_a_missing_column_is_refused_unless_the_contract_says_otherwise(shop: Shop) -> None:
    shop.export("orders.csv", "order_id,amount,ordered\n1,1,\n")
    assert 'lacks the column "note"' in shop.land().problems[0]
    assert (drift(shop), shop.query("select count(*) from load_ledger.headers")) == ([], [(0,)])


def test_an_optional_column_that_vanishes_is_noted_one_that_never_was_is_not(shop: Shop) -> None:
    declared = orders()
    for column in declared["columns"][2:]:
        column["config"] = {"meta": {"optional": True}}
    shop.declare(declared)
    shop.export("orders_1.csv", "order_id,amount,ordered\n1,1,\n")
    shop.export("orders_2.csv", "order_id,amount\n2,2\n")
    shop.land()
    assert drift(shop) == [(2, "missing", "ordered", "record")]


def test_a_renamed_column_is_told_with_both_names(shop: Shop) -> None:
    declared = orders(on_renamed_column="warn")
    declared["columns"][1]["config"] = {"meta": {"aliases": ["Betrag"]}}
    shop.declare(declared)
    shop.export("orders_1.csv", HEADER + "1,1.5,,\n")
    shop.export("orders_2.csv", HEADER.replace("amount", "Betrag") + "2,2.5,,\n")
    shop.land()
    assert drift(shop, "kind, column_name, policy, detail") == [("renamed", "amount", "warn", "amount is now Betrag")]
    assert [str(amount) for (amount,) in shop.current("amount")] == ["1.5000", "2.5000"]


@pytest.mark.parametrize(
    ("policy", "header", "told"),
    [
        ("on_added_column", "order_id,amount,ordered,note,channel", 'doesn\'t know: "channel"'),
        ("on_renamed_column", "order_id,Betrag,ordered,note", "amount is now Betrag"),
        ("on_moved_column", "order_id,ordered,amount,note", "now it is order_id, ordered, amount, note"),
        ("on_missing_column", "order_id,amount,ordered", 'lacks the column "note"'),
        (None, "order_id,amount,ordered,note,amount", "has the column amount more than once"),
    ],
)
def test_what_the_contract_refuses_stops_and_leaves_no_note(
    shop: Shop, policy: str | None, header: str, told: str
) -> None:
    declared = orders(**({policy: "refuse"} if policy else {}))
    declared["columns"][1]["config"] = {"meta": {"aliases": ["Betrag"]}}
    shop.declare(declared)
    shop.export("orders_1.csv", HEADER + "1,1.5,,\n")
    shop.land()
    shop.export("orders_2.csv", f"{header}\n")
    for _ in range(2):
        (problem,) = shop.land().problems
        assert told in problem, problem
    assert (drift(shop), shop.current()) == ([], [("1",)])
    shop.export("orders_2.csv", HEADER + "2,2.5,,\n")
    assert shop.land().problems == []


def test_two_places_with_headers_of_their_own_are_each_compared_with_themselves(shop: Shop) -> None:
    for night in range(3):
        shop.export("orders_de.csv", HEADER + f"{night},1,,\n")
        shop.export("orders_pl.csv", f"order_id,amount,ordered,note,region\nP{night},1,,,x\n")
        shop.land()
    assert drift(shop) == [(2, "added", "region", "record")]


def test_json_lines_and_parquet_drift_too(shop: Shop) -> None:
    jsonl = {"files": ["orders*.jsonl"], "format": "jsonl", "on_missing_column": "record"}
    shop.declare(orders(**jsonl))
    shop.export("orders_1.jsonl", '{"order_id": "1", "amount": 1, "ordered": null, "note": "a"}\n')
    shop.export("orders_2.jsonl", '{"order_id": "2", "amount": 1, "ordered": null, "extra": {"b": 1}}\n')
    assert shop.land().problems == []
    assert drift(shop) == [(2, "added", "extra", "record"), (2, "missing", "note", "record")]
    shop.declare(orders(**jsonl, on_added_column="refuse"))
    shop.export("orders_3.jsonl", '{"order_id": "3", "b": 1}\n')
    assert any('doesn\'t know: "b"' in problem for problem in shop.land().problems)


def test_a_parquet_file_with_a_column_more_is_noted(shop: Shop, tmp_path: Path) -> None:
    shop.declare(orders(files=["orders*.parquet"], format="parquet"))
    for number, more in enumerate(["", ", 7 as seen_count"]):
        query = f"select '{number}' as order_id, 1.5 as amount, null::date as ordered, 'x' as note{more}"
        duckdb.execute(f"copy ({query}) to '{shop.exports / f'orders_{number}.parquet'}' (format parquet)")
    shop.land()
    assert drift(shop) == [(2, "added", "seen_count", "record")]
