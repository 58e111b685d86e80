"""The tables of contracts in raw.duckdb: their names and columns.

Belongs here: making and widening them. Doesn't belong here: load ledger and quarantine (raw_versions.py), which rows go
where (store.py, intervals.py, supersession.py).
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from ingest.contracts import Contract
from ingest.parsing import sql_type
from ingest.sql import identifier, literal
from ingest.type_changes import widen_types
from settings.errors import ConfigurationError, Problem

BOOKKEEPING = {
    "_record_number": "BIGINT",
    "_row_hash": "VARCHAR",
    "_from_load_id": "BIGINT",
    "_to_load_id": "BIGINT",
    "_from_as_of_date": "DATE",
    "_to_as_of_date": "DATE",
    "_is_deletion": "BOOLEAN",
}


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


def _columns_of(contract: Contract) -> dict[str, str]:
    return {column.name: sql_type(column) for column in contract.columns} | BOOKKEEPING


def _create(con: duckdb.DuckDBPyConnection, schema: str, contract: Contract) -> None:
    body = ", ".join(f"{identifier(name)} {data_type}" for name, data_type in _columns_of(contract).items())
    con.execute(f"create schema if not exists {identifier(schema)}")
    con.execute(f"create table {identifier(schema, contract.table)} ({body})")


def _widen(con: duckdb.DuckDBPyConnection, schema: str, contract: Contract, present: dict[str, str]) -> list[Problem]:
    for name, data_type in _columns_of(contract).items():
        if name.lower() not in present:
            con.execute(f"alter table {identifier(schema, contract.table)} add column {identifier(name)} {data_type}")
    return widen_types(con, schema, contract, present)


def _keep_keys(con: duckdb.DuckDBPyConnection, contracts: list[Contract]) -> None:
    """So that a load can be accepted without its contract at hand."""
    con.execute("delete from load_ledger.table_keys")
    for contract in contracts:
        keys = ", ".join(literal(name) for name in contract.key)
        con.execute(f"insert into load_ledger.table_keys values (?, ?, [{keys}])", [contract.system, contract.table])
