"""Starting the refresh job in this process, and Dagster's surroundings for any process.

Belongs here: environment variables, the instance, the in-process execution. Doesn't belong here: what is printed
(commands/).
"""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.interrupts import is_interrupt
from orchestration.progress import Progress
from orchestration.refresh_run import RefreshRun
from orchestration.session import ask, handed_over
from settings.company import Company
from settings.errors import WhaleError
from settings.paths import PROJECT_ROOT, DataPaths

if TYPE_CHECKING:
    import dagster as dg


# Dagster's words for a signal that came between two of its steps, where no exception of ours can be.
_INTERRUPTED = "interrupted unexpectedly"


def surroundings(company: Company, paths: DataPaths) -> dict[str, str]:
    """The environment in which a company's Dagster works: its own storage, nobody told about it."""
    return {
        "DAGSTER_HOME": str(PROJECT_ROOT),
        "WHALE_DAGSTER_STORAGE": str(paths.dagster_home),
        "WHALE_COMPANY": str(company.folder),
        "WHALE_DATA": str(paths.root.parent),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
        "GX_ANALYTICS_ENABLED": "false",
    }


def refresh_now(company: Company, paths: DataPaths, progress: Progress, *, is_forced: bool = False) -> RefreshRun:
    """Run the very job that the nightly schedule runs.

    Raises what stopped it: GateStopped, Locked, ConfigurationError, WhaleError, KeyboardInterrupt for a signal.
    """
    paths.dagster_home.mkdir(parents=True, exist_ok=True)
    os.environ.update(surroundings(company, paths))
    warnings.filterwarnings("ignore", module="dagster")
    import dagster as dg

    from orchestration.company_definitions import build_definitions

    ask(progress, is_forced=is_forced)
    job = build_definitions(Path(company.folder)).get_job_def("refresh")
    with dg.DagsterInstance.from_config(str(PROJECT_ROOT)) as instance:
        result = job.execute_in_process(instance=instance, raise_on_error=False)
    run = handed_over()
    if is_interrupt(run.outcome if run else None) or (not result.success and _INTERRUPTED in _reasons(result)):
        raise KeyboardInterrupt
    if run is None:
        raise WhaleError("the refresh could not start; " + _reasons(result))
    if run.outcome is not None:
        raise run.outcome
    if not result.success:
        raise WhaleError(_reasons(result))
    return run


def _reasons(result: dg.ExecuteInProcessResult) -> str:
    failures = [event.message or "" for event in result.all_events if event.is_failure]
    return "; ".join(failures) or "Dagster gave no reason"
