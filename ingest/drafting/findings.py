"""What a draft found: tables, columns, and the doubts that a person has to settle.

Belongs here: the findings as data. Doesn't belong here: how they are found or written down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb


@dataclass
class ColumnDraft:
    """A column as guessed.

    header: as the file names it, "" without a header; doubts: one sentence each.
    """

    name: str
    header: str = ""
    data_type: str = "varchar"
    nullable: bool = True
    personal: bool = False
    doubts: list[str] = field(default_factory=list)


@dataclass
class TableDraft:
    """A table as guessed from one file or several alike.

    files: their pattern; landing: the keys that differ from a contract's defaults; record_count and the others: what
    the proof landed; faults: what the proof met, most frequent first.
    """

    table: str
    paths: list[Path]
    files: str
    landing: dict[str, Any] = field(default_factory=dict)
    columns: list[ColumnDraft] = field(default_factory=list)
    key: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    record_count: int = 0
    loaded_count: int = 0
    quarantined_count: int = 0
    faults: list[str] = field(default_factory=list)

    def all_doubts(self) -> list[str]:
        """The doubts of the table and of its columns, each with the column's name before it."""
        return self.doubts + [f"{column.name}: {doubt}" for column in self.columns for doubt in column.doubts]


@dataclass(frozen=True)
class Texts:
    """The fields of a file, or of several alike, as texts in DuckDB, headers left out.

    source: SQL of the rows, with columns c0, c1, …; count: how many.
    """

    con: duckdb.DuckDBPyConnection
    source: str
    count: int
