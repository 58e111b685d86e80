"""Files that can't be landed, and files still being written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from ingest.typed_tables import settle_account
from settings.errors import ConfigurationError
from tests.unit.ingest.shops import ORDERS, Shop, table

HEADER = "order_id,amount,ordered,note\n"
CUSTOMERS = table("customers", {"id": "varchar", "city": "varchar"}, load_mode="full")


def test_a_refused_file_is_told_each_time_and_forgotten_once_it_is_good(shop: Shop) -> None:
    shop.export("orders.csv", HEADER + "1,1,,\n")
    shop.land()
    shop.export("orders.csv", "nonsense\n")
    assert shop.land().problems
    assert shop.land().problems
    assert shop.query("select count(*) from load_ledger.loads where status = 'refused'") == [(1,)]
    assert shop.current() == [("1",)]
    shop.export("orders.csv", HEADER + "1,1,,\n")
    assert shop.land().problems == []
    assert shop.query("select count(*) from load_ledger.loads where status = 'refused'") == [(0,)]


def test_a_folder_in_place_of_a_file_is_refused(shop: Shop) -> None:
    (shop.exports / "orders.csv").mkdir()
    assert "is a folder" in shop.land().problems[0]


def test_a_link_that_leads_nowhere_is_refused(shop: Shop) -> None:
    (shop.exports / "orders.csv").symlink_to(shop.exports / "gone.csv")
    assert "can't be read" in shop.land().problems[0]


def test_an_unreadable_file_is_refused(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shop.export("orders.csv", HEADER + "1,1,,\n")
    path.chmod(0)
    if os.access(path, os.R_OK):  # as root every file is readable

        def denied(self: Path, *args: Any, **keywords: Any) -> Any:
            if self.name == "orders.csv":
                raise PermissionError(13, "Permission denied")
            return real(self, *args, **keywords)

        real = Path.open
        monkeypatch.setattr(Path, "open", denied)
    assert "Permission denied" in shop.land().problems[0]
    monkeypatch.undo()
    assert shop.statuses() == ["refused"]


def test_a_file_that_is_still_written_is_waited_for(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shop.export("orders.csv", HEADER + "1,1,,\n")
    monkeypatch.setenv("WHALE_SETTLE_SECONDS", "30")
    waits: list[float] = []

    def writing(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 1:
            path.write_text(HEADER + "1,1,,\n2,2,,\n")

    monkeypatch.setattr("ingest.discovery.time.sleep", writing)
    assert shop.land().record_count == 2
    assert waits == [30, 30]


def test_a_file_that_never_rests_is_refused(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shop.export("orders.csv", HEADER)
    monkeypatch.setenv("WHALE_SETTLE_SECONDS", "30")

    def writing(seconds: float) -> None:
        with path.open("a") as target:
            target.write("1,1,,\n")

    monkeypatch.setattr("ingest.discovery.time.sleep", writing)
    assert "still being written" in shop.land().problems[0]


def test_an_old_file_is_not_waited_for(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.export("orders.csv", HEADER + "1,1,,\n", day=1)
    monkeypatch.delenv("WHALE_SETTLE_SECONDS")
    monkeypatch.setattr("ingest.discovery.time.sleep", lambda seconds: pytest.fail("waited"))
    assert shop.land().loaded_count == 1


def test_a_file_that_changes_while_it_is_read_is_refused(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shop.export("orders.csv", HEADER + "1,1,,\n")
    real = settle_account

    def and_changed(*args: Any) -> Any:
        path.write_text(HEADER + "1,1,,\n2,2,,\n")
        return real(*args)

    monkeypatch.setattr("ingest.landing.settle_account", and_changed)
    assert "changed while it was read" in shop.land().problems[0]
    assert shop.query("select count(*) from pending_shop.orders") == [(0,)]


def test_two_contracts_that_claim_one_file_are_a_mistake_of_configuration(shop: Shop) -> None:
    shop.declare(ORDERS, table("lines", {"id": "varchar"}, files=["*.csv"]))
    shop.export("orders.csv", HEADER)
    with pytest.raises(ConfigurationError, match=r"shop\.orders, shop\.lines"):
        shop.land()


def test_a_file_that_no_contract_knows_is_named(shop: Shop) -> None:
    shop.export("invoices.csv", "x\n")
    report = shop.land()
    assert [Path(path).name for path in report.unclaimed] == ["invoices.csv"]
