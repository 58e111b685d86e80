"""Query results as files in a system's dialect: CSV, XLSX, Parquet, JSON lines; the same rows give the same bytes.

Belongs here: spelling of values and files. Doesn't belong here: which rows (exports/), planted faults (faults.py).
Every file gets the time of its day, so that no clock shows.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from demo.dialects import Dialect
from demo.workbook import write_workbook
from demo.world import World

_BLOCK = 1 << 22
_ROWS_A_GROUP = 100_000


@dataclass(frozen=True)
class Column:
    """A column of a query: its name and DuckDB type."""

    name: str
    kind: str

    @property
    def quoted(self) -> str:
        """The name as an SQL identifier."""
        return f'"{self.name}"'


def columns_of(world: World, sql: str) -> list[Column]:
    """The columns of a query."""
    return [Column(name, kind) for name, kind, *_ in world.rows(f"describe {sql}")]


@dataclass(frozen=True)
class Query:
    """The rows of a file: SQL, the columns it gives, and the order of rows."""

    sql: str
    columns: list[Column]
    order: str

    @property
    def ordered(self) -> str:
        """The SQL with its order."""
        return f"select * from ({self.sql}) order by {self.order}"


def write(world: World, dialect: Dialect, query: Query, path: Path) -> int:
    """Write the rows of a query, ordered, to a file; gives how many there were."""
    if dialect.kind == "csv":
        return _write_csv(world, dialect, query, path)
    if dialect.kind == "jsonl":
        return _write_json_lines(world, dialect, query, path)
    if dialect.kind == "parquet":
        return write_parquet(world, query.ordered, path)
    return write_workbook(world, query, path, dialect.sheet)


def set_day(path: Path, day: date) -> None:
    """Give a file the evening of a day as its time."""
    instant = datetime.combine(day, time(20), tzinfo=UTC).timestamp()
    os.utime(path, (instant, instant))


def spelled(column: Column, dialect: Dialect) -> str:
    """SQL for a column's value as the system spells it."""
    name = column.quoted
    if column.kind.startswith("DECIMAL"):
        text = f"cast({name} as varchar)"
        return text if dialect.decimal_separator == "." else f"replace({text}, '.', '{dialect.decimal_separator}')"
    if column.kind == "DATE":
        return f"strftime({name}, '{dialect.date_format}')"
    if column.kind == "TIMESTAMP":
        return f"strftime({name}, '{dialect.timestamp_format}')"
    if column.kind == "BOOLEAN":
        return f"case {name} when true then '{dialect.true_word}' when false then '{dialect.false_word}' end"
    return name


def write_parquet(world: World, ordered_sql: str, path: Path) -> int:
    """Write a query as Parquet, in groups of a set size so that only the rows decide the bytes; gives their number."""
    batches = world.con.execute(ordered_sql).to_arrow_reader(_ROWS_A_GROUP)
    count = 0
    with pq.ParquetWriter(path, batches.schema, compression="zstd") as target:
        for group in _groups(batches):
            target.write_table(group, row_group_size=_ROWS_A_GROUP)
            count += group.num_rows
    return count


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches of any size as tables of one size; the last one has the rest."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(each.num_rows for each in waiting) >= _ROWS_A_GROUP:
            table = pa.Table.from_batches(waiting)
            yield table.slice(0, _ROWS_A_GROUP).combine_chunks()
            waiting = table.slice(_ROWS_A_GROUP).to_batches()
    if waiting:
        yield pa.Table.from_batches(waiting).combine_chunks()


def _write_csv(world: World, dialect: Dialect, query: Query, path: Path) -> int:
    values = ", ".join(f"{spelled(column, dialect)} as {column.quoted}" for column in query.columns)
    rough = path.with_suffix(".part")
    [(count,)] = world.rows(
        f"copy (select {values} from ({query.ordered})) to '{_literal(rough)}'"
        f" (format csv, header false, delimiter '{dialect.separator}', quote '\"', escape '\"')"
    )
    with path.open("wb") as target, rough.open("rb") as source:
        target.write(header_line(dialect, [column.name for column in query.columns]))
        # A block ends with a whole line, so that no letter is cut.
        while block := source.read(_BLOCK) + source.readline():
            target.write(_encoded(block, dialect))
    rough.unlink()
    return int(count)


def header_line(dialect: Dialect, names: list[str]) -> bytes:
    """The first line of a CSV file, with the mark of UTF-8 where the system writes one."""
    text = io.StringIO()
    csv.writer(text, delimiter=dialect.separator, lineterminator=dialect.line_end).writerow(map(dialect.header, names))
    return text.getvalue().encode(dialect.encoding)


def _encoded(block: bytes, dialect: Dialect) -> bytes:
    """A block of UTF-8 lines in the system's encoding; most are plain ASCII and need none."""
    if dialect.encoding == "cp1250" and not block.isascii():
        block = block.decode().encode(dialect.encoding)
    return block.replace(b"\n", b"\r\n") if dialect.line_end == "\r\n" else block


def _write_json_lines(world: World, dialect: Dialect, query: Query, path: Path) -> int:
    values = ", ".join(
        f"{spelled(column, dialect) if column.kind in ('DATE', 'TIMESTAMP') else column.quoted} as {column.quoted}"
        for column in query.columns
    )
    [(count,)] = world.rows(f"copy (select {values} from ({query.ordered})) to '{_literal(path)}' (format json)")
    return int(count)


def _literal(path: Path) -> str:
    return str(path).replace("'", "''")
