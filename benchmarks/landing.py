"""Measuring the landing: against bare DuckDB and against dlt, at growing sizes, and with many small files.

Belongs here: what is run how often, each run in a process of its own. Doesn't belong here: the ways to load
(landing_runs.py, dlt/), how figures are shown (landing_report.py).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.order_lines import write_company
from settings.paths import PROJECT_ROOT

DLT = PROJECT_ROOT / "benchmarks" / "dlt"
_TABLES = {
    "bare": "order_lines",
    "landed": "pending_shop.order_lines",
    "accepted": "raw_shop.order_lines",
    "dlt": "raw_shop.order_lines",
}
_WAYS = ("bare", "landed", "accepted")


@dataclass(frozen=True)
class Figures:
    """Medians over the runs of one way to load; bytes: the largest peak of its process."""

    seconds: float
    cpu_seconds: float
    peak_memory_bytes: int


@dataclass(frozen=True)
class LandingMeasurement:
    """Figures of one size. ways: bare, landed (pending), accepted (in raw as well), and dlt where it was wanted."""

    lines: int
    files: int
    bytes: int
    runs: int
    ways: dict[str, Figures]

    def ratio(self, way: str) -> float:
        """The time of a way ÷ that of bare DuckDB."""
        return self.ways[way].seconds / self.ways["bare"].seconds


def measure_landing(lines: int, files: int, runs: int, folder: Path, dlt_python: Path | None) -> LandingMeasurement:
    """Write a company with so many lines in `folder`, then load it in every way, in turn, `runs` times.

    RuntimeError when a way doesn't load every line to the cent.
    """
    company = write_company(folder, lines, files)
    exports = company.folder / "exports"
    commands: dict[str, Callable[[Path], list[str]]] = {way: _own(way, company.folder) for way in _WAYS}
    if dlt_python is not None:
        commands["dlt"] = lambda target: [str(dlt_python), str(DLT / "load.py"), str(exports), *_targets(target)]
    found: dict[str, list[Figures]] = {way: [] for way in commands}
    for _ in range(runs):
        for way, command in commands.items():
            found[way].append(_run(way, command, folder, lines))
    size = sum(file.stat().st_size for file in exports.iterdir())
    return LandingMeasurement(lines, files, size, runs, {way: _median(each) for way, each in found.items()})


def dlt_environment(folder: Path) -> Path:
    """Make an environment with dlt from its own lock, every package checked by its hash; gives its Python."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    lock = str(DLT / "requirements.lock")
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock], check=True)
    return python


def _own(way: str, company: Path) -> Callable[[Path], list[str]]:
    return lambda target: [sys.executable, "-m", "benchmarks.landing_runs", way, str(company), str(target)]


def _targets(target: Path) -> list[str]:
    return [str(target), str(target.parent / "dlt")]


def _run(way: str, command: Callable[[Path], list[str]], folder: Path, lines: int) -> Figures:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        target = Path(place) / "target.duckdb"
        done = subprocess.run(
            command(target),
            cwd=PROJECT_ROOT,
            env=os.environ | {"TMPDIR": place},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{way} failed: {done.stderr[-2000:]}")
        _check(way, target, lines)
        return Figures(**json.loads(done.stdout.splitlines()[-1]))


def _check(way: str, target: Path, lines: int) -> None:
    """The amounts are (i * 7877 % 4,000,000 + 1) cents for line i."""
    with duckdb.connect(str(target), read_only=True) as con:
        found = con.execute(f"select count(*), cast(sum(net_amount) * 100 as hugeint) from {_TABLES[way]}").fetchone()
        expected = con.execute(f"select count(*), sum(i * 7877 % 4000000 + 1) from range({lines}) as r(i)").fetchone()
    if found != expected:
        raise RuntimeError(f"{way} loaded {found} (lines, cents), not {expected}")


def _median(runs: Sequence[Figures]) -> Figures:
    return Figures(
        seconds=statistics.median(each.seconds for each in runs),
        cpu_seconds=statistics.median(each.cpu_seconds for each in runs),
        peak_memory_bytes=max(each.peak_memory_bytes for each in runs),
    )
