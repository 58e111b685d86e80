"""What every reader hands on: a temp table of texts, and an account of each record that isn't in it.

Belongs here: the hand-over between readers and the parse. Doesn't belong here: any format, any type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ingest.contracts import Contract
from ingest.landing_keys import Landing
from ingest.sql import identifier

TEXTS = "landing_texts"
UNREAD = "landing_unread"
SHIFTS = "landing_shifts"
Numbers = npt.NDArray[np.int64]
Excerpts = Callable[[Numbers], Iterable[pa.Table]]


@dataclass
class TextTable:
    """The records of a file as texts, in the temp table landing_texts: c0, c1, … for columns that the file has.

    present: positions of those columns in the contract; record_count: records in the file by a count of our own;
    unread: the numbers (ascending) of records that aren't in the table, each with its reason in the temp table
    landing_unread (record_number, code, field_count); excerpts: line number and raw text of records; dialects: columns
    written otherwise than the contract's landing says; header: the names of the file's columns in their order; footers:
    the lines behind the last record, which may hold control totals.
    """

    contract: Contract
    present: list[int]
    record_count: int
    unread: Numbers
    excerpts: Excerpts
    field_count: int
    has_controls: bool = False
    remark: str = ""
    dialects: dict[int, Landing] = field(default_factory=dict)
    header: list[str] = field(default_factory=list)
    footers: list[str] = field(default_factory=list)

    def text(self, position: int) -> str:
        """SQL of a column's text."""
        return f"c{position}" if position in self.present else "cast(null as varchar)"

    def dialect(self, position: int) -> Landing:
        """How a column's texts are written."""
        return self.dialects.get(position, self.contract.landing)

    def numbered(self) -> str:
        """SQL of the texts with _record_number, the record's number in the file."""
        return numbered_texts(self.unread)


def numbered_texts(unread: Numbers) -> str:
    """SQL of the rows of landing_texts with _record_number, which counts the records left out (unread) as well."""
    if not len(unread):
        return f"(select rowid + 1 as _record_number, * from {TEXTS})"
    return (
        f"(select t.rowid + 1 + coalesce(s.added, 0) as _record_number, t.* from {TEXTS} as t "
        f"asof left join {SHIFTS} as s on t.rowid + 1 >= s.first_row)"
    )


def keep_unread(con: duckdb.DuckDBPyConnection, unread: pa.Table, shifts: tuple[Numbers, Numbers]) -> None:
    """Store the records that a reader left out, and what that does to the numbers of the others."""
    if not len(unread):
        return
    store_table(con, UNREAD, unread)
    store_table(con, SHIFTS, pa.table({"first_row": shifts[0], "added": shifts[1]}))


def store_table(con: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """An Arrow table as a temp table."""
    con.register("arrow_rows", table)
    con.execute(f"create or replace temp table {identifier(name)} as select * from arrow_rows")
    con.unregister("arrow_rows")


def count_of(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """The number of rows of a table or subquery (SQL)."""
    row = con.execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    return int(row[0])
