"""What `whale refresh` says at its end."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from orchestration.commands.refresh import summary
from settings.paths import DataPaths


@pytest.mark.parametrize(("below", "shown"), [(True, "data/acme/published"), (False, None)])
def test_the_published_file_is_shown_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: bool, shown: str | None
) -> None:
    here = tmp_path if below else tmp_path / "elsewhere"
    here.mkdir(exist_ok=True)
    monkeypatch.chdir(here)
    paths = DataPaths(tmp_path / "data" / "acme")
    version = SimpleNamespace(stamp="S", manifest=lambda: {"row_counts": {"marts.mart_turnover": 3}})
    run: Any = SimpleNamespace(landing=None, version=version, paths=paths, steps=[], unusual=[])

    (line,) = [line for line in summary(run, 1.0).splitlines() if line.startswith("published")]

    assert line == f"published  S: 3 rows, {shown or paths.published}/whalecurve.duckdb"
