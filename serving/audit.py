"""The audit of a finished build, part of gate 2: nothing may be published that a reader can't trust or understand.

Belongs here: what holds for every table of warehouse, marts and meta whatever it means. Doesn't belong here: what a
single mart must fulfil (dbt tests), or stopping the refresh (orchestration).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

import duckdb

from ingest.sql import identifier
from serving.catalogue import PUBLISHED_SCHEMAS

ANY = "*"
ForbiddenColumn = tuple[str, str, str]


@dataclass(frozen=True)
class Finding:
    """One reason not to publish. check: which rule; table and column: "" when the finding is wider.

    message: what, and how to mend it.
    """

    check: str
    schema: str
    table: str
    column: str
    message: str

    def __str__(self) -> str:
        place = ".".join(part for part in (self.schema, self.table, self.column) if part)
        return f"{place}: {self.message} ({self.check})"

    def as_dict(self) -> dict[str, str]:
        """Plain data for manifests and check results."""
        return asdict(self)


def audit(con: duckdb.DuckDBPyConnection, database: str, forbidden: Collection[ForbiddenColumn] = ()) -> list[Finding]:
    """All findings about an attached database; an empty list means that it may be published.

    forbidden: (schema, table, column) that the privacy policy keeps from readers, each part may be ANY; such a column
    may exist, but hold nothing.
    """
    findings = [*_from_catalogue(con, database), *_endless_dates(con, database), *_personal(con, database, forbidden)]
    return sorted(findings, key=lambda finding: (finding.schema, finding.table, finding.column, finding.check))


# Each query gives schema, table, column, message; $database and $schemas are bound.
_CATALOGUE_CHECKS = {
    "money_is_exact": r"""
        select schema_name, table_name, column_name, data_type || ' can''t hold exact values; cast it to decimal or
        bigint' from duckdb_columns() where database_name = $database and list_contains($schemas, schema_name) and
        regexp_matches(data_type, '\b(FLOAT|DOUBLE|REAL)\b')
    """,
    "unit_has_its_type": r"""
        with columns as (
            select *,
                case
                    when regexp_matches(column_name, '_amount$') then 'DECIMAL(18,4)'
                    when regexp_matches(column_name, '_(share|rate)$') then 'DECIMAL(18,6)'
                    when contains(column_name, '_amount') then 'DECIMAL'
                end as wanted_type,
            from duckdb_columns()
            where database_name = $database and list_contains($schemas, schema_name)
        )
        select schema_name, table_name, column_name, 'is ' || data_type || '; its name promises ' || wanted_type
        from columns
        where not starts_with(data_type, wanted_type)
    """,
    "table_is_explained": """
        select schema_name, table_name, '', 'has no comment; describe it in its _models.yml'
        from duckdb_tables()
        where database_name = $database and list_contains($schemas, schema_name) and trim(coalesce(comment, '')) = ''
    """,
    "column_is_explained": """
        select schema_name, table_name, column_name, 'has no comment; describe it, with its unit, in its _models.yml'
        from duckdb_columns()
        where database_name = $database and list_contains($schemas, schema_name) and trim(coalesce(comment, '')) = ''
    """,
    "only_published_schemas": """
        select schema_name, table_name, '', 'isn''t of warehouse, marts or meta; it mustn''t be in the published file'
        from duckdb_tables()
        where database_name = $database and not list_contains($schemas, schema_name)
    """,
    "only_tables": """
        select schema_name, view_name, '', 'is a view, which may point outside the file; materialise it as a table'
        from duckdb_views()
        where database_name = $database and not internal
        union all
        select schema_name, function_name, '', 'is a macro, which may read outside the file; leave it out'
        from duckdb_functions()
        where database_name = $database and not internal
    """,
}


def _from_catalogue(con: duckdb.DuckDBPyConnection, database: str) -> list[Finding]:
    values = {"database": database, "schemas": list(PUBLISHED_SCHEMAS)}
    found = []
    for check, query in _CATALOGUE_CHECKS.items():
        used = {name: value for name, value in values.items() if f"${name}" in query}
        found += [Finding(check, *row) for row in con.execute(query, used).fetchall()]
    return found


def _endless_dates(con: duckdb.DuckDBPyConnection, database: str) -> list[Finding]:
    """Infinite days and instants, and non-finite numbers in floating columns; one query a table."""
    found = []
    for (schema, table), columns in _columns(
        con, database, "regexp_matches(data_type, '^(DATE|TIMESTAMP|FLOAT|DOUBLE)')"
    ).items():
        counts = _counts(
            con, identifier(database, schema, table), [f"{_is_endless(name, kind)}" for name, kind in columns]
        )
        for (column, _), count in zip(columns, counts, strict=True):
            if count:
                message = f"{count} rows are infinite or not a number; divide through nullif, leave an open end null"
                found.append(Finding("values_are_finite", schema, table, column, message))
    return found


def _is_endless(column: str, data_type: str) -> str:
    name = identifier(column)
    if data_type.endswith("[]"):
        return "false"
    return f"isinf({name})" + (f" or isnan({name})" if data_type in ("FLOAT", "DOUBLE") else "")


def _personal(con: duckdb.DuckDBPyConnection, database: str, forbidden: Collection[ForbiddenColumn]) -> list[Finding]:
    found = []
    for (schema, table), columns in _columns(con, database, "true").items():
        names = [name for name, _ in columns if _is_forbidden((schema, table, name), forbidden)]
        conditions = [f"{identifier(name)} is not null" for name in names]
        counts = _counts(con, identifier(database, schema, table), conditions) if names else []
        for name, count in zip(names, counts, strict=True):
            if count:
                message = f"{count} rows hold personal data that the privacy policy keeps from readers"
                found.append(Finding("privacy_policy_holds", schema, table, name, message))
    return found


def _is_forbidden(place: ForbiddenColumn, forbidden: Collection[ForbiddenColumn]) -> bool:
    return any(all(rule in (ANY, part) for rule, part in zip(each, place, strict=True)) for each in forbidden)


def _columns(
    con: duckdb.DuckDBPyConnection, database: str, condition: str
) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """(name, type) of the columns that fulfil a condition, by table."""
    query = f"""
        select schema_name, table_name, column_name, data_type
        from duckdb_columns()
        where database_name = $database and list_contains($schemas, schema_name) and {condition}
        order by schema_name, table_name, column_index
    """
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for schema, table, column, data_type in con.execute(
        query, {"database": database, "schemas": list(PUBLISHED_SCHEMAS)}
    ).fetchall():
        found.setdefault((schema, table), []).append((column, data_type))
    return found


def _counts(con: duckdb.DuckDBPyConnection, table: str, conditions: list[str]) -> tuple[int, ...]:
    counted = ", ".join(f"count(*) filter (where {condition})" for condition in conditions)
    row = con.execute(f"select {counted} from {table}").fetchone()
    assert row is not None
    return row
