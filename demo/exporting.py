"""The files of every export, several at once, each over a connection of its own: only its rows decide its bytes.

Belongs here: which file holds which months, who writes it when, what was written. Doesn't belong here: the queries
(exports/), the spelling of values (writers.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from queue import SimpleQueue

from demo.dialects import Dialect
from demo.exports.every import EXPORTS
from demo.exports.table import Export, prepare
from demo.faults import Planted, plant
from demo.workdays import month_start
from demo.world import FIRST_MONTH, FIRST_YEAR, LAST_DAY, MONTH_COUNT, World
from demo.writers import Query, columns_of, set_day, write

Dialects = Mapping[tuple[str, str], Dialect]


@dataclass(frozen=True)
class Written:
    """A file as it was written. count: its records, planted faults not counted; 0 when there was none to write."""

    name: str
    day: date
    count: int
    byte_count: int
    planted: list[Planted]


@dataclass(frozen=True)
class _File:
    export: Export
    dialect: Dialect
    query: Query
    folder: Path
    first: int
    last: int

    @property
    def day(self) -> date:
        return LAST_DAY if self.last >= MONTH_COUNT - 1 else _month_end(self.last)

    def write(self, world: World) -> Written:
        world.let("cut_first", self.first)
        world.let("cut_last", self.last)
        path = self.folder / self.dialect.pattern.replace("*", f"{self.day:%Y-%m-%d}")
        count = write(world, self.dialect, self.query, path)
        if not count:
            path.unlink()
            return Written(self.export.name, self.day, 0, 0, [])
        planted = plant(path, self.dialect, [column.name for column in self.query.columns], self.last)
        set_day(path, self.day)
        return Written(self.export.name, self.day, count, path.stat().st_size, planted)


def write_exports(world: World, dialects: Dialects, folder: Path) -> Iterator[Written]:
    """Write every file of every export below a folder, as many at once as the world has threads; in a set order.

    Files of an earlier generation are removed first.
    """
    prepare(world)
    _clear(dialects, folder)
    world.let("cut_first", 0)
    world.let("cut_last", 0)
    files = [file for export in EXPORTS for file in _files(world, export, dialects, folder)]
    twins: SimpleQueue[World] = SimpleQueue()

    def written(file: _File) -> Written:
        twin = twins.get()
        try:
            return file.write(twin)
        finally:
            twins.put(twin)

    with ThreadPoolExecutor(world.threads) as pool:
        for _ in range(world.threads):
            twins.put(world.twin())
        try:
            yield from pool.map(written, files)
        finally:
            pool.shutdown(cancel_futures=True)


def _clear(dialects: Dialects, folder: Path) -> None:
    for dialect in dialects.values():
        own = folder / dialect.folder
        own.mkdir(parents=True, exist_ok=True)
        for old in own.glob(dialect.pattern):
            old.unlink()


def _files(world: World, export: Export, dialects: Dialects, folder: Path) -> Iterator[_File]:
    dialect = dialects[export.system, export.entity]
    query = Query(export.sql, columns_of(world, export.sql), export.order)
    for first, last in _cuts(export):
        yield _File(export, dialect, query, folder / dialect.folder, first, last)


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
