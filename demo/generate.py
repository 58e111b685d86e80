"""Generating the demo company: simulate, export, keep the truth.

Belongs here: the order of the steps and the summary. Doesn't belong here: any step itself.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from demo import (
    activities,
    campaigns,
    catalogue,
    deals,
    invoices,
    ledger,
    ledger_costs,
    ledger_overheads,
    ledger_sales,
    letters,
    machines,
    offers,
    orders,
    organisation,
    parties,
    payments,
    service,
    shipments,
    surveys,
    true_cost,
)
from demo.dialects import read_dialects
from demo.exporting import Written, write_exports
from demo.exports.every import EXPORTS
from demo.faults import Planted
from demo.truth import write_truth
from demo.words import WORDS
from demo.world import LARGEST_SCALE_IN_MEMORY, World

Progress = Callable[[int, int, str], None]

# In the order in which they need each other.
_PROCESSES = [
    organisation,
    catalogue,
    parties,
    orders,
    shipments,
    machines,
    service,
    invoices,
    payments,
    deals,
    offers,
    campaigns,
    surveys,
    activities,
    letters,
    ledger_sales,
    ledger_costs,
    ledger_overheads,
    ledger,
    true_cost,
]


@dataclass
class GeneratedSummary:
    """What was generated. counts: records by system.entity in all files together, planted faults not counted."""

    counts: dict[str, int] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)
    file_count: int = 0
    byte_count: int = 0
    seconds: float = 0.0


def generate(
    exports: Path,
    truth: Path,
    seed: int = 7,
    scale: float = 1,
    on_progress: Progress | None = None,
    *,
    threads: int = 2,
) -> GeneratedSummary:
    """Write two years of exports below `exports` (a folder a system) and the truth behind them to `truth`.

    Files of an earlier generation are removed first. The same seed and scale give the same bytes whatever `threads` is.
    scale 1 is about 500 customers and 30,000 order lines. on_progress(done, total, label) counts steps.
    """
    return _Generation(exports, truth, seed, scale, on_progress or (lambda done, total, label: None)).run(threads)


class _Generation:
    def __init__(self, exports: Path, truth: Path, seed: int, scale: float, tell: Progress) -> None:
        self.exports, self.truth, self.seed, self.scale, self.tell = exports, truth, seed, scale, tell
        self.dialects = read_dialects()
        self.summary = GeneratedSummary()
        self.done = 0

    def run(self, threads: int) -> GeneratedSummary:
        started = time.monotonic()
        self.truth.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="demo_", dir=self.truth) as work:
            is_large = self.scale > LARGEST_SCALE_IN_MEMORY
            world = World(self.seed, self.scale, Path(work) if is_large else None, threads, self._step)
            try:
                self._simulate(world)
                self._export(world)
                write_truth(world, self.truth, self.summary.counts, self.summary.planted)
            finally:
                world.con.close()
        self.summary.seconds = time.monotonic() - started
        return self.summary

    def _step(self, label: str) -> None:
        self.tell(self.done, len(_PROCESSES) + len(EXPORTS), label)

    def _simulate(self, world: World) -> None:
        for name, words in WORDS.items():
            world.let(name, words)
        for process in _PROCESSES:
            process.build(world)
            self.done += 1

    def _export(self, world: World) -> None:
        self._step("exports")
        earlier = None
        for written in write_exports(world, self.dialects, self.exports):
            self.done += earlier not in (None, written.name)
            earlier = written.name
            self._step(f"{written.name} {written.day:%Y-%m}")
            self._note(written)
        self.done += 1
        self._step("truth")

    def _note(self, written: Written) -> None:
        if written.count:
            self.summary.counts[written.name] = self.summary.counts.get(written.name, 0) + written.count
            self.summary.planted += written.planted
            self.summary.file_count += 1
            self.summary.byte_count += written.byte_count
