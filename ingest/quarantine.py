"""Records that can't be loaded: which, why, and what would mend them.

Belongs here: from faulty records to rows of quarantine. Doesn't belong here: finding the faults of values
(parsing.py) or of a file's structure (readers).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import duckdb
import numpy as np

from ingest.parsing import Parse, fault_codes, phrase
from ingest.sql import identifier, literal
from ingest.text_table import UNREAD, Numbers, TextTable, store_table

QUARANTINE = "landing_quarantine"
FAULTY = "landing_faulty"
EXCERPTS = "landing_excerpts"
_LONGEST_VALUE = 1000
_SHOWN_VALUE = 60
STRUCTURE_FAULTS = {
    "missing_fields": "a field is missing: {found} fields instead of {expected}; it may be cut",
    "extra_fields": "too many fields: {found} instead of {expected}; quote a value that holds the separator",
    "broken_quotes": "a quote isn't closed, or text stands behind a closing one; double a quote inside a value",
    "stray_return": "a carriage return stands inside a value without quotes; put the value in quotes",
    "cut_record": "the last record lacks the declared record_end; the file may be cut",
    "too_long": "the record is longer than 16 MB; a quote may be missing",
    "unreadable": "the record can't be split into fields; export it again",
    "not_json": "the line isn't valid JSON; it may be cut",
    "not_an_object": "the line isn't a JSON object; write one object {{…}} a line",
    "nested_value": "a column holds a JSON object or list; export it as a text or number",
}


@dataclass(frozen=True)
class _Told:
    """SQL of what quarantine tells about a record."""

    column: str
    value: str
    reason: str
    message: str


def create_quarantine(con: duckdb.DuckDBPyConnection) -> None:
    """The temp table in which the records of a landing wait for its transaction."""
    con.execute(f"create or replace temp table {QUARANTINE} as select * from quarantine.records limit 0")


def drop_faults(con: duckdb.DuckDBPyConnection, load_id: int) -> None:
    """Forget the quarantined records of a load that was refused after all."""
    con.execute(f"delete from {QUARANTINE} where load_id = ?", [load_id])


def note_unread(con: duckdb.DuckDBPyConnection, table: TextTable, load_id: int) -> int:
    """Quarantine the records that a reader couldn't split; gives their number."""
    if not len(table.unread):
        return 0
    _keep_excerpts(con, table, table.unread)
    cases = " ".join(
        f"when {literal(code)} then {_structure_message(code, table.field_count)}" for code in STRUCTURE_FAULTS
    )
    source = f"(select record_number as _record_number, code, field_count from {UNREAD})"
    told = _Told("null", "null", "f.code", f"case f.code {cases} end")
    return _add(con, table, load_id, source, told)


def note_faulty(con: duckdb.DuckDBPyConnection, table: TextTable, parses: list[Parse], load_id: int) -> int:
    """Quarantine the records with a faulty value, one row each: its first fault, and a message with all of them."""
    faulty = " or ".join(f"not ({parse.good})" for parse in parses)
    picked = ", ".join(f"{table.text(i)} as x{i}, {parse.fault} as e{i}" for i, parse in enumerate(parses))
    con.execute(
        f"create or replace temp table {FAULTY} as "
        f"select _record_number, {picked} from {table.numbered()} where {faulty}"
    )
    numbers = con.execute(f"select _record_number from {FAULTY} order by 1").fetchnumpy()["_record_number"]
    _keep_excerpts(con, table, np.asarray(numbers, np.int64))
    places = range(len(parses))
    messages = ", ".join(_told(table, i) for i in places)
    told = _Told(
        column=_first(places, lambda i: literal(table.contract.columns[i].name)),
        value=_first(places, lambda i: f"left(x{i}, {_LONGEST_VALUE})"),
        reason=_first(places, lambda i: f"e{i}"),
        message=f"concat_ws('; ', {messages})",
    )
    added = _add(con, table, load_id, FAULTY, told)
    con.execute(f"drop table {FAULTY}")
    return added


def note_doubles(con: duckdb.DuckDBPyConnection, table: TextTable, typed: str, load_id: int) -> int:
    """Move records whose key stands earlier in the file from the typed table to quarantine; the first one stays."""
    keys = ", ".join(identifier(name) for name in table.contract.key)
    con.execute(
        f"create or replace temp table {FAULTY} as select rowid as row_id, _record_number, {keys}, "
        f"min(_record_number) over (partition by {keys}) as first_record from {typed} "
        f"qualify _record_number > first_record"
    )
    return _set_doubles_aside(con, table, typed, load_id)


