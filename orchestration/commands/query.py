"""`whale query SQL`: ask the published warehouse."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TextIO

import click

from orchestration.commands.options import chosen_company, company_option
from orchestration.commands.output import show_table
from settings.errors import WhaleError

_NUMERIC = ("DECIMAL", "BIGINT", "INTEGER", "SMALLINT", "TINYINT", "HUGEINT", "UBIGINT", "UINTEGER", "DOUBLE", "FLOAT")
_TABLE_ROWS = 500


@click.command(name="query")
@click.argument("sql", required=False)
@click.option("-f", "--file", "file", type=click.File(encoding="utf-8"), help="Read the SQL from a file; - is stdin.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="The output.",
)
@click.option("--limit", type=click.IntRange(min=1), help="At most so many rows; default 500 in a table, else all.")
@click.option("--version", "stamp", metavar="STAMP", help="An older published version; `whale status` lists them.")
@company_option
def command(
    sql: str | None, file: TextIO | None, form: str, limit: int | None, stamp: str | None, company: str | None
) -> None:
    """Ask the published warehouse in SQL, read-only.

    SQL is one statement over the schemas warehouse, marts and meta. Neither files nor the network can be reached from
    it. Numbers are written exactly as they are stored, instants in UTC.
    """
    statement = _statement(sql, file)
    _, paths = chosen_company(company)
    from serving.query import run_query

    result = run_query(paths, statement, stamp, limit or (_TABLE_ROWS if form == "table" else None))
    if form == "csv":
        _write_csv(result.columns, result.rows)
    elif form == "json":
        _write_json(result.columns, result.rows)
    else:
        _write_table(result.columns, result.types, result.rows)
    if result.is_cut:
        click.echo(f"There are more rows than these {len(result.rows)}: see --limit.", err=True)


def _statement(sql: str | None, file: TextIO | None) -> str:
    if (sql is None) == (file is None):
        raise click.UsageError("give the SQL as one argument, or a file of it with -f")
    try:
        text = sql if sql is not None else file.read()  # type: ignore[union-attr]
    except UnicodeDecodeError as error:
        raise WhaleError("the SQL file isn't UTF-8 text; save it as UTF-8") from error
    if not text.strip():
        raise click.UsageError("the SQL is empty")
    return text


def _write_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_text(value) for value in row] for row in rows)


def _write_json(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    keys = [json.dumps(name, ensure_ascii=False) for name in _distinct(columns)]
    lines = [
        "{" + ", ".join(f"{key}: {_json(value)}" for key, value in zip(keys, row, strict=True)) + "}" for row in rows
    ]
    click.echo("[\n  " + ",\n  ".join(lines) + "\n]" if lines else "[]")


def _write_table(columns: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    right = {name for name, kind in zip(columns, types, strict=True) if str(kind).upper().startswith(_NUMERIC)}
    show_table(columns, (["NULL" if value is None else _text(value) for value in row] for row in rows), right)
    click.echo(f"{len(rows)} row{'s' if len(rows) != 1 else ''}")


def _text(value: Any) -> str:
    """A value as text, a number in full and never in powers of ten; NULL is empty."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json(value: Any) -> str:
    """A value as JSON text; a decimal is a number of exactly its digits, which json.dumps can't write."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_json(each) for each in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(str(key))}: {_json(each)}" for key, each in value.items()) + "}"
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    if isinstance(value, float):
        return json.dumps(value) if value - value == 0 else "null"
    return json.dumps(value.isoformat() if hasattr(value, "isoformat") else str(value), ensure_ascii=False)


def _distinct(columns: Sequence[str]) -> list[str]:
    """Names of which none comes twice, so that no value of a row hides another."""
    names: list[str] = []
    for column in columns:
        number, name = 1, column
        while name in names:
            number, name = number + 1, f"{column}_{number + 1}"
        names.append(name)
    return names
