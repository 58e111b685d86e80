"""Quarantined records as a file for those who mend them: CSV, JSON, XLSX or Parquet.

Belongs here: writing. Doesn't belong here: choosing records and hiding personal data (quarantine.py).

Their values come from outside and could be formulas in a spreadsheet. In CSV such a text gets an apostrophe in front;
in XLSX every text is a text. Numbers stay numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from ingest.sql import literal
from orchestration.quarantine import COLUMNS, Filter
from settings.errors import WhaleError, shown_path

_LONGEST_CELL = 32_767
_SHEET_ROWS = 1_048_575
_BATCH = 10_000
_TEXTS = ("table_path", "file_path", "column_name", "value", "reason", "message", "raw_text")
# What a spreadsheet may take as the start of a formula, also behind blanks or in its full-width form.
_FORMULA = r"^\s*[=+\-@|%\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]|^[\t\r\n]"
_NUMBER = r"[+-]?[0-9]+([.,][0-9]+)?"


def export_records(con: duckdb.DuckDBPyConnection, chosen: Filter, target: Path) -> int:
    """Write the records of a filter; gives their number. The ending of the name decides the form.

    con: see open_quarantine. WhaleError for another ending, a file that is there already, or more rows than a sheet
    has.
    """
    write = _FORMS.get(target.suffix.lower())
    if write is None:
        raise WhaleError(f"{target.name} doesn't end in {', '.join(_FORMS)}; the ending says how to write it")
    if target.exists():
        raise WhaleError(f"{shown_path(target)} is there already; name a new file")
    where, values = chosen.where()
    con.execute(
        f"create or replace temp table exported as select {COLUMNS} from shown_records {where} "
        "order by load_id desc, record_number, column_name",
        values,
    )
    part = target.with_name(f".{target.name}.part")
    try:
        write(con, part)
        part.rename(target)
    except (OSError, duckdb.IOException) as error:
        raise WhaleError(f"{shown_path(target)} can't be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    row = con.execute("select count(*) from exported").fetchone()
    return int(row[0]) if row else 0


def _copy(con: duckdb.DuckDBPyConnection, source: str, part: Path, options: str) -> None:
    con.execute(f"copy ({source}) to {literal(str(part))} ({options})")


def _csv(con: duckdb.DuckDBPyConnection, part: Path) -> None:
    safe = ", ".join(
        f"case when regexp_matches({name}, {literal(_FORMULA)}) and not regexp_full_match({name}, {literal(_NUMBER)}) "
        f"then '''' || {name} else {name} end as {name}"
        for name in _TEXTS
    )
    _copy(con, f"select * replace ({safe}) from exported", part, "format csv, header")


def _json(con: duckdb.DuckDBPyConnection, part: Path) -> None:
    _copy(con, "from exported", part, "format json, array true")


def _parquet(con: duckdb.DuckDBPyConnection, part: Path) -> None:
    _copy(con, "from exported", part, "format parquet")


def _xlsx(con: duckdb.DuckDBPyConnection, part: Path) -> None:
    from openpyxl import Workbook

    row = con.execute("select count(*) from exported").fetchone()
    if row and row[0] > _SHEET_ROWS:
        raise WhaleError(
            f"{row[0]:,} records are more than the {_SHEET_ROWS:,} rows of a sheet; export to .csv or .parquet"
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet("quarantine")
    sheet.append(COLUMNS.split(", "))
    cursor = con.execute("from exported")
    while rows := cursor.fetchmany(_BATCH):
        for cells in rows:
            sheet.append([_cell(sheet, each) for each in cells])
    book.save(part)


def _cell(sheet: Any, value: Any) -> Any:
    """A text as a text, whatever it begins with; letters that no sheet can hold are spelled out."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    plain = ILLEGAL_CHARACTERS_RE.sub(lambda found: f"\\x{ord(found[0]):02x}", value)
    cell = WriteOnlyCell(sheet, plain[:_LONGEST_CELL])
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


_FORMS: dict[str, Callable[[duckdb.DuckDBPyConnection, Path], None]] = {
    ".csv": _csv,
    ".json": _json,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
}