def note_known(con: duckdb.DuckDBPyConnection, table: TextTable, typed: str, known: str, load_id: int) -> int:
    """Move records whose key a row of the table `known` has already from the typed table to quarantine."""
    keys = [identifier(name) for name in table.contract.key]
    same = " and ".join(f"t.{key} is not distinct from k.{key}" for key in keys)
    con.execute(
        f"create or replace temp table {FAULTY} as select t.rowid as row_id, t._record_number, "
        f"{', '.join(f't.{key}' for key in keys)}, k._record_number as first_record "
        f"from {typed} as t inner join {known} as k on {same}"
    )
    return _set_doubles_aside(con, table, typed, load_id)


def _set_doubles_aside(con: duckdb.DuckDBPyConnection, table: TextTable, typed: str, load_id: int) -> int:
    """Move the records of landing_faulty, each with the record that has its key."""
    keys = [identifier(name) for name in table.contract.key]
    numbers = con.execute(f"select _record_number from {FAULTY} order by 1").fetchnumpy()["_record_number"]
    _keep_excerpts(con, table, np.asarray(numbers, np.int64))
    shown = f"concat_ws(', ', {', '.join(f'cast({key} as varchar)' for key in keys)})"
    names = literal(", ".join(table.contract.key))
    message = (
        f"'the key (' || {names} || ') ' || {shown} || ' stands already in record ' || f.first_record || "
        "'; the first one stays. Mend it in the source, or widen the key in the contract'"
    )
    added = _add(con, table, load_id, FAULTY, _Told(names, shown, "'duplicate_key'", message))
    con.execute(f"delete from {typed} where rowid in (select row_id from {FAULTY})")
    con.execute(f"drop table {FAULTY}")
    return added


def _structure_message(code: str, expected: int) -> str:
    before, found, after = STRUCTURE_FAULTS[code].format(found="\0", expected=expected).partition("\0")
    return f"{literal(before)} || f.field_count || {literal(after)}" if found else literal(before)


def _first(places: Iterable[int], shown: Callable[[int], str]) -> str:
    """SQL of something about the first faulty column of a record."""
    return "case " + " ".join(f"when e{i} is not null then {shown(i)}" for i in places) + " end"


def _told(table: TextTable, position: int) -> str:
    """SQL of what is wrong with one column of a faulty record, NULL when nothing is."""
    column, landing = table.contract.columns[position], table.dialect(position)
    cases = " ".join(
        f"when {literal(code)} then {literal(phrase(column, landing, code))}" for code in fault_codes(column)
    )
    value = f"coalesce(' \"' || left(x{position}, {_SHOWN_VALUE}) || '\"', '')"
    told = f"{literal(column.name)} || {value} || ' ' || case e{position} {cases} end"
    return f"case when e{position} is not null then {told} end"


def _keep_excerpts(con: duckdb.DuckDBPyConnection, table: TextTable, numbers: Numbers) -> None:
    con.execute(f"create or replace temp table {EXCERPTS} (record_number bigint, line_number bigint, raw_text varchar)")
    for excerpt in table.excerpts(numbers):
        store_table(con, "landing_excerpt", excerpt)
        con.execute(
            f"insert into {EXCERPTS} select record_number, line_number, rtrim(raw_text, chr(10) || chr(13)) "
            "from landing_excerpt"
        )


def _add(con: duckdb.DuckDBPyConnection, table: TextTable, load_id: int, source: str, told: _Told) -> int:
    """Quarantine the records f of a source (SQL, with _record_number); gives their number."""
    contract = table.contract
    row = con.execute(
        f"""
        insert into {QUARANTINE}
        select
            {load_id},
            {literal(contract.system)},
            {literal(contract.table)},
            null,
            f._record_number,
            e.line_number,
            {told.column},
            {told.value},
            {told.reason},
            {told.message},
            e.raw_text
        from {source} as f
        left join {EXCERPTS} as e on f._record_number = e.record_number
        """
    ).fetchone()
    assert row is not None
    return int(row[0])
