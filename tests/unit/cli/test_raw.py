"""quarantine and accept over a raw file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from click.testing import Result

from ingest.contracts import load_contracts
from ingest.ledger import Load
from ingest.store import RawStore
from serving.lock import RefreshLock
from settings.load import load_company
from settings.paths import DataPaths
from tests.unit.serving.builds import publish_build

Whale = Callable[..., Result]
NewCompany = Callable[..., Path]


@pytest.fixture
def acme(new_company: NewCompany) -> Path:
    return new_company()


@pytest.fixture
def paths(acme: Path) -> DataPaths:
    return DataPaths.of(load_company(acme))


def a_load(load_id: int, status: str = "held", reason: str = "", file_path: str = "orders.csv") -> Load:
    return Load(
        load_id=load_id,
        run_id="run",
        system="erp",
        table_name="orders",
        file_path=file_path,
        file_sha256="0" * 64,
        file_bytes=10,
        file_modified_at=datetime(2026, 1, 1),  # noqa: DTZ001 - the ledger holds UTC without a zone
        file_modified_ns=0,
        format="csv",
        load_mode="append",
        as_of_date=date(2026, 1, 1),
        record_count=1,
        loaded_count=1,
        quarantined_count=0,
        status=status,  # type: ignore[arg-type]
        status_reason=reason,
        landed_at=datetime(2026, 1, 1),  # noqa: DTZ001
        contract_sha256="",
    )


def write_raw(acme: Path, paths: DataPaths, loads: list[Load]) -> None:
    """A raw file with these loads, each with one pending order of its own number."""
    with RawStore(paths.raw_file) as store:
        store.ensure(load_contracts(load_company(acme)))
        for load in loads:
            store.add(load)
            store.con.execute(
                "insert into pending_erp.orders by name select ? as order_id, ? as _from_load_id, 1 as _record_number, "
                "md5(?) as _row_hash, date '2026-01-01' as _from_as_of_date",
                [f"O{load.load_id}", load.load_id, f"O{load.load_id}"],
            )


def quarantine(paths: DataPaths, load_id: int, record_number: int, column: str, reason: str) -> None:
    with duckdb.connect(str(paths.raw_file)) as con:
        con.execute(
            "insert into quarantine.records values (?, 'erp', 'orders', 'orders.csv', ?, ?, ?, ?, ?, 'mend it', 'raw')",
            [load_id, record_number, record_number + 1, column, "x\x1b", reason],
        )


def test_accept_merges_a_held_load_and_notes_why(run_whale: Whale, acme: Path, paths: DataPaths) -> None:
    write_raw(acme, paths, [a_load(1, reason="lost 30 % of its rows"), a_load(2, file_path="orders_2.csv")])

    result = run_whale("accept", "1", "--reason", "a branch was sold", "--company", str(acme))

    assert (result.exit_code, result.stderr) == (0, "")
    assert "Accepted load 1: erp.orders from orders.csv." in result.stdout
    with RawStore(paths.raw_file, read_only=True) as store:
        assert [(load.load_id, load.status) for load in store.loads()] == [(1, "accepted"), (2, "held")]
        note = "accepted by hand: a branch was sold (held for: lost 30 % of its rows)"
        assert store.load(1).status_reason == note
        assert store.con.execute("select order_id from raw_erp.orders").fetchall() == [("O1",)]


@pytest.mark.parametrize("load", ["2", "99"])
def test_only_held_loads_can_be_accepted(run_whale: Whale, acme: Path, paths: DataPaths, load: str) -> None:
    write_raw(acme, paths, [a_load(1), a_load(2, status="pending", file_path="orders_2.csv")])

    result = run_whale("accept", load, "--company", str(acme))

    assert result.exit_code == 1
    assert f"load {load} isn't held; held loads: 1" in result.stderr


def test_accept_while_a_run_is_writing_is_refused(run_whale: Whale, acme: Path, paths: DataPaths) -> None:
    write_raw(acme, paths, [a_load(1)])

    with RefreshLock(paths, "other"):
        result = run_whale("accept", "1", "--company", str(acme))

    assert result.exit_code == 4
    assert result.stderr.startswith("Locked: another run")


@pytest.mark.parametrize("arguments", [("accept", "1"), ("quarantine",)])
def test_nothing_landed_yet_is_told_and_nothing_is_made(
    run_whale: Whale, acme: Path, paths: DataPaths, arguments: tuple[str, ...]
) -> None:
    result = run_whale(*arguments, "--company", str(acme))

    assert result.exit_code == 1
    assert "nothing has been landed yet" in result.stderr
    assert not paths.root.exists()


def test_quarantine_counts_records_by_table_and_reason(run_whale: Whale, acme: Path, paths: DataPaths) -> None:
    write_raw(acme, paths, [a_load(1, "replaced"), a_load(2, "accepted")])
    quarantine(paths, 1, 1, "order_date", "bad_date")
    for number in (1, 2, 3):
        quarantine(paths, 2, number, "order_date", "bad_date")
    quarantine(paths, 2, 3, "shipped_date", "bad_date")
    quarantine(paths, 2, 3, "order_id", "null_key")

    result = run_whale("quarantine", "--company", str(acme))

    rows = [
        [cell.strip() for cell in line.split("│")[1:-1]] for line in result.stdout.splitlines() if "erp.orders" in line
    ]
    assert rows == [
        ["erp.orders", "bad_date", "3", "1", "orders.csv"],
        ["erp.orders", "null_key", "1", "1", "orders.csv"],
    ]
    assert "mend it" not in result.stdout


def test_quarantine_shows_records_on_demand_without_steering_the_terminal(
    run_whale: Whale, acme: Path, paths: DataPaths
) -> None:
    write_raw(acme, paths, [a_load(1, "accepted")])
    for number in (1, 2, 3):
        quarantine(paths, 1, number, "order_date", "bad_date")

    result = run_whale("quarantine", "--show", "2", "--company", str(acme))

    assert result.stdout.count("mend it") == 2
    assert "load 1 erp.orders: orders.csv, record 1, line 2\n  order_date = 'x\\x1b': mend it" in result.stdout
    assert "\x1b" not in result.stdout


def test_an_empty_quarantine_says_so(run_whale: Whale, acme: Path, paths: DataPaths) -> None:
    write_raw(acme, paths, [])

    result = run_whale("quarantine", "--company", str(acme))

    assert (result.exit_code, result.stdout) == (0, "No record is in quarantine.\n")


def test_quarantine_while_the_raw_file_is_being_written_is_locked(
    run_whale: Whale, acme: Path, paths: DataPaths
) -> None:
    write_raw(acme, paths, [])

    with RefreshLock(paths, "other"), duckdb.connect(str(paths.raw_file)):
        result = run_whale("quarantine", "--company", str(acme))

    assert result.exit_code == 4


@pytest.mark.parametrize("command", ["status", "quarantine", "accept 1", "refresh", "refresh --dry-run"])
def test_a_raw_file_of_a_newer_version_is_refused(run_whale: Whale, acme: Path, paths: DataPaths, command: str) -> None:
    write_raw(acme, paths, [a_load(1)])
    publish_build(paths)
    with duckdb.connect(str(paths.raw_file)) as con:
        con.execute("update load_ledger.schema_version set version = 99")
    before = paths.raw_file.read_bytes()

    result = run_whale(*command.split(), "--company", str(acme))

    assert (result.exit_code, result.stdout) == (2, "")
    assert "was written by a newer Whalecurve" in result.stderr
    assert paths.raw_file.read_bytes() == before


def test_an_older_raw_file_is_upgraded_by_who_writes_and_left_alone_by_who_reads(
    run_whale: Whale, acme: Path, paths: DataPaths
) -> None:
    write_raw(acme, paths, [a_load(1)])
    with duckdb.connect(str(paths.raw_file)) as con:
        con.execute("alter table load_ledger.loads drop column file_changed_ns")
        first = ("schema_version", "loads", "table_keys", "suite_results")
        tables = con.execute("select table_name from duckdb_tables() where schema_name = 'load_ledger'").fetchall()
        for (table,) in tables:
            if table not in first:
                con.execute(f"drop table load_ledger.{table}")
        con.execute("update load_ledger.schema_version set version = 1")

    told = run_whale("quarantine", "--company", str(acme))
    assert (told.exit_code, told.stdout) == (1, "")
    assert "`whale refresh` upgrades it" in told.stderr

    accepted = run_whale("accept", "1", "--company", str(acme))
    assert accepted.exit_code == 0
    assert accepted.stderr.startswith("Upgrading raw.duckdb from version 1 to ")
