"""Landing again: nothing twice, nothing lost, nothing half; bad files, held loads, crashes."""

from __future__ import annotations

import json
import os
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from ingest import landing
from ingest.landing import land
from ingest.problems import FileRefused
from ingest.store import RawStore
from ingest.typed_tables import settle_account
from settings.errors import ConfigurationError, WhaleError
from settings.load import load_company
from tests.unit.ingest.shops import ORDERS, Shop, table

HEADER = "order_id,amount,ordered,note\n"
CUSTOMERS = table("customers", {"id": "varchar", "city": "varchar"}, load_mode="full")


def test_the_same_file_lands_once(shop: Shop) -> None:
    shop.export("orders.csv", HEADER + "1,1,,\n2,x,,\n")
    first = shop.land()
    before = shop.query("select * from raw_shop.orders")
    for _ in range(3):
        again = shop.land()
        assert (again.files_seen, again.files_skipped, again.loads) == (1, 1, [])
    assert shop.query("select * from raw_shop.orders") == before
    assert shop.query("select count(*) from quarantine.records") == [(1,)]
    assert (first.record_count, first.loaded_count, first.quarantined_count) == (2, 1, 1)


def test_a_touched_file_is_not_read_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shop.export("orders.csv", HEADER + "1,1,,\n", day=1)
    shop.land()
    os.utime(path, (1767500000, 1767500000))
    assert shop.land().files_skipped == 1
    monkeypatch.setattr("ingest.known_files.sha256_of", lambda path: pytest.fail("read again"))
    assert shop.land().files_skipped == 1


def test_a_renamed_copy_adds_nothing(shop: Shop) -> None:
    shop.export("orders.csv", HEADER + "1,1,,\n")
    shop.land()
    shop.export("orders_copy.csv", HEADER + "1,1,,\n")
    shop.land()
    shop.land()
    assert shop.statuses() == ["accepted", "duplicate"]
    assert shop.query("select count(*) from raw_shop.orders") == [(1,)]


def test_two_equal_new_files_land_once(shop: Shop) -> None:
    shop.export("orders_a.csv", HEADER + "1,1,,\n")
    shop.export("orders_b.csv", HEADER + "1,1,,\n")
    shop.land()
    assert shop.statuses() == ["accepted", "duplicate"]


def test_a_copy_outlives_its_original(shop: Shop) -> None:
    shop.export("orders.csv", HEADER + "1,1,,\n")
    shop.export("orders_copy.csv", HEADER + "1,1,,\n")
    shop.land()
    shop.export("orders.csv", HEADER + "2,2,,\n")
    shop.land()
    assert shop.current() == [("1",), ("2",)]


def test_content_that_returns_is_current_again(shop: Shop) -> None:
    contents = {"A": HEADER + "1,1,,\n2,2,,\n", "B": HEADER + "2,3,,\n3,3,,\n"}
    seen: dict[str, Any] = {}
    for name in ("A", "B", "A"):
        shop.export("orders.csv", contents[name], day=1)
        shop.land()
        current = shop.current("order_id, amount")
        assert seen.setdefault(name, current) == current
        assert shop.query("select count(*) from raw_shop.orders") == [(2,)]
    assert shop.statuses() == ["replaced", "replaced", "accepted"]


def test_a_held_load_waits_until_it_is_accepted(shop: Shop) -> None:
    shop.export("orders.csv", HEADER + "1,1,,\n")
    shop.land()
    shop.export("orders.csv", HEADER + "2,2,,\n")
    shop.land(accept=False)
    with RawStore(shop.raw_file) as store:
        store.hold(2, "lost rows")
    assert shop.land().files_skipped == 1
    assert shop.current() == [("1",)]
    assert shop.query("select status_reason from load_ledger.loads where load_id = 2") == [("lost rows",)]
    with RawStore(shop.raw_file) as store:
        store.accept([2])
    assert shop.current() == [("2",)]
    assert shop.statuses() == ["replaced", "accepted"]


def test_a_corrected_file_replaces_a_held_load(shop: Shop) -> None:
    shop.export("orders.csv", HEADER + "1,1,,\n")
    shop.land(accept=False)
    with RawStore(shop.raw_file) as store:
        store.hold(1, "bad")
    shop.export("orders.csv", HEADER + "2,2,,\n")
    shop.land()
    assert shop.statuses() == ["replaced", "accepted"]
    assert shop.current() == [("2",)]
    assert shop.query("select count(*) from pending_shop.orders") == [(0,)]


def test_only_waiting_loads_can_be_accepted_or_held(shop: Shop) -> None:
    shop.export("orders.csv", HEADER + "1,1,,\n")
    shop.export("orders_bad.csv", "x\n")
    shop.land()
    with RawStore(shop.raw_file) as store:
        store.accept([1])
        refused = next(load for load in store.loads() if load.status == "refused").load_id
        for load_id in (refused, 99):
            with pytest.raises(WhaleError):
                store.accept([load_id])
        with pytest.raises(WhaleError):
            store.hold(1, "late")


def test_a_table_exists_typed_before_its_first_file(shop: Shop) -> None:
    shop.land()
    columns = shop.query("select column_name, data_type from duckdb_columns() where schema_name = 'raw_shop'")
    assert columns[:4] == [
        ("order_id", "VARCHAR"),
        ("amount", "DECIMAL(18,4)"),
        ("ordered", "DATE"),
        ("note", "VARCHAR"),
    ]
    assert [name for name, _ in columns[4:]] == [
        "_record_number", "_row_hash", "_from_load_id", "_to_load_id", "_from_as_of_date", "_to_as_of_date",
        "_is_deletion",
    ]  # fmt: skip


