"""The content hash: two builds are equal when it is, whatever the order of their rows and whenever they ran.

Belongs here: hashing tables. Doesn't belong here: hashing files, code or inputs.

Each row becomes text (every column but the excluded ones, by name), its md5 two 64-bit numbers, and these are summed as
hugeint: the sum knows no order, and a row that is there twice counts twice. Never DuckDB's hash(), which may change
between versions.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import duckdb

from ingest.sql import identifier, literal

HASHED_SCHEMAS = ("warehouse", "marts")
EXCLUDED_COLUMNS = frozenset({"run_id", "source_load_id", "loaded_at"})
EXCLUDED_ENDING = "_loaded_at"
_SEPARATOR = "chr(31)"
_NULL = "chr(30)"

Columns = list[tuple[str, str]]


@dataclass(frozen=True)
class ContentHash:
    """hash: of all tables together; tables: `schema.table` -> its own hash; row_counts: `schema.table` -> rows."""

    hash: str
    tables: dict[str, str]
    row_counts: dict[str, int]


def content_hash(con: duckdb.DuckDBPyConnection, database: str) -> ContentHash:
    """Hash all tables of warehouse and marts of an attached database, without run ids and load times.

    Those are the columns named in EXCLUDED_COLUMNS and all that end in EXCLUDED_ENDING.
    """
    tables: dict[str, str] = {}
    row_counts: dict[str, int] = {}
    for (schema, table), columns in _columns_by_table(con, database).items():
        name = f"{schema}.{table}"
        row_counts[name], tables[name] = _table_hash(con, identifier(database, schema, table), columns)
    return ContentHash(_digest(tables), tables, row_counts)


def _columns_by_table(con: duckdb.DuckDBPyConnection, database: str) -> dict[tuple[str, str], Columns]:
    """Hashed columns (name, type) of each table, by name, so that their order in the table doesn't matter."""
    query = """
        select tables.schema_name, tables.table_name, columns.column_name, columns.data_type
        from duckdb_tables() as tables
        inner join duckdb_columns() as columns using (database_name, schema_name, table_name)
        where tables.database_name = $database and list_contains($schemas, tables.schema_name)
        order by all
    """
    found: dict[tuple[str, str], Columns] = {}
    for schema, table, column, data_type in con.execute(
        query, {"database": database, "schemas": HASHED_SCHEMAS}
    ).fetchall():
        columns = found.setdefault((schema, table), [])
        if column not in EXCLUDED_COLUMNS and not column.endswith(EXCLUDED_ENDING):
            columns.append((column, data_type))
    return found


def _table_hash(con: duckdb.DuckDBPyConnection, table: str, columns: Columns) -> tuple[int, str]:
    """Rows of a table, and its hash over column names, types, the number of rows and both sums."""
    texts = ", ".join(f"coalesce({_as_text(identifier(name), data_type)}, {_NULL})" for name, data_type in columns)
    row_text = f"concat_ws({_SEPARATOR}, {texts})" if columns else literal("")
    row = con.execute(f"""
        select count(*), sum(md5_number_lower({row_text})), sum(md5_number_upper({row_text}))
        from {table}
    """).fetchone()
    assert row is not None
    return int(row[0]), _digest([columns, *(str(value) for value in row)])


def _as_text(column: str, data_type: str) -> str:
    """An instant with a zone is written in the session's zone; its microseconds since 1970 aren't."""
    is_zoned = data_type == "TIMESTAMP WITH TIME ZONE"
    return f"epoch_us({column})::varchar" if is_zoned else f"{column}::varchar"


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
