"""Fixtures of the tests of serving/."""

from pathlib import Path

import pytest

from settings.paths import DataPaths


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    return DataPaths(tmp_path / "acme")
