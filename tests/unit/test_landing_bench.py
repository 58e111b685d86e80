"""The landing bench: its files are what its contract says, every way loads them whole, and its page tells ratios."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import landing
from benchmarks.landing import Figures, LandingMeasurement, measure_landing
from benchmarks.landing_report import render


def test_every_way_loads_every_line_to_the_cent(tmp_path: Path) -> None:
    measured = measure_landing(1000, 3, 1, tmp_path, None)
    assert list(measured.ways) == ["bare", "landed", "accepted"]
    assert (measured.lines, measured.files) == (1000, 3)
    assert all(figures.seconds > 0 < figures.peak_memory_bytes for figures in measured.ways.values())


def test_a_way_that_loses_a_line_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(landing._TABLES, "bare", "(select * from order_lines limit 999)")
    with pytest.raises(RuntimeError, match="bare loaded"):
        measure_landing(1000, 1, 1, tmp_path, None)


def test_the_page_tells_ratios_to_bare() -> None:
    ways = {"bare": Figures(2.0, 3.0, 2**20), "landed": Figures(5.0, 6.0, 2**21)}
    page = render([LandingMeasurement(1_000_000, 1, 10_000_000, 3, ways)])
    assert "| 1,000,000 | 1 | 10 | landed | 5.0 | 2.50 | 6.0 | 2.00 | 5.00 | 2 |" in page
