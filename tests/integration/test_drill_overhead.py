"""What dbt and Dagster add to the same build as bare SQL stays within bounds (PROMISES 26)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.bare import compiled_models, run_bare
from settings.paths import PROJECT_ROOT
from tests.integration import trade
from tests.integration.road import Road

pytestmark = pytest.mark.drill

RUNS = 3


def _best(work: Callable[[], object]) -> float:
    """The fastest of a few runs: what the work itself takes on a machine that others use too."""
    seconds = []
    for _ in range(RUNS):
        began = time.monotonic()
        work()
        seconds.append(time.monotonic() - began)
    return min(seconds)


def _run(road: Road, *arguments: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=PROJECT_ROOT,
        env={**os.environ, **road.variables, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def _bare(road: Road, folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    run_bare(road.company, road.paths, folder, compiled_models(road.paths))


def _dbt(road: Road) -> None:
    for file in (road.paths.work_file, road.paths.candidate_file):
        file.unlink(missing_ok=True)
    folder = str(road.paths.dbt_dir)
    command = ["build", "--exclude-resource-type", "unit_test", "--project-dir", folder, "--profiles-dir", folder]
    _run(road, "dbt.cli.main", "--log-path", str(road.paths.logs), *command)


def test_dbt_and_dagster_add_no_more_than_their_share(tmp_path: Path) -> None:
    road = trade.small_company(tmp_path)
    road.refresh()
    (tmp_path / "bare").mkdir()
    bare = _best(lambda: _bare(road, tmp_path / "bare"))
    dbt = _best(lambda: _dbt(road))
    results = json.loads((road.paths.dbt_dir / "target/run_results.json").read_text(encoding="utf-8"))["results"]
    whole = _best(lambda: _run(road, "orchestration.cli", "refresh", "--force", "--company", str(road.folder)))
    dagster = whole - sum(step["seconds"] for step in road.manifest()["steps"] if step["step"] != "build")
    bound = 8 + 0.08 * len(results)
    print(
        f"{len(results)} nodes: bare SQL {bare:.2f} s, dbt {dbt:.1f} s, bound {bound:.1f} s, in Dagster {dagster:.1f} s"
    )
    assert dbt <= bound
    print(f"with landing, gate 1, audit and publishing {whole:.1f} s")
    assert dagster <= 1.3 * dbt
