"""The load ledger as readers of the published data need it: opened read-only, and only for a glance.

Belongs here: questions to raw.duckdb. Doesn't belong here: changing it (ingest).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import duckdb

from ingest.upgrade import check_not_newer
from settings.paths import DataPaths

WAITING_STATUSES = ("pending", "held")


@dataclass(frozen=True)
class WaitingLoad:
    """A load that no build may read yet. status: pending (not checked) or held (failed its suite); reason: why."""

    load_id: int
    system: str
    table_name: str
    file_path: str
    status: str
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class DriftedColumn:
    """A column of a file that differs from the file before it. kind, policy and detail are those of the ledger."""

    load_id: int
    system: str
    table_name: str
    file_path: str
    column_name: str | None
    kind: str
    policy: str
    detail: str

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class SeenFile:
    """The newest load of a place: what the file looked like when it was landed."""

    file_bytes: int
    modified_ns: int
    status: str


@contextmanager
def open_ledger(paths: DataPaths) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """A read-only connection to raw.duckdb.

    None when it isn't there, can't be read, or a refresh is writing it just now. ConfigurationError when a newer
    Whalecurve wrote it; one of an older version may be asked for what the first version knew.
    """
    try:
        con = duckdb.connect(str(paths.raw_file), read_only=True) if paths.raw_file.is_file() else None
    except duckdb.Error:
        con = None
    try:
        if con is not None:
            check_not_newer(con, paths.raw_file)
        yield con
    finally:
        if con is not None:
            con.close()


def waiting_loads(con: duckdb.DuckDBPyConnection) -> list[WaitingLoad]:
    """Pending and held loads, oldest first."""
    query = """
        select load_id, system, table_name, file_path, status, coalesce(status_reason, '')
        from load_ledger.loads
        where list_contains($statuses, status)
        order by load_id
    """
    return [WaitingLoad(*row) for row in con.execute(query, {"statuses": list(WAITING_STATUSES)}).fetchall()]


def held_tables(waiting: Iterable[WaitingLoad]) -> dict[tuple[str, str], list[int]]:
    """(system, table) -> its held loads."""
    held: dict[tuple[str, str], list[int]] = {}
    for load in waiting:
        if load.status == "held":
            held.setdefault((load.system, load.table_name), []).append(load.load_id)
    return held


def drifted_columns(con: duckdb.DuckDBPyConnection, since: datetime) -> list[DriftedColumn]:
    """Columns that drifted in loads landed since an instant (UTC without a zone): warnings first, then the newest."""
    if not con.execute(
        "select 1 from duckdb_tables() where schema_name = 'load_ledger' and table_name = 'drift'"
    ).fetchone():
        return []
    query = """
        select drift.*
        from load_ledger.drift as drift
        inner join load_ledger.loads as loads using (load_id)
        where loads.landed_at >= $since and loads.status <> 'replaced'
        order by drift.policy = 'warn' desc, drift.load_id desc, drift.kind, drift.column_name
    """
    return [DriftedColumn(*row) for row in con.execute(query, {"since": since}).fetchall()]


def seen_files(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, str], SeenFile]:
    """The newest load of each (system, table, place)."""
    query = """
        select system, table_name, file_path, file_bytes, file_modified_ns, status
        from load_ledger.loads
        qualify row_number() over (partition by system, table_name, file_path order by load_id desc) = 1
    """
    return {(row[0], row[1], row[2]): SeenFile(*row[3:]) for row in con.execute(query).fetchall()}


def tables_with_rows(con: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """(system, table) of everything of which at least one record was accepted."""
    query = "select distinct system, table_name from load_ledger.loads where status = 'accepted' and loaded_count > 0"
    return {(system, table) for system, table in con.execute(query).fetchall()}
