"""What readers were promised about publishing, with real processes and real files (PROMISES 1, 4, 5, 6, 29).

The others of serving/ are shown where they live: 17 and 23 in tests/unit/serving/test_audit.py, 18 in test_query.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from serving.files import sha256_of
from serving.lock import RefreshLock
from serving.query import run_query
from serving.rollback import rollback
from serving.versions import find_version, list_versions
from settings.paths import PROJECT_ROOT, DataPaths
from tests.unit.serving.builds import TABLES, publish_build, read_run_id

# Opens the fixed path again and again, as a dashboard does, and compares the run's id across tables.
READER = """
import json, pathlib, sys, time
import duckdb
file, stop, tables = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3].split(",")
reads, mixes, errors, seen = 0, 0, [], set()
print("ready", flush=True)
while not stop.exists():
    try:
        with duckdb.connect(file, read_only=True, config={"threads": 1}) as con:
            found = set()
            for table in tables:
                found |= set(con.execute(f"select distinct run_id from {table}").fetchall())
                time.sleep(0.002)
        mixes += len(found) != 1
        seen |= {run_id for (run_id,) in found}
        reads += 1
    except Exception as error:
        errors.append(str(error))
print(json.dumps({"reads": reads, "mixes": mixes, "errors": errors[:3], "seen": len(seen)}))
"""

HOLDER = """
import subprocess, sys, time
from pathlib import Path
from serving.lock import RefreshLock
from settings.paths import DataPaths
with RefreshLock(DataPaths(Path(sys.argv[1])), "run-first") as lock:
    lock.step("build")
    print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"]).pid, flush=True)
    time.sleep(30)
"""


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    return DataPaths(tmp_path / "acme")


@contextmanager
def readers(paths: DataPaths, count: int) -> Iterator[list[dict[str, Any]]]:
    """Reader processes that run during the block; their findings are in the list afterwards."""
    stop = paths.root / "stop"
    command = [sys.executable, "-c", READER, str(paths.fixed_file), str(stop), ",".join(TABLES)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    found: list[dict[str, Any]] = []
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        yield found
        stop.touch()
        found.extend(json.loads(process.communicate(timeout=60)[0]) for process in processes)
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def _publish_under_readers(paths: DataPaths, publishes: int) -> None:
    publish_build(paths, "run-start", keep=3)
    with readers(paths, count=4) as found:
        for number in range(publishes):
            publish_build(paths, f"run-{number}", keep=3, rows=2000)
            if number % 5 == 4:
                rollback(paths)
            time.sleep(0.1)
    assert [reader["errors"] for reader in found] == [[]] * 4
    assert [reader["mixes"] for reader in found] == [0] * 4
    assert all(reader["reads"] >= publishes for reader in found), found
    assert all(reader["seen"] >= publishes // 2 for reader in found), found


def test_readers_see_neither_an_error_nor_a_mix_while_versions_change(paths: DataPaths) -> None:
    _publish_under_readers(paths, publishes=12)


@pytest.mark.drill
def test_readers_see_neither_an_error_nor_a_mix_over_fifty_publishes(paths: DataPaths) -> None:
    _publish_under_readers(paths, publishes=60)


def test_rollback_to_each_of_seven_versions_is_quick_and_byte_equal(paths: DataPaths) -> None:
    published: dict[str, str] = {}
    for number in range(7):
        version = publish_build(paths, f"run-{number}", keep=7, rows=50_000)
        published[version.stamp] = sha256_of(paths.fixed_file)
    assert len(set(published.values())) == 7
    for stamp in [*sorted(published, reverse=True)[1:], max(published)]:
        began = time.monotonic()
        rollback(paths, stamp)
        assert time.monotonic() - began <= 1
        assert sha256_of(paths.fixed_file) == published[stamp] == find_version(paths).manifest()["database_sha256"]
    assert len(list_versions(paths)) == 7


def test_an_open_session_stays_on_its_version_and_a_new_one_gets_the_newest(paths: DataPaths) -> None:
    publish_build(paths, "run-0", keep=2, rows=100_000)
    query = "select run_id, count(*), sum(net_revenue_amount) from marts.mart_turnover group by run_id"
    with duckdb.connect(str(paths.fixed_file), read_only=True) as session:
        first = session.execute(query).fetchall()
        for number in range(1, 4):
            publish_build(paths, f"run-{number}", keep=2, rows=100_000)
            assert session.execute(query).fetchall() == first
            assert session.cursor().execute("select any_value(run_id) from meta.runs").fetchall() == [("run-0",)]
            assert read_run_id(paths.fixed_file) == f"run-{number}"
            assert run_query(paths, "select any_value(run_id) from mart_pareto").rows == [(f"run-{number}",)]


def test_the_next_run_starts_when_the_first_was_killed_and_its_child_still_lives(paths: DataPaths) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(paths.root)], cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    child = int(first.stdout.readline())
    first.kill()
    first.wait()
    began = time.monotonic()
    with RefreshLock(paths, "run-second") as lock:
        assert time.monotonic() - began <= 2
        assert lock.died is not None
        assert (lock.died.pid, lock.died.step) == (first.pid, "build")
        assert Path(f"/proc/{child}").exists()
    subprocess.run(["kill", "-9", str(child)], check=True)
    first.stdout.close()


@pytest.mark.drill
def test_sixty_publishes_keep_only_the_last_twenty(paths: DataPaths) -> None:
    for number in range(60):
        publish_build(paths, f"run-{number}", keep=20)
        assert len(list(paths.versions.iterdir())) <= 21
    kept = [version.manifest()["run_id"] for version in list_versions(paths)]
    assert kept == [f"run-{number}" for number in range(40, 60)]
