"""One writer a company (PROMISES 6)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from serving.lock import RefreshLock, dead_holder, lock_holder
from settings.errors import Locked
from settings.paths import DataPaths

HOLDER = """
import os, subprocess, sys, time
from pathlib import Path
from serving.lock import RefreshLock
from settings.paths import DataPaths
with RefreshLock(DataPaths(Path(sys.argv[1])), "run-first") as lock:
    lock.step("build")
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], close_fds=False)
    alive, tell = os.pipe()
    forked = os.fork()
    if forked == 0:
        os.write(tell, b"x")
        time.sleep(60)
        os._exit(0)
    os.read(alive, 1)
    print(child.pid, forked, flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_refused_within_two_seconds_and_told_by_whom(paths: DataPaths) -> None:
    with RefreshLock(paths, "run-first") as lock:
        lock.step("build")
        began = time.monotonic()
        with pytest.raises(Locked) as refusal, RefreshLock(paths, "run-second"):
            pass
        assert time.monotonic() - began < 2
        for told in (str(os.getpid()), "'build'", "run-first", "started 20"):
            assert told in str(refusal.value)
        assert refusal.value.exit_code == 4


def test_the_lock_is_free_again_after_the_run_and_after_a_failed_one(paths: DataPaths) -> None:
    with pytest.raises(ZeroDivisionError), RefreshLock(paths, "run-1"):
        _ = 1 // 0
    with RefreshLock(paths, "run-2") as lock:
        assert lock.died is None
    assert lock_holder(paths) is None
    assert dead_holder(paths) is None


def test_the_holder_is_told_while_it_lives_and_not_before(paths: DataPaths) -> None:
    assert lock_holder(paths) is None
    with RefreshLock(paths, "run-1") as lock:
        lock.step("gate 1")
        holder = lock_holder(paths)
        assert holder is not None
        assert (holder.pid, holder.step, holder.run_id) == (os.getpid(), "gate 1", "run-1")
        lock.step("x")
        holder = lock_holder(paths)
        assert holder is not None
        assert holder.step == "x"
        assert dead_holder(paths) is None


def test_a_step_outside_the_lock_is_a_mistake(paths: DataPaths) -> None:
    with pytest.raises(RuntimeError):
        RefreshLock(paths, "run-1").step("build")


def test_a_killed_runs_lock_is_taken_over_although_its_children_live(paths: DataPaths) -> None:
    run = subprocess.Popen([sys.executable, "-c", HOLDER, str(paths.root)], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    children = [int(pid) for pid in run.stdout.readline().split()]
    try:
        assert lock_holder(paths) is not None
        run.kill()
        run.wait()
        died = dead_holder(paths)
        assert died is not None
        assert (died.pid, died.step) == (run.pid, "build")
        began = time.monotonic()
        with RefreshLock(paths, "run-second") as lock:
            assert time.monotonic() - began < 2
            assert lock.died == died
            holder = lock_holder(paths)
            assert holder is not None
            assert holder.run_id == "run-second"
            assert all(_lives(child) for child in children)
    finally:
        run.stdout.close()
        for child in children:
            os.kill(child, signal.SIGKILL)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b'{"pid": 1}', b"\xff" * 3000])
def test_a_damaged_lock_file_is_no_obstacle(paths: DataPaths, content: bytes) -> None:
    paths.root.mkdir(parents=True)
    paths.lock_file.write_bytes(content)
    with RefreshLock(paths, "run-1"):
        holder = lock_holder(paths)
        assert holder is not None
        assert holder.run_id == "run-1"
