"""What a published file says about itself: meta.runs, meta.capabilities and meta.dictionary.

Belongs here: tables of `meta` that only the finished build can tell. Doesn't belong here: those that dbt computes from
the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import duckdb

from ingest.sql import identifier, literal
from serving.catalogue import PUBLISHED_SCHEMAS

_Columns = dict[str, tuple[str, str]]
_Values = list[list[Any]]


@dataclass(frozen=True)
class RunStep:
    """One step of a run. started_at, finished_at: instants with a zone.

    row_count: rows it handled, None when it handles none.
    """

    run_id: str
    step: str
    started_at: datetime
    finished_at: datetime
    status: str
    row_count: int | None = None

    @property
    def seconds(self) -> Decimal:
        """How long it took, to the millisecond."""
        return Decimal(str(round((self.finished_at - self.started_at).total_seconds(), 3)))


@dataclass(frozen=True)
class Capability:
    """A question that the warehouse answers, and a mart that answers it. Several marts may serve one capability."""

    capability_id: int
    capability_name: str
    mart_name: str


_RUNS: _Columns = {
    "run_id": ("varchar", "The run that built this version."),
    "step": ("varchar", "What was done, such as land or build."),
    "started_at": ("timestamp", "When the step began, UTC."),
    "finished_at": ("timestamp", "When the step ended, UTC."),
    "seconds": ("decimal(18, 3)", "How long the step took, in seconds."),
    "status": ("varchar", "How the step ended: done, skipped or failed."),
    "rows": ("bigint", "Rows that the step handled; null when it handles none."),
}
_CAPABILITIES: _Columns = {
    "capability_id": ("bigint", "Number of the capability in the catalogue of questions."),
    "capability_name": ("varchar", "The question that is answered."),
    "mart_name": ("varchar", "A mart of the schema marts that answers it."),
    "has_rows": (
        "boolean",
        "True when that mart exists in this version and has rows, so that the question is answered here.",
    ),
}
_DICTIONARY: _Columns = {
    "schema_name": ("varchar", "Schema of the table."),
    "table_name": ("varchar", "The table."),
    "table_description": ("varchar", "What the table holds, starting with its grain."),
    "column_name": ("varchar", "The column."),
    "column_position": ("bigint", "Position of the column in the table, starting at 1."),
    "data_type": ("varchar", "Type of the column in DuckDB."),
    "description": ("varchar", "What the column means, with its unit."),
}


def write_meta(
    con: duckdb.DuckDBPyConnection, database: str, steps: Sequence[RunStep], capabilities: Sequence[Capability]
) -> None:
    """Write the three tables, each explained by comments, into an attached database; what stood there is replaced.

    Call it last, before the file is closed: the dictionary covers every table of warehouse, marts and meta, itself
    included.
    """
    con.execute(f"create schema if not exists {identifier(database, 'meta')}")
    _create(con, database, "runs", "One row per step of the run that built this version.", _RUNS)
    _create(con, database, "capabilities", "One row per capability and mart that answers it.", _CAPABILITIES)
    _create(con, database, "dictionary", "One row per column of the published file.", _DICTIONARY)
    _fill_runs(con, database, steps)
    _fill_capabilities(con, database, capabilities)
    _fill_dictionary(con, database)


def _create(con: duckdb.DuckDBPyConnection, database: str, table: str, description: str, columns: _Columns) -> None:
    name = identifier(database, "meta", table)
    typed = ", ".join(f"{identifier(column)} {data_type}" for column, (data_type, _) in columns.items())
    con.execute(f"create or replace table {name} ({typed})")
    con.execute(f"comment on table {name} is {literal(description)}")
    for column, (_, text) in columns.items():
        con.execute(f"comment on column {name}.{identifier(column)} is {literal(text)}")


def _fill_runs(con: duckdb.DuckDBPyConnection, database: str, steps: Sequence[RunStep]) -> None:
    values: _Values = [
        [step.run_id for step in steps],
        [step.step for step in steps],
        [_in_utc(step.started_at) for step in steps],
        [_in_utc(step.finished_at) for step in steps],
        [step.seconds for step in steps],
        [step.status for step in steps],
        [step.row_count for step in steps],
    ]
    _insert_columns(con, identifier(database, "meta", "runs"), _RUNS, values)


def _in_utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)


def _insert_columns(con: duckdb.DuckDBPyConnection, table: str, columns: _Columns, values: _Values) -> None:
    lists = ", ".join(f"unnest(?::{data_type}[])" for data_type, _ in columns.values())
    con.execute(f"insert into {table} select {lists}", values)


def _fill_capabilities(con: duckdb.DuckDBPyConnection, database: str, capabilities: Sequence[Capability]) -> None:
    filled = _marts_with_rows(con, database)
    values: _Values = [
        [capability.capability_id for capability in capabilities],
        [capability.capability_name for capability in capabilities],
        [capability.mart_name for capability in capabilities],
        [capability.mart_name in filled for capability in capabilities],
    ]
    _insert_columns(con, identifier(database, "meta", "capabilities"), _CAPABILITIES, values)


def _marts_with_rows(con: duckdb.DuckDBPyConnection, database: str) -> set[str]:
    query = "select table_name from duckdb_tables() where database_name = ? and schema_name = 'marts'"
    marts = [name for (name,) in con.execute(query, [database]).fetchall()]
    probes = [f"select {literal(name)} where exists (from {identifier(database, 'marts', name)})" for name in marts]
    return {name for (name,) in con.execute(" union all ".join(probes)).fetchall()} if probes else set()


def _fill_dictionary(con: duckdb.DuckDBPyConnection, database: str) -> None:
    query = f"""
        insert into {identifier(database, "meta", "dictionary")}
        select
            tables.schema_name,
            tables.table_name,
            tables.comment,
            columns.column_name,
            columns.column_index,
            columns.data_type,
            columns.comment,
        from duckdb_tables() as tables
        inner join duckdb_columns() as columns using (database_name, schema_name, table_name)
        where tables.database_name = $database and list_contains($schemas, tables.schema_name)
        order by tables.schema_name, tables.table_name, columns.column_index
    """
    con.execute(query, {"database": database, "schemas": list(PUBLISHED_SCHEMAS)})
