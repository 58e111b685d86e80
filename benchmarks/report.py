"""The report of a benchmark run: one Markdown page and the same figures as JSON.

Belongs here: how figures are shown. Doesn't belong here: how they were measured (measure.py).
"""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict
from pathlib import Path

import duckdb

from benchmarks.measure import Measurement

PHASES = ("land", "gate_1", "build", "gate_2", "publish")


def write_report(measurements: list[Measurement], folder: Path) -> Path:
    """Write report.md and report.json and return the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = [asdict(each) | {"dbt_ratio": each.dbt_ratio} for each in measurements]
    (folder / "report.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    page = folder / "report.md"
    page.write_text(render(measurements), encoding="utf-8")
    return page


def render(measurements: list[Measurement]) -> str:
    """The page. Ratios hold on any machine; seconds only on this one."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    parts = [
        f"# Benchmark\n\n{machine}. Seconds; dbt and bare SQL are medians of several runs in turn.\n",
        _phases(measurements),
    ]
    parts += [_dbt(measurements), *(_slowest(each) for each in measurements)]
    return "\n".join(parts)


def _phases(measurements: list[Measurement]) -> str:
    head = "| scale | order lines | generate | " + " | ".join(PHASES) + " | total | peak memory MiB |"
    rows = [
        f"| {each.scale:g} | {each.order_lines:,} | {each.generate_seconds:.1f} | "
        + " | ".join(f"{each.phases.get(phase, 0):.1f}" for phase in PHASES)
        + f" | {sum(each.phases.values()):.1f} | {each.peak_memory_bytes / 2**20:,.0f} |"
        for each in measurements
    ]
    return "\n".join(["## The refresh by phase\n", head, "|---" * (len(PHASES) + 5) + "|", *rows, ""])


def _dbt(measurements: list[Measurement]) -> str:
    rows = [
        f"| {each.scale:g} | {each.order_lines:,} | {each.model_count} | {each.dbt_seconds:.1f} "
        f"| {each.bare_seconds:.1f} | {each.dbt_ratio:.2f} | {each.runs} |"
        for each in measurements
    ]
    head = "| scale | order lines | models | dbt run | bare SQL | ratio | runs |"
    return "\n".join(["## dbt without tests against the same SQL run bare\n", head, "|---" * 7 + "|", *rows, ""])


def _slowest(measurement: Measurement) -> str:
    rows = [f"| {name} | {seconds:.2f} |" for name, seconds in measurement.slowest]
    title = f"## The ten slowest models at scale {measurement.scale:g}\n"
    return "\n".join([title, "| model | seconds |", "|---|---|", *rows, ""])
