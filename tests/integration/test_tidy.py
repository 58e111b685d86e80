"""What runs leave behind is cleared away, also by runs that publish nothing (PROMISES 29 in short)."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.integration.road import Road

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]


def run_files(road: Road) -> set[str]:
    """Ids of all runs of which Dagster's store holds a file or a folder."""
    store = road.paths.dagster_home
    events = {path.name.removesuffix(".db") for path in (store / "history/runs").glob("*-*-*.db")}
    return events | {path.name for path in store.iterdir() if path.name.count("-") == 4}


def _keep_runs(road: Road, count: int) -> None:
    text = road.read("company.yml")
    assert "dagster_runs: 60" in text
    road.write("company.yml", text.replace("dagster_runs: 60", f"dagster_runs: {count}"))


def test_only_the_last_runs_are_kept_whatever_came_of_them(trading: Road) -> None:
    _keep_runs(trading, 2)
    trading.write("exports/orders.csv", "")
    for _ in range(3):
        assert trading.whale("refresh").exit_code == 3
    kept = run_files(trading)
    assert 2 <= len(kept) <= 3, kept
    assert len(list(trading.paths.logs.glob("*-*-*-*-*.log"))) > 3


def test_logs_go_when_they_are_too_old(trading: Road) -> None:
    old, young = trading.paths.logs / "old.log", trading.paths.logs / "young.log"
    for path, days in ((old, 91), (young, 89)):
        path.write_text("", encoding="utf-8")
        _age(path, days)
    trading.refresh()
    assert (old.exists(), young.exists()) == (False, True)


def _age(path: Path, days: int) -> None:
    then = time.time() - days * 86_400
    os.utime(path, (then, then))
