"""A refresh that is told to stop while dbt builds: it says so, lets go, and the next one heals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from serving.lock import RefreshLock
from settings.paths import PROJECT_ROOT
from tests.integration import trade
from tests.integration.faults import building_only
from tests.integration.road import Road

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]

REFRESH = [sys.executable, "-m", "orchestration.cli", "refresh", "--company"]
NEW_LINE = "OL5,O3,P1,1,19.99,0,19.99\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl_c", "sigterm"])
def test_a_signal_inside_dbt_stops_the_refresh_and_the_next_one_heals(
    trading: Road, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    trading.write("exports/order_lines.csv", trade.FILES["order_lines"] + NEW_LINE)
    before = trading.published_sha256()
    stopped = _stopped(trading, number)
    assert "Stopped by you" in stopped.stderr
    assert stopped.returncode == 130, stopped.stderr
    assert "failed" not in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert trading.published_sha256() == before
    with RefreshLock(trading.paths, "run-next") as lock:
        assert lock.died is None
    building_only(monkeypatch, "fct_order_lines", "dim_company", "capability_catalogue")
    result = trading.whale("refresh")
    assert result.exit_code == 0, result.stderr
    assert trading.value("select count(*) from fct_order_lines") == 5


def _stopped(road: Road, number: signal.Signals) -> subprocess.CompletedProcess[str]:
    """A refresh that gets a signal as soon as dbt has built its first tables."""
    command = [*REFRESH, str(road.folder)]
    variables = {**os.environ, **road.variables}
    with subprocess.Popen(
        command, cwd=PROJECT_ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        began = time.monotonic()
        while not _is_building(road) and process.poll() is None:
            assert time.monotonic() - began < 300
            time.sleep(0.05)
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=120)
    return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)


def _is_building(road: Road) -> bool:
    """Whether dbt has written into the candidate: the file is more than the header it begins with."""
    file = road.paths.work_file
    return file.exists() and road.paths.candidate_file.exists() and file.stat().st_mtime > time.time() - 5
