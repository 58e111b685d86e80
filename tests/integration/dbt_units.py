"""Running dbt's unit tests on what a road has built: they never run in a refresh."""

from __future__ import annotations

import shutil

from orchestration.dbt_run import BuildResult, run_dbt
from tests.integration.road import Road


def unit_test_results(road: Road, selection: str) -> BuildResult:
    """The results of the selected unit tests. dbt reads the types of mocked columns from the built tables."""
    paths = road.paths
    shutil.copyfile(paths.fixed_file, paths.candidate_file)
    try:
        with road.around():
            return run_dbt(paths.dbt_dir, ["test", "--select", f"test_type:unit,{selection}"], paths.logs)
    finally:
        paths.candidate_file.unlink()
