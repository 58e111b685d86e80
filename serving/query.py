"""The SQL entry: a reader's query over a published version, which can neither change nor reach anything else.

Belongs here: running one query and telling what went wrong. Doesn't belong here: output formats (the command line),
judging the text (statements.py).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from ingest.sql import literal
from serving.catalogue import published_tables
from serving.statements import refuse_unless_reading
from serving.verify import CATALOG, open_sealed, seal
from serving.versions import find_version
from settings.errors import WhaleError
from settings.names import suggestion
from settings.paths import DataPaths

_SEARCHED_SCHEMAS = ("marts", "warehouse", "meta")
_UNKNOWN_TABLE = re.compile(r"Table with name (?P<name>\S+) does not exist")


@dataclass(frozen=True)
class Bounds:
    """What one query may use. row_limit: rows handed back, None for all; seconds: None for no end.

    memory_limit: DuckDB's own spelling.
    """

    row_limit: int | None = None
    seconds: float | None = None
    memory_limit: str = "1GB"
    threads: int = 2


@dataclass(frozen=True)
class QueryResult:
    """A query's answer. types: DuckDB's, one a column; is_cut: there were more rows than the limit.

    version: the stamp that was read.
    """

    columns: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]
    is_cut: bool
    version: str


def run_query(
    paths: DataPaths, sql: str, version: str | None = None, limit: int | None = None, timeout: float | None = None
) -> QueryResult:
    """Answer one reading statement from a published version, by default the current one; tables need no schema.

    limit: rows handed back at most; timeout: seconds. WhaleError for whatever is refused, unknown, wrong or too slow.
    """
    return run_bounded_query(paths, sql, Bounds(limit, timeout), version)


def run_bounded_query(paths: DataPaths, sql: str, bounds: Bounds, version: str | None = None) -> QueryResult:
    """run_query with bounds on memory and threads as well."""
    found = find_version(paths, version)
    con = open_sealed(found.database_file, bounds.memory_limit, bounds.threads)
    try:
        con.execute(f"set search_path = {literal(_search_path(con))}")
        seal(con)
        refuse_unless_reading(con, sql)
        with _interrupted_after(con, bounds.seconds):
            return _answer(con, sql, bounds, found.stamp)
    except duckdb.InterruptException as error:
        raise WhaleError(f"the query took longer than {bounds.seconds:g} s and was stopped") from error
    except duckdb.Error as error:
        raise WhaleError(_told(con, error)) from error
    finally:
        con.close()


def _search_path(con: duckdb.DuckDBPyConnection) -> str:
    """Where a table without a schema is looked for: a version without marts, say, has no such schema."""
    query = "select schema_name from duckdb_schemas() where database_name = ?"
    there = {name for (name,) in con.execute(query, [CATALOG]).fetchall()}
    return ",".join(f"{CATALOG}.{schema}" for schema in _SEARCHED_SCHEMAS if schema in there)


def _answer(con: duckdb.DuckDBPyConnection, sql: str, bounds: Bounds, stamp: str) -> QueryResult:
    result = con.execute(sql)
    columns = [(str(each[0]), str(each[1])) for each in result.description or []]
    if bounds.row_limit is None:
        rows, is_cut = result.fetchall(), False
    else:
        fetched = result.fetchmany(bounds.row_limit + 1)
        rows, is_cut = fetched[: bounds.row_limit], len(fetched) > bounds.row_limit
    return QueryResult([name for name, _ in columns], [kind for _, kind in columns], rows, is_cut, stamp)


@contextmanager
def _interrupted_after(con: duckdb.DuckDBPyConnection, seconds: float | None) -> Iterator[None]:
    """Interrupts again and again, because an interrupt that comes before the query has started is lost."""
    done = threading.Event()

    def watch() -> None:
        is_done = done.wait(seconds)
        while not is_done:
            con.interrupt()
            is_done = done.wait(0.05)

    watcher = threading.Thread(target=watch, daemon=True) if seconds is not None else None
    if watcher:
        watcher.start()
    try:
        yield
    finally:
        done.set()
        if watcher:
            watcher.join()


def _told(con: duckdb.DuckDBPyConnection, error: duckdb.Error) -> str:
    """DuckDB's message, with the nearest of our own tables when one is unknown."""
    unknown = _UNKNOWN_TABLE.search(str(error))
    if not unknown:
        return f"the query can't be answered: {error}"
    tables = [table for _, table in published_tables(con, CATALOG)]
    near = suggestion(unknown["name"], tables) or "; `show tables` names them"
    return f'there is no table "{unknown["name"]}"{near}'
