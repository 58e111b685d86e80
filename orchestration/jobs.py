"""The refresh job of a company: the one road of its data, for the night, the sensor and the command line alike.

Belongs here: the job, its resource, what it does on failure. Doesn't belong here: the ops (ops.py), when it starts
(schedules.py, sensors.py).
"""

import logging
from collections.abc import Iterator

import dagster as dg

from ingest.contracts import Contract
from orchestration import ops
from orchestration.failure import tell_failure
from orchestration.refresh_run import RefreshRun
from orchestration.session import open_run
from orchestration.tidy import tidy
from settings.company import Company
from settings.paths import DataPaths

REFRESH = "refresh"


def refresh_job(company: Company, paths: DataPaths, contracts: list[Contract]) -> dg.JobDefinition:
    """The refresh of one company, in one process, under its lock."""

    @dg.resource(description="The refresh under way; holds the company's lock while the run lives.")
    def refresh(context: dg.InitResourceContext) -> Iterator[RefreshRun]:
        assert context.run is not None
        assert context.instance is not None
        with open_run(company, paths, contracts, context.run.run_id) as run:
            try:
                yield run
            finally:
                tidy(context.instance, company, paths)

    @dg.failure_hook(required_resource_keys={"refresh"})
    def tell(context: dg.HookContext) -> None:
        tell_failure(company, paths, context.run_id, str(context.resources.refresh.outcome or context.op_exception))

    @dg.job(
        name=REFRESH,
        description="Land, gate 1, build, gate 2, publish.",
        executor_def=dg.in_process_executor,
        resource_defs={"refresh": refresh},
        logger_defs={"console": _log_to_file},
        config={"loggers": {"console": {"config": {}}}},
        hooks={tell},
        tags={"company": company.name},
    )
    def road() -> None:
        ops.publish(ops.gate_2(ops.build(ops.gate_1(ops.land()))))

    return road


@dg.logger(
    config_schema={},
    description="Errors of Dagster's own go to the run's log file; the terminal belongs to the progress display.",
)
def _log_to_file(context: dg.InitLoggerContext) -> logging.Logger:
    logger = logging.getLogger("whalecurve.dagster")
    logger.setLevel(logging.ERROR)
    return logger
