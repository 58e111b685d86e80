"""What was set aside on landing, as the load ledger knows it.

Belongs here: the questions put to raw.duckdb for `whale quarantine`. Doesn't belong here: setting records aside
(ingest).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from ingest.upgrade import check_readable
from orchestration.raw_writing import nothing_landed
from serving.ledger import open_ledger
from serving.lock import lock_holder
from settings.errors import Locked, WhaleError, shown_path
from settings.paths import DataPaths

# A file that was edited has a newer load; what was wrong with the older one no longer counts.
_STANDING = "select load_id from load_ledger.loads where status not in ('replaced', 'duplicate')"
_COUNTS = f"""
    select
        system || '.' || table_name as table_path,
        reason,
        count(distinct (load_id, record_number)) as record_count,
        count(distinct load_id) as load_count,
        arg_max(file_path, load_id) as newest_file,
    from quarantine.records
    where load_id in ({_STANDING})
    group by all
    order by record_count desc, table_path, reason
"""
_NEWEST = f"""
    select
        load_id,
        system || '.' || table_name,
        file_path,
        record_number,
        line_number,
        column_name,
        value,
        reason,
        message,
    from quarantine.records
    where load_id in ({_STANDING})
    order by load_id desc, record_number, column_name
    limit $row_limit
"""


@dataclass(frozen=True)
class ReasonCount:
    """How many records of a table stand aside for a reason; newest_file: the place of the newest of them."""

    table: str
    reason: str
    record_count: int
    load_count: int
    newest_file: str


@dataclass(frozen=True)
class QuarantinedRecord:
    """A record that stands aside, and one thing that is wrong with it.

    Numbers count from 1; None where a file has none.
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
def open_quarantine(paths: DataPaths) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection.

    WhaleError when nothing was ever landed or an upgrade is due, Locked while a run is writing.
    """
    if not paths.raw_file.exists():
        raise nothing_landed(paths)
    with open_ledger(paths) as con:
        if con is None:
            raise _unreadable(paths)
        check_readable(con, paths.raw_file)
        yield con


def reason_counts(con: duckdb.DuckDBPyConnection) -> list[ReasonCount]:
    """Counts by table and reason, the most frequent first; a record with two faults counts under each."""
    return [ReasonCount(*row) for row in con.execute(_COUNTS).fetchall()]


def newest_records(con: duckdb.DuckDBPyConnection, limit: int) -> list[QuarantinedRecord]:
    """The newest faults, in the order of the file within a load."""
    return [QuarantinedRecord(*row) for row in con.execute(_NEWEST, {"row_limit": limit}).fetchall()]


def _unreadable(paths: DataPaths) -> WhaleError:
    holder = lock_holder(paths)
    if holder is None:
        return WhaleError(f"{shown_path(paths.raw_file)} can't be read; is it open in another program?")
    return Locked(f"a run is writing now: process {holder.pid}, at step {holder.step!r}. Ask again when it has ended.")
