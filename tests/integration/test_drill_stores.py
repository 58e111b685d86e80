"""Sixty nights leave no more behind than twenty (PROMISES 29)."""

from __future__ import annotations

from pathlib import Path

import pytest

from serving.versions import list_versions
from tests.integration import trade
from tests.integration.test_tidy import run_files

pytestmark = pytest.mark.drill

NIGHTS, KEPT = 60, 20
LARGEST_STORE_BYTES = 100 * 1024 * 1024


def bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_sixty_refreshes_keep_twenty(tmp_path: Path) -> None:
    road = trade.small_company(tmp_path)
    kept = f"\npublishing: {{keep_versions: {KEPT}}}\nretention: {{dagster_runs: {KEPT}}}\n"
    road.write("company.yml", road.read("company.yml") + kept)
    sizes = []
    for night in range(NIGHTS):
        road.write("exports/customers.csv", f"{trade.FILES['customers']}N{night},Night,PL,2025-01-02\n")
        assert road.refresh().version is not None
        assert len(list(road.paths.versions.iterdir())) <= KEPT + 1
        assert len(run_files(road)) <= KEPT + 1
        sizes.append(bytes_below(road.paths.dagster_home))
    print(f"Dagster's store: {sizes[KEPT] / 1e6:.1f} MB after {KEPT + 1} nights, {sizes[-1] / 1e6:.1f} after {NIGHTS}")
    assert max(sizes) <= LARGEST_STORE_BYTES
    assert sizes[-1] <= 1.2 * sizes[KEPT]
    assert len(list_versions(road.paths)) == KEPT
