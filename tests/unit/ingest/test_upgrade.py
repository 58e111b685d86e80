"""Raw files of older versions are upgraded, those of newer ones refused, and a crash changes nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest import raw_versions, upgrade
from ingest.raw_versions import STEPS, Step
from ingest.store import RawStore
from ingest.upgrade import newest_version, upgrade_due
from settings.errors import ConfigurationError, WhaleError
from settings.paths import DataPaths, raw_copy
from tests.unit.ingest.shops import Shop
from tests.unit.ingest.version_1 import EXPORT, write_version_1

TABLES = "select schema_name, table_name, column_name, data_type from duckdb_columns() where not internal order by all"
_KILLED = """
import sys, os
from pathlib import Path
from ingest import raw_versions, upgrade
real = upgrade._take_steps
class Dying:
    def __init__(self, con): self.con, self.done = con, 0
    def execute(self, sql, *values):
        found = self.con.execute(sql, *values)
        self.done += 1
        if self.done == int(sys.argv[2]):
            os._exit(9)
        return found
upgrade._take_steps = lambda con, found: real(Dying(con), found)
upgrade.open_upgraded(Path(sys.argv[1]))
"""


def ask(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(sql).fetchall()


def version(path: Path) -> int:
    return int(ask(path, "select version from load_ledger.schema_version")[0][0])


def test_a_file_of_the_first_version_is_upgraded_and_lands_on_without_anything_twice(shop: Shop) -> None:
    path = write_version_1(shop)
    before = ask(path, "from raw_shop.orders")
    assert upgrade_due(path) == f"Upgrading raw.duckdb from version 1 to {newest_version()}"
    report = shop.land()
    assert (report.files_seen, report.files_skipped, report.loads) == (1, 1, [])
    assert version(path) == newest_version()
    assert ask(path, "select * exclude (_is_deletion) from raw_shop.orders") == before
    assert shop.faults() == [(3, "amount", "x", "not_a_number")]
    shop.export("orders.csv", EXPORT + "4,1,,\n")
    shop.land()
    assert shop.statuses() == ["replaced", "accepted"]
    assert shop.current() == [("1",), ("2",), ("4",)]
    assert upgrade_due(path) == ""


def test_an_upgraded_file_has_the_tables_of_a_new_one(shop: Shop, tmp_path: Path) -> None:
    path = write_version_1(shop)
    with RawStore(path) as old, RawStore(tmp_path / "new.duckdb") as new:
        for store in (old, new):
            store.ensure(shop.contracts())
    assert ask(path, TABLES) == ask(tmp_path / "new.duckdb", TABLES)


def test_the_file_as_it_was_lies_beside_the_upgraded_one(shop: Shop) -> None:
    path = write_version_1(shop)
    as_it_was = path.read_bytes()
    shop.land()
    assert raw_copy(path, 1).name == "raw.version_1.duckdb"
    assert raw_copy(path, 1).read_bytes() == as_it_was
    shop.land()
    assert sorted(each.name for each in path.parent.glob("raw*")) == ["raw.duckdb", "raw.version_1.duckdb"]


def test_a_new_file_needs_no_copy(shop: Shop) -> None:
    shop.export("orders.csv", EXPORT)
    shop.land()
    assert version(shop.raw_file) == newest_version()
    assert [each.name for each in shop.raw_file.parent.glob("raw*")] == ["raw.duckdb"]


def test_steps_are_taken_in_their_order_and_none_twice(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_version_1(shop)
    shop.land()
    first = Step("notes", "create table load_ledger.notes (note varchar);")
    second = Step("a note", "insert into load_ledger.notes values ('once');")
    monkeypatch.setattr(raw_versions, "STEPS", (*STEPS, first, second))
    for _ in range(2):
        shop.land()
    assert ask(path, "from load_ledger.notes") == [("once",)]
    assert version(path) == len(STEPS) + 3
    # One copy is enough: that of the version before.
    assert DataPaths(path.parent).raw_copies == [raw_copy(path, len(STEPS) + 1)]


def test_a_step_that_fails_leaves_the_old_version(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_version_1(shop)
    before = ask(path, TABLES)
    monkeypatch.setattr(raw_versions, "STEPS", (*STEPS, Step("a mistake", "insert into nowhere values (1);")))
    with pytest.raises(duckdb.CatalogException):
        shop.land()
    assert (version(path), ask(path, TABLES)) == (1, before)
    monkeypatch.undo()
    monkeypatch.setenv("WHALE_SETTLE_SECONDS", "0")
    shop.land()
    assert version(path) == newest_version()


@pytest.mark.parametrize("statement", [1, 2, 3])
def test_a_kill_between_two_statements_leaves_the_old_version(shop: Shop, statement: int) -> None:
    path = write_version_1(shop)
    before = ask(path, TABLES)
    environment = {**os.environ, "PYTHONPATH": str(Path(upgrade.__file__).parents[1])}
    command = [sys.executable, "-c", _KILLED, str(path), str(statement)]
    assert subprocess.run(command, env=environment, check=False).returncode == 9
    assert (version(path), ask(path, TABLES)) == (1, before)
    shop.land()
    assert (version(path), shop.statuses()) == (newest_version(), ["accepted"])


def test_without_room_for_the_copy_nothing_is_touched(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_version_1(shop)
    before = path.read_bytes()

    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(WhaleError, match="can't be copied before its upgrade: No space left"):
        shop.land()
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.glob("raw*")] == ["raw.duckdb"]


def test_who_only_reads_is_told_to_upgrade_first(shop: Shop) -> None:
    path = write_version_1(shop)
    with (
        pytest.raises(WhaleError, match=r"older Whalecurve .*`whale refresh` upgrades it"),
        RawStore(path, read_only=True),
    ):
        pass
    assert version(path) == 1


def test_a_newer_file_is_refused_before_it_is_copied_or_touched(shop: Shop) -> None:
    path = write_version_1(shop)
    with duckdb.connect(str(path)) as con:
        con.execute("update load_ledger.schema_version set version = 99")
    before = path.read_bytes()
    for attempt in (shop.land, lambda: shop.query("select 1"), lambda: upgrade_due(path)):
        with pytest.raises(ConfigurationError, match="newer Whalecurve"):
            attempt()
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.glob("raw*")] == ["raw.duckdb"]


def test_every_step_is_one_that_a_file_of_the_version_before_can_take(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_version_1(shop)
    for count in range(1, len(STEPS) + 1):
        monkeypatch.setattr(raw_versions, "STEPS", STEPS[:count])
        with RawStore(path):
            pass
        assert version(path) == count + 1
    assert all(re.search(r"\S", step.title) for step in STEPS)
