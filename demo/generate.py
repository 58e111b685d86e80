"""Generating the demo company: simulate, export, keep the truth.

Belongs here: the order of the steps and the summary. Doesn't belong here: any step itself.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
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
from demo.exports.every import EXPORTS
from demo.exports.table import Export, prepare
from demo.faults import Planted, plant
from demo.truth import write_truth
from demo.words import WORDS
from demo.workdays import month_start
from demo.world import FIRST_MONTH, FIRST_YEAR, LARGEST_SCALE_IN_MEMORY, LAST_DAY, MONTH_COUNT, World
from demo.writers import Query, columns_of, set_day, write

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
        prepare(world)
        for dialect in self.dialects.values():
            folder = self.exports / dialect.folder
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.glob(dialect.pattern):
                old.unlink()
        for export in EXPORTS:
            self._export_table(world, export)
            self.done += 1
        self._step("truth")

    def _export_table(self, world: World, export: Export) -> None:
        dialect = self.dialects[export.system, export.entity]
        world.let("cut_first", 0)
        world.let("cut_last", 0)
        query = Query(export.sql, columns_of(world, export.sql), export.order)
        for first, last in _cuts(export):
            day = LAST_DAY if last >= MONTH_COUNT - 1 else _month_end(last)
            world.tell(f"{export.name} {day:%Y-%m}")
            world.let("cut_first", first)
            world.let("cut_last", last)
            path = self.exports / dialect.folder / dialect.pattern.replace("*", f"{day:%Y-%m-%d}")
            count = write(world, dialect, query, path)
            if not count:
                path.unlink()
                continue
            self.summary.planted += plant(path, dialect, [column.name for column in query.columns], last)
            set_day(path, day)
            self._note(export.name, count, path)

    def _note(self, name: str, count: int, path: Path) -> None:
        self.summary.counts[name] = self.summary.counts.get(name, 0) + count
        self.summary.file_count += 1
        self.summary.byte_count += path.stat().st_size


def _cuts(export: Export) -> Iterator[tuple[int, int]]:
    """First and last month of each file of an export. The first state is that of the day before the first month."""
    if export.cut == "state":
        yield from ((m, m) for m in range(-1, MONTH_COUNT))
    elif export.cut == "month":
        yield from ((m, m) for m in range(MONTH_COUNT))
    elif export.cut == "year":
        yield from ((0, 1), (2, 13), (14, MONTH_COUNT - 1))
    else:
        yield (-1000, MONTH_COUNT - 1)


def _month_end(m: int) -> date:
    after = month_start(FIRST_YEAR, FIRST_MONTH, m + 1)
    return date.fromordinal(after.toordinal() - 1)
