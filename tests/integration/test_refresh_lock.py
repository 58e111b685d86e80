"""One writer a company, at the whole road: a second refresh is refused at once and told by whom (PROMISES 6)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from serving.lock import RefreshLock, dead_holder
from settings.errors import Locked
from settings.paths import PROJECT_ROOT
from tests.integration.faults import Fault
from tests.integration.road import Road

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]

HOLDER = """
import sys
from pathlib import Path
from serving.lock import RefreshLock
from settings.paths import DataPaths
with RefreshLock(DataPaths(Path(sys.argv[1])), "run-first") as lock:
    lock.step("build")
    print("held", flush=True)
    sys.stdin.read()
"""
REFRESH = [sys.executable, "-m", "orchestration.cli", "refresh", "--company"]


@contextmanager
def another_run(road: Road) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the company's lock at step `build`."""
    command = [sys.executable, "-c", HOLDER, str(road.paths.root)]
    with subprocess.Popen(
        command, cwd=PROJECT_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
        holder.kill()


def test_a_second_refresh_is_refused_within_two_seconds_and_names_the_first(trading: Road) -> None:
    trading.write("exports/goals.csv", "something new\n")
    before = trading.published_sha256()
    seconds = []
    with another_run(trading) as first:
        for _ in range(3):
            began = time.monotonic()
            second = subprocess.run(
                [*REFRESH, str(trading.folder)],
                cwd=PROJECT_ROOT,
                env={**os.environ, **trading.variables},
                capture_output=True,
                text=True,
                check=False,
            )
            seconds.append(time.monotonic() - began)
            assert second.returncode == 4, second.stderr
            assert all(word in second.stderr for word in (f"process {first.pid}", "'build'", "since 20")), second.stderr
    assert min(seconds) <= 2
    assert trading.published_sha256() == before


def test_a_run_that_took_the_lock_a_moment_earlier_is_told_just_the_same(
    trading: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command looks before it starts; between the look and the start another run may come."""
    monkeypatch.setattr("serving.lock.lock_holder", lambda paths: None)
    trading.write("exports/goals.csv", "something new\n")
    with RefreshLock(trading.paths, "run-first") as lock:
        lock.step("gate_1")
        result = trading.whale("refresh")
        assert result.exit_code == 4, result.stderr
        assert f"process {os.getpid()}, at step 'gate_1'" in result.stderr
        with pytest.raises(Locked):
            trading.refresh()


def test_the_run_after_a_killed_one_says_so_in_its_log_and_goes_on(trading: Road) -> None:
    with another_run(trading) as first:
        first.kill()
        first.wait()
    died = dead_holder(trading.paths)
    assert died is not None
    assert (died.pid, died.step) == (first.pid, "build")
    run = trading.refresh()
    assert run.has_nothing_new
    log = (trading.paths.logs / f"{run.run_id}.log").read_text(encoding="utf-8")
    assert "run run-first died at step build" in log
    assert dead_holder(trading.paths) is None


def test_the_lock_is_free_after_a_refused_refresh(trading: Road) -> None:
    Fault("empty", lambda road: road.write("exports/orders.csv", ""), ()).plant(trading)
    assert trading.whale("refresh").exit_code == 3
    with RefreshLock(trading.paths, "run-next") as lock:
        assert lock.died is None
