"""The private file of a company: which pseudonym stands for which value, and the register of erasures.

Belongs here: making and opening it, its tables and their version. Doesn't belong here: what is written into them. Only
its owner can read the file and its folder. It is attached while dbt builds, and nothing of it is ever published.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from settings.errors import ConfigurationError, Problem
from settings.paths import DataPaths

SCHEMA_VERSION = 1
_TABLES = """
create schema if not exists pseudonyms;
create schema if not exists register;
create table if not exists register.schema_version (version integer);
create table if not exists pseudonyms.of_keys (kind varchar, value varchar, token varchar);
create table if not exists register.salt (salt varchar);
create table if not exists register.erasures (
    erasure_id varchar, kind varchar, command varchar, erased_at timestamp, record_count bigint
);
create table if not exists register.erased_keys (
    erasure_id varchar, entity varchar, system varchar, key_hash varchar, token varchar
);
"""


@contextmanager
def private_file(paths: DataPaths) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file open for writing, made when it isn't there. ConfigurationError when a newer Whalecurve wrote it."""
    paths.private_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    paths.private_dir.chmod(0o700)
    with duckdb.connect(str(paths.private_file)) as con:
        paths.private_file.chmod(0o600)
        _check_version(con, paths)
        con.execute(_TABLES)
        con.execute(
            "insert into register.schema_version select ? where not exists (from register.schema_version)",
            [SCHEMA_VERSION],
        )
        con.execute("insert into register.salt select ? where not exists (from register.salt)", [secrets.token_hex(32)])
        yield con


def _check_version(con: duckdb.DuckDBPyConnection, paths: DataPaths) -> None:
    known = "select 1 from duckdb_tables() where schema_name = 'register' and table_name = 'schema_version'"
    if not con.execute(known).fetchone():
        return
    row = con.execute("select max(version) from register.schema_version").fetchone()
    if row is not None and row[0] is not None and row[0] > SCHEMA_VERSION:
        message = "was written by a newer Whalecurve; install that version, or restore a backup made with this one"
        problem = Problem(paths.private_file, "schema_version", row[0], message, f"at most {SCHEMA_VERSION}")
        raise ConfigurationError([problem])
