"""One file's texts as typed rows and quarantined records.

In temp tables, so that nothing touches raw before all of a landing is known.

Belongs here: the account of one file: records = loaded + quarantined. Doesn't belong here: reading texts (readers) or
storing rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ingest.contracts import Contract
from ingest.parsing import Parse, parse_column
from ingest.problems import FileRefused
from ingest.quarantine import note_doubles, note_faulty, note_unread
from ingest.sql import identifier, literal
from ingest.text_table import TEXTS, TextTable, count_of


@dataclass(frozen=True)
class Account:
    """record_count = loaded_count + quarantined_count; typed: the temp table of the rows to load."""

    typed: str
    record_count: int
    loaded_count: int
    quarantined_count: int


def typed_table_of(load_id: int) -> str:
    """The temp table in which a load's rows wait."""
    return f"landing_rows_{load_id}"


def settle_account(con: duckdb.DuckDBPyConnection, table: TextTable, load_id: int) -> Account:
    """Parse all texts of a file. FileRefused when a record would be neither loaded nor quarantined."""
    parses = [
        parse_column(column, table.dialect(position), table.text(position), check_controls=table.has_controls)
        for position, column in enumerate(table.contract.columns)
    ]
    typed = typed_table_of(load_id)
    con.execute(_typed_rows(table, parses, typed))
    read, good = count_of(con, TEXTS), count_of(con, typed)
    quarantined = note_unread(con, table, load_id)
    if good < read:
        quarantined += note_faulty(con, table, parses, load_id)
    if _may_have_doubles(con, table.contract, typed, good):
        quarantined += note_doubles(con, table, typed, load_id)
    loaded = count_of(con, typed)
    if loaded + quarantined != table.record_count:
        raise FileRefused(
            f"has {table.record_count} records, but {loaded} would be loaded and {quarantined} quarantined; "
            "this is a fault of ours: please report it with the file's contract"
        )
    return Account(typed, table.record_count, loaded, quarantined)


def row_hash(contract: Contract) -> str:
    """SQL of _row_hash: md5 of the values that aren't NULL, so that a new, empty column changes no row's hash.

    Only whole snapshots are compared by it; rows that add up have none, which spares a large table a third of its time.
    """
    if contract.landing.load_mode == "append":
        return "cast(null as varchar)"
    parts = ", ".join(
        f"{literal(f'{column.name}=')} || {identifier(column.name)}"
        for column in sorted(contract.columns, key=lambda each: each.name)
    )
    return f"md5(concat_ws(chr(31), {parts}))"


def _typed_rows(table: TextTable, parses: list[Parse], typed: str) -> str:
    columns = table.contract.columns
    values = ", ".join(
        f"{parse.value} as {identifier(column.name)}" for column, parse in zip(columns, parses, strict=True)
    )
    good = " and ".join(parse.good for parse in parses)
    return (
        f"create or replace temp table {identifier(typed)} as select *, {row_hash(table.contract)} as _row_hash "
        f"from (select {values}, _record_number from {table.numbered()} where {good})"
    )


def _may_have_doubles(con: duckdb.DuckDBPyConnection, contract: Contract, typed: str, rows: int) -> bool:
    """A quick look: as many different hashes of the key as rows means that no key stands twice."""
    keys = ", ".join(identifier(name) for name in contract.key)
    row = con.execute(f"select count(distinct hash({keys})) from {identifier(typed)}").fetchone()
    return row is not None and row[0] < rows
