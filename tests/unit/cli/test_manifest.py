"""A manifest that a killed build left half written must not stop the next refresh."""

from __future__ import annotations

from pathlib import Path

from orchestration.manifest import read_manifest
from settings.paths import DataPaths


def test_a_cut_manifest_counts_as_none(tmp_path: Path) -> None:
    paths = DataPaths(tmp_path)
    assert read_manifest(paths) == []
    file = paths.dbt_dir / "target" / "manifest.json"
    file.parent.mkdir(parents=True)
    file.write_text('{"nodes": {"model.whalecurve.dim_dates": {"sche', encoding="utf-8")
    assert read_manifest(paths) == []
