"""What a refresh clears away when it ends, well or not: old runs of Dagster, old log files.

Belongs here: stores that would otherwise grow for ever. Doesn't belong here: published versions (serving purges them as
it publishes) and raw rows, which are never purged.
"""

from __future__ import annotations

import shutil
import time

import dagster as dg

from settings.company import Company
from settings.paths import DataPaths

_SECONDS_A_DAY = 86_400


def tidy(instance: dg.DagsterInstance, company: Company, paths: DataPaths) -> None:
    """Keep the last runs and the logs that company.yml's `retention` asks for."""
    _forget_runs(instance, paths, company.retention.dagster_runs)
    _remove_logs(paths, company.retention.logs_days)


def _forget_runs(instance: dg.DagsterInstance, paths: DataPaths, keep: int) -> None:
    finished = dg.RunsFilter(
        statuses=[dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
    )
    for run in instance.get_runs(filters=finished)[keep:]:
        instance.delete_run(run.run_id)
        _remove_files(paths, run.run_id)


def _remove_files(paths: DataPaths, run_id: str) -> None:
    """Dagster forgets a deleted run, but leaves the file of its events and the folder of its output where they are."""
    for file in (paths.dagster_home / "history" / "runs").glob(f"{run_id}.db*"):
        file.unlink(missing_ok=True)
    shutil.rmtree(paths.dagster_home / run_id, ignore_errors=True)


def _remove_logs(paths: DataPaths, days: int) -> None:
    oldest = time.time() - days * _SECONDS_A_DAY
    for path in paths.logs.glob("*.log*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
