"""Bringing raw.duckdb to the version that this code knows: a copy first, then every step in one transaction.

Belongs here: which version a file is, refusing a newer one, upgrading. Doesn't belong here: what a version holds
(raw_versions.py).
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import duckdb

from ingest import raw_versions
from settings.errors import ConfigurationError, Problem, WhaleError, shown_path
from settings.paths import raw_copies, raw_copy

_IN_MEMORY = ":memory:"


def newest_version() -> int:
    """The version that this code writes."""
    return 1 + len(raw_versions.STEPS)


def version_of(con: duckdb.DuckDBPyConnection) -> int:
    """The version of the raw file that is open; 0 for an empty one."""
    if not con.execute(
        "select 1 from duckdb_tables() where database_name = current_database() "
        "and schema_name = 'load_ledger' and table_name = 'schema_version'"
    ).fetchone():
        return 0
    row = con.execute("select max(version) from load_ledger.schema_version").fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def check_not_newer(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Refuse a file that a newer Whalecurve has written: ConfigurationError."""
    found = version_of(con)
    if found > newest_version():
        message = "was written by a newer Whalecurve; install that version, or restore a backup made with this one"
        raise ConfigurationError([Problem(path, "schema_version", found, message, f"at most {newest_version()}")])


def check_readable(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Refuse a file of another version than ours, for those who only read.

    ConfigurationError for a newer one, WhaleError for an older one.
    """
    check_not_newer(con, path)
    found = version_of(con)
    if found < newest_version():
        raise WhaleError(
            f"{shown_path(path)} was written by an older Whalecurve (version {found}, now {newest_version()}); "
            "`whale refresh` upgrades it"
        )


def upgrade_due(path: Path) -> str:
    """What an upgrade would do to the file, as a line for the user; "" when none is due. Refuses a newer file."""
    if not path.is_file():
        return ""
    with duckdb.connect(str(path), read_only=True) as con:
        check_not_newer(con, path)
        found = version_of(con)
    return f"Upgrading {path.name} from version {found} to {newest_version()}" if 0 < found < newest_version() else ""


def open_upgraded(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection to write the file, new or old, that is then of our version.

    An older file is copied first (settings.paths.raw_copy); of such copies the newest is kept. A crash at any point
    leaves the old version as it was.
    ConfigurationError for a newer one, WhaleError when the copy can't be written.
    """
    con = duckdb.connect(str(path))
    try:
        check_not_newer(con, path)
        found = version_of(con)
        if 0 < found < newest_version() and str(path) != _IN_MEMORY:
            # Closing writes everything into the one file, and lets go of its lock.
            con.close()
            _copy(path, found)
            con = duckdb.connect(str(path))
        if found < newest_version():
            _take_steps(con, found)
    except BaseException:
        con.close()
        raise
    return con


def _take_steps(con: duckdb.DuckDBPyConnection, found: int) -> None:
    con.execute("begin")
    try:
        if not found:
            con.execute(raw_versions.VERSION_1)
            con.execute("insert into load_ledger.schema_version values (1)")
        for step in raw_versions.STEPS[max(found, 1) - 1 :]:
            con.execute(step.sql)
        con.execute("update load_ledger.schema_version set version = ?", [newest_version()])
    except BaseException:
        con.execute("rollback")
        raise
    con.execute("commit")


def _copy(path: Path, version: int) -> None:
    """Copy the closed file; one that a crash left half written is never taken for a whole one."""
    if path.with_name(f"{path.name}.wal").exists():
        raise WhaleError(f"{shown_path(path)} can't be closed properly before its upgrade; is the disk full?")
    target = raw_copy(path, version)
    fresh = target.with_name(f"{target.name}.part")
    try:
        shutil.copyfile(path, fresh)
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(target)
        for older in raw_copies(path):
            if older != target:
                older.unlink()
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise WhaleError(
            f"{shown_path(path)} can't be copied before its upgrade: {error.strerror or error}; nothing was changed"
        ) from error
