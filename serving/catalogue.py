"""What the catalogue of a published file holds.

Belongs here: its schemas, tables and their rows. Doesn't belong here: statements of users (statements.py).
"""

from __future__ import annotations

import duckdb

from ingest.sql import identifier, literal

PUBLISHED_SCHEMAS = ("warehouse", "marts", "meta")


def published_tables(
    con: duckdb.DuckDBPyConnection, database: str, schemas: tuple[str, ...] = PUBLISHED_SCHEMAS
) -> list[tuple[str, str]]:
    """(schema, table) of every table in the published schemas, in order."""
    query = """
        select schema_name, table_name
        from duckdb_tables()
        where database_name = $database and list_contains($schemas, schema_name)
        order by schema_name, table_name
    """
    return con.execute(query, {"database": database, "schemas": list(schemas)}).fetchall()


def row_counts(con: duckdb.DuckDBPyConnection, database: str) -> dict[str, int]:
    """Rows of every table in the published schemas of an attached database, by `schema.table`."""
    counts = [
        f"select {literal(f'{schema}.{table}')}, count(*) from {identifier(database, schema, table)}"
        for schema, table in published_tables(con, database)
    ]
    return dict(con.execute(" union all ".join(counts)).fetchall()) if counts else {}
