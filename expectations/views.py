"""The temporary views that rules run on: a table's rows that wait for judgement, and their loads with a few measures.

Belongs here: SQL over pending rows and the load ledger. Doesn't belong here: limits, and what happens to a load.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import duckdb

from expectations.measures import LoadMeasures
from ingest.contracts import Contract
from ingest.sql import identifier

LOAD_COLUMN = "_from_load_id"
LANDING_COLUMNS = ("_record_number", LOAD_COLUMN)
EXPECTED_COLUMNS = "expected_columns"


@dataclass(frozen=True)
class View:
    """A view to be checked.

    personal: columns whose values are never shown; key: columns that tell its rows apart; columns: all of the
    contract's, in lower case; has_records: whether its rows are records of a file, each with its number.
    """

    name: str
    personal: frozenset[str] = field(default=frozenset())
    key: tuple[str, ...] = ()
    columns: frozenset[str] = field(default=frozenset())
    has_records: bool = False


class PendingViews:
    """Makes the views on one cursor; they end with it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, contracts: Iterable[Contract]) -> None:
        self._cursor = cursor
        self._made = 0
        columns = [(c.system, c.table, column.name, column.data_type) for c in contracts for column in c.columns]
        cursor.execute(
            f"create temp table {EXPECTED_COLUMNS} (system text, table_name text, column_name text, data_type text)"
        )
        if columns:
            cursor.executemany(f"insert into {EXPECTED_COLUMNS} values (?, ?, ?, ?)", columns)

    def rows(self, contract: Contract, load_ids: Sequence[int]) -> View:
        """The rows that these loads brought; one that deletes its key is no row of the table."""
        chosen = ", ".join(str(load_id) for load_id in load_ids)
        table = identifier(contract.pending_schema, contract.table)
        name = self._make(
            "rows", f"select * from {table} where {LOAD_COLUMN} in ({chosen}) and _is_deletion is not true"
        )
        personal = frozenset(column.name for column in contract.columns if column.personal)
        columns = frozenset(column.name.casefold() for column in contract.columns)
        return View(name, personal, tuple(contract.landing.key), columns, has_records=True)

    def loads(self, measures: Sequence[LoadMeasures]) -> View:
        """One row per load, with what was measured of it."""
        rows = ", ".join(
            f"({m.load_id}, {m.row_count}, {m.required_row_count}, {m.lost_share!r}, {m.quarantined_share!r}, "
            f"{m.wrong_total_count})"
            for m in measures
        )
        columns = "load_id, row_count, required_row_count, lost_share, quarantined_share, wrong_total_count"
        query = f"from (values {rows}) as measured({columns})"
        shares = "lost_share::double as lost_share, quarantined_share::double as quarantined_share"
        return View(self._make("loads", f"select * replace ({shares}) {query}"), key=("load_id",))

    def _make(self, kind: str, query: str) -> str:
        self._made += 1
        name = f"checked_{kind}_{self._made}"
        self._cursor.execute(f"create temp view {name} as {query}")
        return name
