"""The tables of raw.duckdb: their names, columns and version.

Belongs here: data definition. Doesn't belong here: which rows go where (store.py, intervals.py, supersession.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from ingest.contracts import Contract
from ingest.parsing import sql_type
from ingest.sql import identifier, literal
from settings.errors import ConfigurationError, Problem

SCHEMA_VERSION = 1
BOOKKEEPING = {
    "_record_number": "BIGINT",
    "_row_hash": "VARCHAR",
    "_from_load_id": "BIGINT",
    "_to_load_id": "BIGINT",
    "_from_as_of_date": "DATE",
    "_to_as_of_date": "DATE",
}
LEDGER = """
create schema if not exists load_ledger;
create schema if not exists quarantine;
create table if not exists load_ledger.schema_version (version integer);
create table if not exists load_ledger.loads (
    load_id bigint primary key, run_id varchar, system varchar, table_name varchar, file_path varchar,
    file_sha256 varchar, file_bytes bigint, file_modified_at timestamp, file_modified_ns bigint, format varchar,
    load_mode varchar, as_of_date date, record_count bigint, loaded_count bigint, quarantined_count bigint,
    status varchar, status_reason varchar, landed_at timestamp,
    contract_sha256 varchar, file_changed_ns bigint
);
alter table load_ledger.loads add column if not exists file_changed_ns bigint;
create table if not exists load_ledger.table_keys (system varchar, table_name varchar, key_columns varchar[]);
create table if not exists load_ledger.suite_results (
    run_id varchar, load_id bigint, system varchar, table_name varchar, suite varchar, passed boolean, crashed boolean,
    result json, checked_at timestamp
);
create table if not exists quarantine.records (
    load_id bigint, system varchar, table_name varchar, file_path varchar, record_number bigint, line_number bigint,
    column_name varchar, value varchar, reason varchar, message varchar, raw_text varchar
);
"""


def check_version(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Refuse a file that a newer Whalecurve has written: ConfigurationError."""
    if not con.execute(
        "select 1 from duckdb_tables() where schema_name = 'load_ledger' and table_name = 'schema_version'"
    ).fetchone():
        return
    row = con.execute("select max(version) from load_ledger.schema_version").fetchone()
    found = row[0] if row else None
    if found is not None and found > SCHEMA_VERSION:
        message = "was written by a newer Whalecurve; install that version, or restore a backup made with this one"
        raise ConfigurationError([Problem(path, "schema_version", found, message, f"at most {SCHEMA_VERSION}")])


def create_ledger(con: duckdb.DuckDBPyConnection) -> None:
    """Make what every raw file has, where it is missing."""
    con.execute(LEDGER)
    con.execute(
        "insert into load_ledger.schema_version select ? where not exists (select 1 from load_ledger.schema_version)",
        [SCHEMA_VERSION],
    )


def ensure_tables(con: duckdb.DuckDBPyConnection, contracts: Iterable[Contract]) -> None:
    """Make or widen the raw and pending table of each contract. ConfigurationError for columns whose type changed."""
    contracts = list(contracts)
    existing = _existing_columns(con)
    problems: list[Problem] = []
    for contract in contracts:
        for schema in (contract.raw_schema, contract.pending_schema):
            present = existing.get((schema, contract.table))
            if present is None:
                _create(con, schema, contract)
            else:
                problems += _widen(con, schema, contract, present)
    if problems:
        raise ConfigurationError({problem.key: problem for problem in problems}.values())
    _keep_keys(con, contracts)


def _existing_columns(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    rows = con.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns() "
        "where database_name = current_database() and not internal"
    ).fetchall()
    for schema, table, column, data_type in rows:
        found.setdefault((schema, table), {})[column.lower()] = data_type
    return found


def _create(con: duckdb.DuckDBPyConnection, schema: str, contract: Contract) -> None:
    columns = {column.name: sql_type(column) for column in contract.columns} | BOOKKEEPING
    body = ", ".join(f"{identifier(name)} {data_type}" for name, data_type in columns.items())
    con.execute(f"create schema if not exists {identifier(schema)}")
    con.execute(f"create table {identifier(schema, contract.table)} ({body})")


def _widen(con: duckdb.DuckDBPyConnection, schema: str, contract: Contract, present: dict[str, str]) -> list[Problem]:
    problems = []
    for column in contract.columns:
        found = present.get(column.name.lower())
        if found is None:
            added = f"{identifier(column.name)} {sql_type(column)}"
            con.execute(f"alter table {identifier(schema, contract.table)} add column {added}")
        elif found != sql_type(column):
            message = (
                f"was landed as {found.lower()}; rows already landed keep their type. Give the column a new name, "
                "or remove the company's raw.duckdb and land all exports again"
            )
            key = f"{contract.table}.columns.{column.name}.data_type"
            problems.append(Problem(contract.source_file, key, column.data_type, message, found.lower()))
    return problems


def _keep_keys(con: duckdb.DuckDBPyConnection, contracts: list[Contract]) -> None:
    """So that a load can be accepted without its contract at hand."""
    con.execute("delete from load_ledger.table_keys")
    for contract in contracts:
        keys = ", ".join(literal(name) for name in contract.key)
        con.execute(f"insert into load_ledger.table_keys values (?, ?, [{keys}])", [contract.system, contract.table])
