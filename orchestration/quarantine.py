"""What was set aside on landing, as the load ledger knows it.

Belongs here: the questions put to raw.duckdb for `whale quarantine`, and hiding personal data in the answers. Doesn't
belong here: setting records aside (ingest), writing files (quarantine_export.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from ingest.contracts import Contract
from ingest.upgrade import check_readable
from orchestration.raw_writing import nothing_landed
from serving.ledger import open_ledger
from serving.lock import lock_holder
from settings.errors import Locked, WhaleError, shown_path
from settings.paths import DataPaths

GROUPS = {
    "reason": ("table_path", "reason"),
    "table": ("table_path",),
    "file": ("table_path", "file_path"),
    "column": ("table_path", "column_name"),
}
COLUMNS = (
    "load_id, table_path, file_path, as_of_date, record_number, line_number, "
    "column_name, value, reason, message, raw_text"
)
HIDDEN = "(personal)"
# A file that was edited has a newer load; what was wrong with the older one no longer counts. Of a table without a
# contract nobody knows which columns are personal: all may be. A message tells values in quotes, or a key without.
_RECORDS = f"""
    create or replace temp view shown_records as
    with
    judged as (
        select
            q.*,
            l.as_of_date,
            q.system || '.' || q.table_name as table_path,
            $is_open or (t.table_name is not null and not t.has_personal) as is_plain,
            $is_open
            or coalesce(list_has_all(t.plain_columns, string_split(q.column_name, ', ')), false) as is_plain_value,
        from quarantine.records as q
        inner join load_ledger.loads as l on q.load_id = l.load_id
        left join known_tables as t on q.system = t.system and q.table_name = t.table_name
        where l.status not in ('replaced', 'duplicate')
    )
    select
        load_id, table_path, file_path, as_of_date, record_number, line_number, column_name,
        case when value is null or is_plain_value then value else '{HIDDEN}' end as value,
        reason,
        case
            when is_plain then message
            when reason = 'duplicate_key' and not is_plain_value then 'the key stands already in another record'
            else regexp_replace(message, '".*"', '{HIDDEN}', 's')
        end as message,
        case when raw_text is null or is_plain then raw_text else '{HIDDEN}' end as raw_text,
    from judged
"""


@dataclass(frozen=True)
class Filter:
    """Which records are asked for; None: all.

    table: `system.table` or `table`; file: part of a file's place, in which * stands for anything.
    """

    table: str | None = None
    reason: str | None = None
    load_id: int | None = None
    file: str | None = None

    def where(self) -> tuple[str, dict[str, Any]]:
        """SQL of the condition, and its values."""
        told = {
            "table": (self.table, "$table in (table_path, string_split(table_path, '.')[2])"),
            "reason": (self.reason, "reason = $reason"),
            "load": (self.load_id, "load_id = $load"),
            "file": (_like(self.file), "file_path like $file escape '!'"),
        }
        chosen = {name: each for name, each in told.items() if each[0] is not None}
        condition = " and ".join(sql for _, sql in chosen.values()) or "true"
        return f"where {condition}", {name: value for name, (value, _) in chosen.items()}


@dataclass(frozen=True)
class GroupCount:
    """How many records stand aside. names: of the group (see GROUPS); newest_file: the place of the newest of them."""

    names: tuple[str, ...]
    record_count: int
    load_count: int
    newest_file: str


@dataclass(frozen=True)
class QuarantinedRecord:
    """A record that stands aside, and one thing that is wrong with it.

    Numbers count from 1; None where a file has none. value, message: HIDDEN where they are personal.
    """

    load_id: int
    table: str
    file: str
    record_number: int | None
    line_number: int | None
    column: str | None
    value: str | None
    reason: str
    message: str


@contextmanager
def open_quarantine(
    paths: DataPaths, contracts: Iterable[Contract], *, is_open: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection with the view shown_records. is_open: personal data are shown.

    WhaleError when nothing was ever landed or an upgrade is due, Locked while a run is writing.
    """
    if not paths.raw_file.exists():
        raise nothing_landed(paths)
    with open_ledger(paths) as con:
        if con is None:
            raise _unreadable(paths)
        check_readable(con, paths.raw_file)
        _note_tables(con, contracts)
        con.execute(_RECORDS.replace("$is_open", str(is_open).lower()))
        yield con


def group_counts(con: duckdb.DuckDBPyConnection, group: str, chosen: Filter) -> list[GroupCount]:
    """Counts by a group of GROUPS, the largest first; a record with two faults counts under its first."""
    names = ", ".join(GROUPS[group])
    where, values = chosen.where()
    rows = con.execute(
        f"select {names}, count(distinct (load_id, record_number)) as record_count, count(distinct load_id), "
        f"arg_max(file_path, load_id) from shown_records {where} group by {names} order by record_count desc, {names}",
        values,
    ).fetchall()
    width = len(GROUPS[group])
    return [GroupCount(tuple(name or "" for name in row[:width]), *row[width:]) for row in rows]


def newest_records(
    con: duckdb.DuckDBPyConnection, chosen: Filter, limit: int, page: int = 1
) -> list[QuarantinedRecord]:
    """A page of the newest faults, in the order of the file within a load."""
    where, values = chosen.where()
    rows = con.execute(
        "select load_id, table_path, file_path, record_number, line_number, column_name, value, reason, message "
        f"from shown_records {where} order by load_id desc, record_number, column_name limit $limit offset $offset",
        {**values, "limit": limit, "offset": limit * (page - 1)},
    ).fetchall()
    return [QuarantinedRecord(*row) for row in rows]


def _note_tables(con: duckdb.DuckDBPyConnection, contracts: Iterable[Contract]) -> None:
    con.execute(
        "create or replace temp table known_tables "
        "(system varchar, table_name varchar, has_personal boolean, plain_columns varchar[])"
    )
    for contract in contracts:
        plain = [column.name for column in contract.columns if not column.personal]
        con.execute(
            "insert into known_tables values (?, ?, ?, ?)",
            [contract.system, contract.table, len(plain) < len(contract.columns), plain],
        )


def _like(part: str | None) -> str | None:
    if part is None:
        return None
    for letter in "!%_":
        part = part.replace(letter, f"!{letter}")
    return f"%{part.replace('*', '%')}%"


def _unreadable(paths: DataPaths) -> WhaleError:
    holder = lock_holder(paths)
    if holder is None:
        return WhaleError(f"{shown_path(paths.raw_file)} can't be read; is it open in another program?")
    return Locked(f"a run is writing now: process {holder.pid}, at step {holder.step!r}. Ask again when it has ended.")
