"""Measuring one size of the demo company: the refresh by phase, dbt against bare SQL, the slowest models.

Belongs here: what is timed and how often. Doesn't belong here: how the figures are shown (report.py).
"""

from __future__ import annotations

import resource
import shutil
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import yaml

from benchmarks.bare import compiled_models, run_bare
from demo.generate import generate
from orchestration.dbt_run import NodeResult, run_dbt
from orchestration.progress import Silent
from orchestration.start import refresh_now
from settings.company import Company
from settings.load import load_company
from settings.paths import PROJECT_ROOT, DataPaths


@dataclass(frozen=True)
class Measurement:
    """Figures of one scale. Seconds are medians over `runs`; peak_memory_bytes is that of the whole process so far."""

    scale: float
    order_lines: int
    runs: int
    generate_seconds: float
    phases: dict[str, float]
    dbt_seconds: float
    bare_seconds: float
    model_count: int
    slowest: list[tuple[str, float]]
    peak_memory_bytes: int

    @property
    def dbt_ratio(self) -> float:
        """The time of dbt's run without tests ÷ that of the same compiled SQL run bare."""
        return self.dbt_seconds / self.bare_seconds


def measure(scale: float, runs: int, folder: Path, seed: int = 7) -> Measurement:
    """Generate a company of that scale in `folder`, refresh it, then time dbt and bare SQL in turn, `runs` times."""
    company = _company(folder)
    started = time.monotonic()
    generate(company.folder / "exports", folder / "truth", seed, scale)
    generated = time.monotonic() - started
    paths = DataPaths(folder / "data" / company.name)
    run = refresh_now(company, paths, Silent(), is_forced=True)
    phases = {step.step: float(step.seconds) for step in run.steps}
    dbt_times, bare_times, nodes = [], [], list[NodeResult]()
    for _ in range(runs):
        seconds, nodes = _timed_dbt(paths)
        dbt_times.append(seconds)
        statements = compiled_models(paths)
        bare_times.append(_timed_bare(company, paths, statements))
    return Measurement(
        scale=scale,
        order_lines=_order_lines(paths),
        runs=runs,
        generate_seconds=generated,
        phases=phases,
        dbt_seconds=statistics.median(dbt_times),
        bare_seconds=statistics.median(bare_times),
        model_count=len(nodes),
        slowest=sorted(((node.name, node.seconds) for node in nodes), key=lambda pair: -pair[1])[:10],
        peak_memory_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    )


def _company(folder: Path) -> Company:
    target = folder / "demo"
    shutil.copytree(PROJECT_ROOT / "companies" / "demo", target, ignore=shutil.ignore_patterns("exports"))
    settings = yaml.safe_load((target / "company.yml").read_text(encoding="utf-8"))
    for system in settings["systems"].values():
        (target / system["path"]).mkdir(parents=True, exist_ok=True)
    return load_company(target)


def _timed_dbt(paths: DataPaths) -> tuple[float, list[NodeResult]]:
    shutil.rmtree(paths.build_dir, ignore_errors=True)
    paths.build_dir.mkdir(parents=True)
    started = time.monotonic()
    result = run_dbt(paths.dbt_dir, ["run"], paths.logs)
    seconds = time.monotonic() - started
    if not result.is_good:
        raise RuntimeError("\n".join(result.complaints()))
    return seconds, result.nodes


def _timed_bare(company: Company, paths: DataPaths, statements: list[tuple[str, str]]) -> float:
    with tempfile.TemporaryDirectory() as place:
        started = time.monotonic()
        run_bare(company, paths, Path(place), statements)
        return time.monotonic() - started


def _order_lines(paths: DataPaths) -> int:
    with duckdb.connect(str(paths.fixed_file), read_only=True) as con:
        row = con.execute("select count(*) from warehouse.fct_order_lines").fetchone()
    return int(row[0]) if row else 0
