"""Gate 1 against what was known before: lost rows, quarantined shares, additions."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.store import RawStore
from tests.unit.expectations.conftest import Pending, make_contract, rows

JAN, FEB, MAR, APR = (date(2024, month, 28) for month in (1, 2, 3, 4))


def failed(result: Any) -> list[str]:
    return [each["name"] for each in result.expectations if not each["success"]]


@pytest.mark.parametrize(
    ("count", "status"),
    [(0, "held"), (50, "held"), (79, "held"), (80, "accepted"), (81, "accepted"), (300, "accepted")],
)
def test_a_full_export_may_lose_a_fifth_of_its_rows(pending: Pending, count: int, status: str) -> None:
    pending.load(rows(100), "orders_1.csv", JAN)
    assert pending.check().passed
    pending.load(rows(count), "orders_2.csv", FEB)
    result = pending.check()
    assert pending.statuses() == ["accepted", status]
    assert pending.count() == (count if status == "accepted" else 100)
    lost = next(each for each in result.expectations if each["name"] == "lost_share_at_most_0.2")
    assert float(lost["observed"]) == pytest.approx((100 - count) / 100)


def test_an_override_counts_once(pending: Pending) -> None:
    pending.load(rows(100), "orders_1.csv", JAN)
    pending.check()
    pending.load(rows(50), "orders_2.csv", FEB)
    assert pending.check().held == [2]
    pending.store.accept([2])
    assert pending.count() == 50
    pending.load(rows(49), "orders_3.csv", MAR)
    assert pending.check().passed
    pending.load(rows(10), "orders_4.csv", APR)
    assert pending.check().held == [4]


def test_exports_landed_together_are_compared_with_the_one_before(pending: Pending) -> None:
    for number, (count, day) in enumerate([(100, JAN), (85, FEB), (70, MAR), (40, APR)]):
        pending.load(rows(count), f"orders_{number}.csv", day)
    result = pending.check()
    assert (result.accepted, result.held) == ([1, 2, 3], [4])
    assert pending.count() == 70


def test_an_export_is_compared_with_a_newer_one_that_waits_before_it(pending: Pending) -> None:
    pending.load(rows(100), "orders_1.csv", JAN)
    pending.check()
    pending.load(rows(85), "orders_2.csv", FEB)
    pending.load(rows(70), "orders_3.csv", MAR)
    assert pending.check().accepted == [2, 3]


def test_an_export_is_compared_with_an_accepted_one_that_is_newer_than_those_that_wait(pending: Pending) -> None:
    pending.load(rows(100), "orders_3.csv", MAR)
    pending.check()
    pending.load(rows(1000), "orders_1.csv", JAN)
    pending.load(rows(90), "orders_4.csv", APR)
    assert pending.check().accepted == [2, 3]


def test_a_second_halved_export_is_not_excused_by_the_first(pending: Pending) -> None:
    pending.load(rows(100), "orders_1.csv", JAN)
    pending.check()
    for number, day in enumerate([FEB, MAR], start=2):
        pending.load(rows(50), f"orders_{number}.csv", day)
    assert pending.check().held == [2, 3]


def test_a_corrected_file_dated_back_is_compared_with_what_it_replaces(pending: Pending) -> None:
    pending.load(rows(100), "orders.csv", MAR)
    pending.check()
    pending.load(rows(10), "orders.csv", FEB)
    assert pending.check().held == [2]


def test_an_older_export_is_compared_with_older_ones_only(pending: Pending) -> None:
    pending.load(rows(1000), "orders_3.csv", MAR)
    pending.check()
    pending.load(rows(10), "orders_1.csv", JAN)
    pending.load(rows(9), "orders_2.csv", FEB)
    assert pending.check().passed


def test_a_file_without_records_passes_only_where_nothing_was_before(pending: Pending) -> None:
    pending.load(rows(0), "orders_1.csv", JAN)
    assert pending.check().passed
    pending.load(rows(3), "orders_2.csv", FEB)
    pending.check()
    pending.load(rows(0), "orders_3.csv", MAR)
    assert failed(pending.check()) == ["brings_rows", "lost_share_at_most_0.2"]


def test_a_file_all_in_quarantine_is_held(pending: Pending) -> None:
    pending.load(rows(0), quarantined=8)
    assert failed(pending.check()) == ["brings_rows", "quarantined_share_at_most_0.05"]


@pytest.mark.parametrize(("good", "bad", "status"), [(95, 5, "accepted"), (94, 6, "held")])
def test_at_most_a_twentieth_may_be_in_quarantine(additions: Pending, good: int, bad: int, status: str) -> None:
    additions.load(rows(good), quarantined=bad)
    additions.check()
    assert additions.statuses() == [status]


def test_files_that_add_up_may_shrink_but_a_file_may_not_lose_all_its_rows(additions: Pending) -> None:
    additions.load(rows(100), "orders_1.csv")
    additions.check()
    additions.load(rows(3), "orders_2.csv", FEB)
    additions.load(rows(0), "orders_3.csv", FEB)
    assert additions.check().passed
    additions.load(rows(0), "orders_1.csv", MAR)
    assert failed(additions.check()) == ["brings_rows", "lost_share_at_most_0.2"]
    assert additions.count() == 100


@pytest.mark.parametrize(("count", "status"), [(79, "held"), (80, "accepted")])
def test_a_new_content_of_a_file_that_adds_up_may_lose_a_fifth_of_its_rows(
    additions: Pending, count: int, status: str
) -> None:
    additions.load(rows(100), "orders_1.csv")
    additions.check()
    additions.load(rows(count), "orders_1.csv", FEB)
    additions.check()
    assert additions.statuses()[-1] == status


@pytest.mark.parametrize(("count", "status"), [(20, "accepted"), (21, "held")])
def test_a_file_may_delete_a_fifth_of_the_keys(additions: Pending, count: int, status: str) -> None:
    additions.load(rows(100), "orders_1.csv")
    additions.check()
    deleted = f"select *, true as _is_deletion from ({rows(count, status='null', ordered='null')})"
    additions.load(deleted, "gone.csv", FEB)
    result = additions.check()
    assert additions.statuses()[-1] == status, result.reasons
    additions.store.accept([2])
    alive = "select count(*) from raw_shop.orders where _to_load_id is null and _is_deletion is not true"
    assert additions.store.con.execute(alive).fetchone() == (100 - count,)
    additions.load(f"select *, true as _is_deletion from ({rows(50)}) where order_id >= 25", "gone_2.csv", MAR)
    additions.check()
    assert additions.statuses()[-1] == "held"


def test_a_load_that_misses_its_control_totals_is_held_with_both_figures(tmp_path: Path) -> None:
    controls = {"from": "contract", "rows": 5, "on_mismatch": "hold"}
    with RawStore(tmp_path / "raw.duckdb") as store:
        pending = Pending(store, make_contract(tmp_path, load_mode="append", controls=controls))
        for number, found in enumerate([5, 4], start=1):
            pending.load(rows(found, order_id=f"i + {number * 100}"), f"orders_{number}.csv")
            store.con.execute(
                "insert into load_ledger.controls values (?, 'records', '5', ?, ?, 'the contract')",
                [number, str(found), found == 5],
            )
        reasons = pending.check().reasons
        assert list(reasons) == [2]
        assert "records: 4 in the file, 5 promised by the contract" in reasons[2]


def test_only_the_load_to_blame_is_held(additions: Pending) -> None:
    additions.load(rows(10), "orders_1.csv")
    additions.load(rows(10, order_id="if(i = 4, null, i + 100)"), "orders_2.csv")
    additions.load(rows(10, status="if(i < 2, 'lost', 'open')", order_id="i + 200"), "orders_3.csv")
    additions.load(rows(10), "orders_4.csv")  # the keys of the first file again: newer versions, no duplicates
    result = additions.check()
    assert (result.accepted, result.held) == ([1, 4], [2, 3])
    assert "shop.orders, order_id: must not be empty" in result.reasons[2]
    assert "status" not in result.reasons[2]
    assert "shop.orders, status: must be one of open, shipped" in result.reasons[3]
    stored = dict(additions.store.con.execute("select load_id, result from load_ledger.suite_results").fetchall())
    broken = {
        load: [e["name"] for e in json.loads(text)["expectations"] if not e["success"]] for load, text in stored.items()
    }
    assert broken == {1: [], 2: ["order_id_is_there"], 3: ["status_is_allowed"], 4: []}
