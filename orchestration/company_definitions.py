"""Builds the Dagster definitions of one company.

Belongs here: one function that puts the parts together, with everything it needs as arguments, so that tests can build
any company. Doesn't belong here: the parts.
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from ingest.contracts import load_contracts
from orchestration.assets import asset_specs, check_specs, reported_checks
from orchestration.jobs import refresh_job
from orchestration.manifest import read_manifest
from orchestration.schedules import nightly_schedule
from orchestration.sensors import died_runs_sensor, new_files_sensor
from settings.load import load_company
from settings.paths import DataPaths


def build_definitions(folder: Path) -> dg.Definitions:
    """Assets, checks, job, schedule and sensors of the company in a folder.

    ConfigurationError when it isn't in order.
    """
    company = load_company(folder)
    paths = DataPaths.of(company)
    contracts = load_contracts(company)
    models = read_manifest(paths)
    job = refresh_job(company, paths, contracts)
    return dg.Definitions(
        assets=asset_specs(contracts, models),
        asset_checks=[reported_checks(list(check_specs(contracts, models)))],
        jobs=[job],
        schedules=[nightly_schedule(company, job)],
        sensors=[new_files_sensor(company, paths, contracts, job), died_runs_sensor(company, paths, job)],
    )