def test_a_new_column_is_filled_from_the_files_already_landed(shop: Shop) -> None:
    shop.export("orders.csv", "order_id,amount,ordered,note,channel\n1,1,,,web\n")
    shop.land()
    wider = deepcopy(ORDERS)
    wider["columns"].append({"name": "channel", "data_type": "varchar"})
    shop.declare(wider)
    shop.land()
    assert shop.current("order_id, channel") == [("1", "web")]
    assert shop.query("select count(*) from raw_shop.orders") == [(1,)]


def test_a_changed_type_is_a_mistake_with_its_mend(shop: Shop) -> None:
    shop.export("orders.csv", HEADER + "1,1,,\n")
    shop.land()
    other = deepcopy(ORDERS)
    other["columns"][1]["data_type"] = "bigint"
    shop.declare(other)
    with pytest.raises(ConfigurationError, match="new name"):
        shop.land()
    assert shop.statuses() == ["accepted"]


@pytest.mark.parametrize("method", ["add", "drop_pending", "store_rows", "note_skipped"])
def test_a_crash_while_storing_leaves_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    shop.export("orders.csv", HEADER + "1,1,,\n")
    shop.land()
    shop.export("orders.csv", HEADER + "2,x,,\n3,3,,\n")
    shop.export("orders_b.csv", HEADER + "4,4,,\n")
    before = shop.query("select * from load_ledger.loads")

    def crash(*args: Any, **keywords: Any) -> None:
        raise RuntimeError("crash")

    owner = RawStore if hasattr(RawStore, method) else landing._Landing
    with monkeypatch.context() as patch:
        patch.setattr(owner, method, crash)
        with pytest.raises(RuntimeError):
            shop.land()
    assert shop.query("select * from load_ledger.loads") == before
    assert shop.query("select count(*) from pending_shop.orders") == [(0,)]
    assert shop.query("select count(*) from quarantine.records") == [(0,)]
    report = shop.land()
    assert (report.loaded_count, report.quarantined_count) == (2, 1)
    assert shop.current() == [("3",), ("4",)]


def test_copies_that_a_killed_landing_left_are_cleared(shop: Shop) -> None:
    left = shop.raw_file.parent / "landing-abc"
    left.mkdir(parents=True)
    (left / "utf8.csv").write_text("x")
    shop.land()
    assert not left.exists()


def test_an_accident_while_reading_one_file_is_its_refusal_only(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.export("orders_a.csv", HEADER + "1,1,,\n")
    shop.export("orders_b.csv", HEADER + "2,2,,\n")
    real = settle_account

    def sometimes(con: Any, texts: Any, load_id: int) -> Any:
        account = real(con, texts, load_id)
        if load_id == 1:
            raise FileRefused("can't be")
        return account

    monkeypatch.setattr("ingest.landing.settle_account", sometimes)
    report = shop.land()
    assert len(report.problems) == 1
    assert shop.current() == [("2",)]


@pytest.mark.parametrize(
    ("name", "as_of", "expected"),
    [
        ("customers_2026-01-05.csv", None, "2026-01-05"),
        ("customers_20260105.csv", None, "2026-01-05"),
        ("customers_20261305.csv", None, "2026-01-09"),
        ("customers.csv", None, "2026-01-09"),
        ("customers_2026-01-05.csv", {"from": "file_modified"}, "2026-01-09"),
        (
            "customers_05.01.26.csv",
            {"from": "file_name", "pattern": "_(?P<date>.*)[.]csv", "format": "%d.%m.%y"},
            "2026-01-05",
        ),
        ("customers.csv", {"from": "fixed", "date": "2020-02-02"}, "2020-02-02"),
    ],
)
def test_the_day_of_an_export(shop: Shop, name: str, as_of: dict[str, Any] | None, expected: str) -> None:
    shop.declare(table("customers", {"id": "varchar"}, **({"as_of": as_of} if as_of else {})))
    shop.export(name, "id\n1\n", day=9)
    shop.land()
    assert shop.query("select as_of_date::varchar from load_ledger.loads") == [(expected,)]


def test_a_name_without_the_declared_date_is_refused(shop: Shop) -> None:
    shop.declare(table("customers", {"id": "varchar"}, as_of={"from": "file_name"}))
    shop.export("customers.csv", "id\n1\n")
    assert "no date" in shop.land().problems[0]


def test_the_day_of_a_file_is_told_in_the_companys_zone(shop: Shop) -> None:
    shop.declare(CUSTOMERS)
    path = shop.export("customers.csv", "id,city\n1,x\n")
    os.utime(path, (1767308400, 1767308400))  # 2026-01-01 23:00 UTC
    shop.land()
    assert shop.query("select as_of_date::varchar from load_ledger.loads") == [("2026-01-02",)]


def test_progress_and_report(shop: Shop, tmp_path: Path) -> None:
    shop.export("orders.csv", HEADER + "1,1,,\n")
    told: list[tuple[int, int, str]] = []
    with RawStore(shop.raw_file) as store:
        report = land(load_company(shop.folder), shop.contracts(), store, "r1", lambda *each: told.append(each))
        (load,) = store.loads("pending")
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] == load.file_bytes
    report.write(tmp_path / "deep" / "landing.json")
    assert json.loads((tmp_path / "deep" / "landing.json").read_text())["loads"][0]["run_id"] == "r1"
    assert list(shop.raw_file.parent.glob("landing-*")) == []
