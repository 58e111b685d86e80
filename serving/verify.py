"""Opening a finished database file as a reader would, to see that everything in it is there.

Belongs here: read-only hardened connections to a file, and counting it. Doesn't belong here: judging its content
(audit.py).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest.sql import literal
from serving.catalogue import row_counts
from settings.errors import WhaleError, shown_path

CATALOG = "whalecurve"
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
}


def open_sealed(file: Path, memory_limit: str = "1GB", threads: int = 2) -> duckdb.DuckDBPyConnection:
    """A connection that can read this one file and, once sealed, nothing else.

    No other file, no network, no extension, no changed setting. The file is attached read-only as `whalecurve` to an
    own in-memory instance, so that it never shares settings with another connection of this process. Call `seal` when
    the session is set up. WhaleError when the file is no DuckDB database.
    """
    con = duckdb.connect(":memory:", config={**_CONFIG, "memory_limit": memory_limit, "threads": str(threads)})
    try:
        con.execute(f"attach {literal(str(file))} as {CATALOG} (read_only)")
    except duckdb.Error as error:
        con.close()
        raise WhaleError(f"{shown_path(file)} can't be opened as a database: {str(error).splitlines()[0]}") from error
    return con


def seal(con: duckdb.DuckDBPyConnection) -> None:
    """Take from a connection, for good, the ways out of its database."""
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")


def counted_rows(file: Path) -> dict[str, int]:
    """Rows of every table of a file by `schema.table`, read from the disk by a fresh connection.

    WhaleError when it holds none.
    """
    con = open_sealed(file)
    try:
        seal(con)
        counts = row_counts(con, CATALOG)
    finally:
        con.close()
    if not counts:
        raise WhaleError(f"{shown_path(file)} holds no table of warehouse, marts or meta")
    return counts
