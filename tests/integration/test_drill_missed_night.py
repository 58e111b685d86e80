"""A missed night and a late source are told, by a command that needs nothing to be running (PROMISES 24)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from serving.versions import find_version, point_current_at, switching
from settings.paths import PROJECT_ROOT
from tests.integration import trade
from tests.integration.road import Road

pytestmark = pytest.mark.drill

MAX_AGE = timedelta(hours=26)
ALARM_WITHIN = timedelta(minutes=15)


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Road:
    """Published once; its daemon never ran. The customers' export is ten days older than the orders'."""
    road = trade.small_company(tmp_path_factory.mktemp("missed"))
    settings = f"\nas_of: 2026-02-21\nfreshness: {{max_age_hours: {MAX_AGE.total_seconds() // 3600:.0f}}}\n"
    road.write("company.yml", road.read("company.yml") + settings)
    for table in trade.FILES:
        day = "2026-02-11" if table == "customers" else "2026-02-21"
        (road.folder / f"exports/{table}.csv").rename(road.folder / f"exports/{table}_{day}.csv")
    road.refresh()
    return road


def _published(road: Road, ago: timedelta) -> None:
    """As if the current version had been published so long ago."""
    version = find_version(road.paths)
    stamp = (datetime.now(UTC) - ago).strftime("%Y%m%dT%H%M%S%fZ")
    version.folder.chmod(0o755)
    version.folder.rename(version.folder.with_name(stamp))
    with switching(road.paths):
        point_current_at(road.paths, stamp)


def _status(road: Road) -> tuple[int, dict[str, object], str]:
    command = [sys.executable, "-m", "orchestration.cli", "status", "--json", "--company", str(road.folder)]
    run = subprocess.run(
        command, cwd=PROJECT_ROOT, env={**os.environ, **road.variables}, capture_output=True, text=True, check=False
    )
    return run.returncode, json.loads(run.stdout), run.stderr


def test_the_alarm_comes_within_minutes_of_the_deadline_and_not_before(road: Road) -> None:
    _published(road, MAX_AGE - timedelta(minutes=5))
    code, status, _ = _status(road)
    assert (code, status["is_stale"]) == (0, False)
    _published(road, MAX_AGE + ALARM_WITHIN)
    code, status, told = _status(road)
    assert (code, status["is_stale"]) == (5, True)
    assert "26.2 hours old; at most 26 are allowed" in told
    _published(road, timedelta(0))
    assert _status(road)[0] == 0


def test_a_night_that_was_stopped_by_a_gate_is_told_before_the_deadline(road: Road) -> None:
    day = "exports/orders_2026-02-22.csv"
    road.write(day, "")
    assert road.whale("refresh").exit_code == 3
    code, status, _ = _status(road)
    assert (code, status["is_healthy"]) == (0, False)
    assert "orders_2026-02-22.csv" in str(status["last_failure"])
    (road.folder / day).unlink()


def test_a_late_source_shows_its_age_in_days(road: Road) -> None:
    ages = dict(road.rows("select table_name, age_days from freshness where source_system = 'erp'"))
    assert ages == {**dict.fromkeys(trade.FILES, 0), "customers": 10}
    assert road.value("select as_of_date from freshness where table_name = 'customers'") == date(2026, 2, 11)


def test_nothing_published_is_stale_as_well(road: Road, tmp_path: Path) -> None:
    code, status, _ = _status(Road(road.folder, tmp_path))
    assert (code, status["stale_because"]) == (5, "nothing is published")
