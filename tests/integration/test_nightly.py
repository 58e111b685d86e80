"""The night: `whale up` listens on the loopback address alone, and its schedule's tick really refreshes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import dagster as dg
import psutil
import pytest

from orchestration.start import surroundings
from settings.paths import PROJECT_ROOT
from tests.integration import trade
from tests.integration.road import Road, environment

pytestmark = [pytest.mark.xdist_group("night"), pytest.mark.timeout(600)]

PATIENCE = 280.0
LEAD = timedelta(seconds=120)
"""A full minute at least, after the seconds are cut off: the daemon must be there before the tick."""


@contextmanager
def up(road: Road, port: int) -> Iterator[psutil.Process]:
    """`whale up` in a process group of its own, stopped as Ctrl-C stops it."""
    log = (road.data / "up.log").open("wb")
    command = [sys.executable, "-m", "orchestration.cli", "up", "--company", str(road.folder), "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=PROJECT_ROOT, env={**os.environ, **road.variables}, stdout=log, stderr=log, start_new_session=True
    )
    try:
        yield psutil.Process(process.pid)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(60)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            log.close()


def wait_for(condition: Callable[[], bool], what: str, log: Callable[[], str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"{what} didn't come about:\n{log()[-4000:]}"
        time.sleep(0.5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/server_info", timeout=2) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def addresses(process: psutil.Process) -> set[str]:
    """Where a process and its children listen."""
    family = [process, *process.children(recursive=True)]
    found = (connection for each in family for connection in each.net_connections("inet"))
    return {connection.laddr.ip for connection in found if connection.status == psutil.CONN_LISTEN}


def nightly_runs(road: Road) -> list[dg.DagsterRun]:
    with (
        environment(**surroundings(road.company, road.paths)),
        dg.DagsterInstance.from_config(str(PROJECT_ROOT)) as store,
    ):
        return list(store.get_runs(filters=dg.RunsFilter(tags={"dagster/schedule_name": "nightly"})))


def test_the_tick_of_the_schedule_refreshes_and_publishes(tmp_path_factory: pytest.TempPathFactory) -> None:
    road = trade.small_company(tmp_path_factory.mktemp("night"))
    soon = datetime.now(road.company.zone) + LEAD
    road.write("company.yml", road.read("company.yml").replace("05:30", f"{soon:%H:%M}"))
    port = free_port()

    def log() -> str:
        return (road.data / "up.log").read_text(encoding="utf-8", errors="replace")

    road.data.mkdir(exist_ok=True)
    with up(road, port) as process:
        wait_for(lambda: answers(port), "the web interface", log)
        assert addresses(process) <= {"127.0.0.1", "::1"}
        wait_for(lambda: any(run.is_finished for run in nightly_runs(road)), "the nightly run", log)
    (run,) = nightly_runs(road)
    assert run.status == dg.DagsterRunStatus.SUCCESS, log()[-4000:]
    manifest = road.manifest()
    assert manifest["run_id"] == run.run_id
    assert manifest["row_counts"]["warehouse.fct_invoice_lines"] == 6
    written = (road.paths.logs / f"{run.run_id}.log").read_text(encoding="utf-8")
    assert f"refresh of {road.company.name}, run {run.run_id}" in written
    assert manifest["stamp"] in written
