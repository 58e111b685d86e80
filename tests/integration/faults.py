"""Planting a fault in a published company and looking at what the refresh makes of it (PROMISES 2).

Belongs here: what all kinds of faults have in common. Doesn't belong here: the faults (test_faults_*.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from click.testing import Result

from orchestration import refresh_run
from orchestration.dbt_run import BuildResult, run_dbt
from serving.versions import list_versions
from tests.integration.road import Road


@dataclass(frozen=True)
class Fault:
    """plant: does it to a company; words: what the message must name; exit_code: how the refresh must end."""

    name: str
    plant: Callable[[Road], object]
    words: tuple[str, ...]
    exit_code: int = 3

    def __str__(self) -> str:
        return self.name


def refused(road: Road, fault: Fault) -> Result:
    """Plant, refresh by the command line: the right exit code and words, and not a byte of what readers get changed."""
    before = road.published_sha256(), [version.stamp for version in list_versions(road.paths)]
    fault.plant(road)
    result = road.whale("refresh")
    assert result.exit_code == fault.exit_code, result.stderr
    assert (road.published_sha256(), [version.stamp for version in list_versions(road.paths)]) == before
    missing = [word for word in fault.words if word not in result.stderr]
    assert not missing, f"{missing} isn't in:\n{result.stderr}"
    assert "Traceback" not in result.stderr
    return result


def building_only(monkeypatch: pytest.MonkeyPatch, *models: str) -> None:
    """The refresh builds these models and what they read, and not the rest: the same road in a tenth of the time.

    Of the tests those run that read nothing else.
    """

    def run_part(folder: object, command: list[str], *others: object) -> BuildResult:
        selected = [*command, "--indirect-selection", "cautious", "--select", *(f"+{model}" for model in models)]
        return run_dbt(folder, selected, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(refresh_run, "run_dbt", run_part)
