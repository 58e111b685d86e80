"""The report of a landing bench: one Markdown page and the same figures as JSON.

Belongs here: how figures are shown. Doesn't belong here: how they were measured (landing.py).
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import duckdb

from benchmarks.landing import LandingMeasurement

_HEAD = "| lines | files | MB | way | seconds | of bare | CPU seconds | CPU of bare | µs a line | peak MiB |"


def write_landing_report(measurements: Sequence[LandingMeasurement], folder: Path) -> Path:
    """Write landing.md and landing.json and return the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = json.dumps([asdict(each) for each in measurements], indent=1)
    (folder / "landing.json").write_text(figures, encoding="utf-8")
    page = folder / "landing.md"
    page.write_text(render(measurements), encoding="utf-8")
    return page


def render(measurements: Sequence[LandingMeasurement]) -> str:
    """The page. Ratios hold on any machine; seconds only on this one."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    head = (
        f"# Landing\n\n{machine}. Medians of several runs in turn, each in a process of its own, whose start isn't "
        "counted. bare: `create table as select … from read_csv` of the same files with the same types; landed: into "
        "pending, quarantine and ledger; accepted: into raw as well; dlt: through Arrow into DuckDB.\n"
    )
    rows = [row for each in measurements for row in _rows(each)]
    return "\n".join([head, _HEAD, "|---" * _HEAD.count(" | ") + "|---|", *rows, ""])


def _rows(measured: LandingMeasurement) -> list[str]:
    bare = measured.ways["bare"]
    return [
        f"| {measured.lines:,} | {measured.files:,} | {measured.bytes / 1e6:,.0f} | {way} | {figures.seconds:.1f} "
        f"| {measured.ratio(way):.2f} | {figures.cpu_seconds:.1f} | {figures.cpu_seconds / bare.cpu_seconds:.2f} "
        f"| {figures.seconds * 1e6 / measured.lines:.2f} | {figures.peak_memory_bytes / 2**20:,.0f} |"
        for way, figures in measured.ways.items()
    ]
