"""What a reader may ask: exactly one statement that reads the published tables and does nothing else.

Belongs here: judging SQL text before it runs. Doesn't belong here: running it (query.py), whose connection is sealed as
well: each of the two walls would hold alone.

The text is parsed by DuckDB itself and its tree is searched, so that no spelling of a function's name slips through.
Table functions are allowed by name, everything else of the kind is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import duckdb

from settings.errors import WhaleError

ALLOWED_TABLE_FUNCTIONS = frozenset(
    {"range", "generate_series", "unnest", "duckdb_tables", "duckdb_columns", "duckdb_views", "duckdb_schemas"}
)
_REFUSED_FUNCTIONS = re.compile(
    r"read_.*|write_.*|parquet_.*|sniff_.*|.*glob|getenv|getvariable|current_setting|query|query_table|which_secret|add_.*_file"
    r"|nextval|currval|setseed|json_(de)?serialize_.*|json_execute_.*|from_substrait.*|sqlite_.*|postgres_.*|mysql_.*|iceberg_.*|delta_.*"
    r"|st_read.*|.*_scan|duckdb_.*|pragma_.*|enable_.*|disable_.*|force_checkpoint|checkpoint"
)
_REFUSED_TABLES = re.compile(r"(duckdb|pragma)_(?!tables$|columns$|views$|schemas$).*")
_EXPLAIN = re.compile(r"\s*explain(\s+analyze)?\b", re.IGNORECASE)
ALLOWED = "one select, with, from, values, describe, show, summarize or explain"


def refuse_unless_reading(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Raise WhaleError unless the text is one statement that only reads published tables."""
    text = _one_statement(con, sql)
    tree = _tree(con, _EXPLAIN.sub("", text, count=1))
    if tree["error"]:
        raise WhaleError(_refusal(tree))
    if len(tree["statements"]) != 1:
        raise WhaleError(f"a query must be {ALLOWED}")
    for node in _nodes(tree):
        _refuse_function(node)
        _refuse_table(node)


def _one_statement(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    try:
        statements = con.extract_statements(sql)
    except duckdb.Error as error:
        raise WhaleError(f"this isn't SQL that DuckDB understands: {error}") from error
    kinds = [_kind(statement) for statement in statements]
    if kinds not in (["select"], ["explain"]):
        raise WhaleError(f"a query must be {ALLOWED}, and one only; this is: {', '.join(kinds) or 'nothing'}")
    return str(statements[0].query)


def _kind(statement: duckdb.Statement) -> str:
    """The kind of a statement, in lower case; DuckDB's own list lacks some, and then asking is an error."""
    try:
        return statement.type.name.lower()
    except ValueError:
        return "something else"


def _tree(con: duckdb.DuckDBPyConnection, text: str) -> dict[str, Any]:
    row = con.execute("select json_serialize_sql($text)", {"text": text}).fetchone()
    assert row is not None
    try:
        tree: dict[str, Any] = json.loads(row[0])
    except RecursionError as error:
        raise WhaleError("the query is nested too deeply; write it with fewer levels") from error
    return tree


def _refusal(tree: dict[str, Any]) -> str:
    if tree.get("error_type") == "not implemented":
        return f"a query must be {ALLOWED}; it may change nothing"
    return f"this isn't SQL that DuckDB understands: {tree.get('error_message')}"


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the tree; a stack instead of recursion, because a hostile text may nest deeply."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _refuse_function(node: dict[str, Any]) -> None:
    if node.get("type") == "TABLE_FUNCTION":
        name = str(node["function"].get("function_name", "")).lower()
        if name not in ALLOWED_TABLE_FUNCTIONS:
            raise WhaleError(f"{name}() isn't open to queries; read the tables of warehouse, marts and meta")
    elif "function_name" in node:
        name = str(node["function_name"]).lower()
        if name not in ALLOWED_TABLE_FUNCTIONS and _REFUSED_FUNCTIONS.fullmatch(name):
            raise WhaleError(f"{name}() isn't open to queries; read the tables of warehouse, marts and meta")


def _refuse_table(node: dict[str, Any]) -> None:
    if node.get("type") == "BASE_TABLE":
        name = str(node.get("table_name", ""))
        if _REFUSED_TABLES.fullmatch(name.lower()):
            raise WhaleError(f"{name} isn't open to queries; read the tables of warehouse, marts and meta")
