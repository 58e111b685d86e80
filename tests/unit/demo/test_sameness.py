"""The same seed gives the same bytes, however the work is done."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from demo import generate as generating
from demo import world, writers
from tests.unit.demo.exported import SCALE, SEED, Company


def fingerprints(*folders: Path) -> dict[str, str]:
    return {
        f"{folder.name}/{path.relative_to(folder)}": hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def again(folder: Path, seed: int = SEED, threads: int = 2) -> dict[str, str]:
    generating.generate(folder / "exports", folder / "truth", seed, SCALE, threads=threads)
    return fingerprints(folder / "exports", folder / "truth")


def test_same_seed_gives_same_bytes_with_one_thread_and_month_by_month(
    demo_company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world, "SCALE_OF_A_MONTH", SCALE)
    monkeypatch.setattr(generating, "LARGEST_SCALE_IN_MEMORY", 0)

    assert again(tmp_path, threads=1) == fingerprints(demo_company.exports, demo_company.truth)


def test_same_seed_gives_same_bytes_with_many_files_at_once_in_small_blocks(
    demo_company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "_BLOCK", 1000)

    assert again(tmp_path, threads=5) == fingerprints(demo_company.exports, demo_company.truth)


def test_another_seed_gives_another_company_in_place_of_the_first(demo_company: Company, tmp_path: Path) -> None:
    old = tmp_path / "exports" / "erp" / "ZAMOWIENIA_2019-01-31.csv"
    foreign = tmp_path / "exports" / "erp" / "notatki.txt"
    old.parent.mkdir(parents=True)
    old.write_text("stary")
    foreign.write_text("cudze")

    same, other = fingerprints(demo_company.exports), again(tmp_path, seed=8)

    orders = [name for name in same if "ZAMOWIENIA" in name]
    assert len(orders) == 24
    assert all(same[name] != other[name] for name in orders)
    assert not old.exists()
    assert foreign.exists()


def test_files_bear_the_evening_of_their_day(demo_company: Company) -> None:
    first, last = demo_company.files("erp", "orders")[0], demo_company.files("erp", "orders")[-1]

    assert first.name == "ZAMOWIENIA_2024-11-30.csv"
    assert last.name == "ZAMOWIENIA_2026-10-31.csv"
    assert last.stat().st_mtime - first.stat().st_mtime == 700 * 86_400
