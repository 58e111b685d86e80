"""What starts or tells something when it happens: new files, and runs that died.

Belongs here: sensors. Doesn't belong here: what they start or tell.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from ingest.contracts import Contract
from ingest.discovery import find_files
from orchestration.failure import tell_failure
from serving.changes import changes
from serving.lock import lock_holder
from settings.company import Company
from settings.paths import DataPaths


def new_files_sensor(
    company: Company, paths: DataPaths, contracts: list[Contract], job: dg.JobDefinition
) -> dg.SensorDefinition:
    """Starts a refresh when exports have changed; the same set of files starts one run.

    Off until switched on in the web interface.
    """

    @dg.sensor(
        name="new_files",
        job=job,
        minimum_interval_seconds=60,
        default_status=dg.DefaultSensorStatus.STOPPED,
        description="A refresh as soon as new exports arrive.",
    )
    def sense(context: dg.SensorEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
        if holder := lock_holder(paths):
            yield dg.SkipReason(f"a refresh is under way since {holder.started_at}")
            return
        reason = next(changes(company, paths, contracts, company.as_of_date(_now())), None)
        yield (
            dg.RunRequest(run_key=_key_of(contracts), tags={"reason": reason})
            if reason
            else dg.SkipReason("nothing new")
        )

    return sense


def died_runs_sensor(company: Company, paths: DataPaths, job: dg.JobDefinition) -> dg.SensorDefinition:
    """Tells of runs that ended without telling themselves: killed, or lost with the machine."""

    @dg.run_failure_sensor(
        name="died_runs",
        monitored_jobs=[job],
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Runs hooks.on_failure for a run that could not do it itself.",
    )
    def sense(context: dg.RunFailureSensorContext) -> None:
        tell_failure(company, paths, context.dagster_run.run_id, context.failure_event.message or "the run died")

    return sense


def _key_of(contracts: list[Contract]) -> str:
    files = sorted(
        (found.contract.system, found.place, found.size, found.modified_ns) for found in find_files(contracts).files
    )
    return hashlib.sha256(repr(files).encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)
