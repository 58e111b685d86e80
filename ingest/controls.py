"""Control totals: what a file should hold, told by a sidecar, by its own last record or by the contract.

Belongs here: finding the promised figures and comparing them, exactly, with the file's own. Doesn't belong here: the
keys (control_keys.py), or holding a load (gate 1).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np

from ingest.contracts import Contract
from ingest.control_keys import Controls, Place
from ingest.landing_keys import Landing
from ingest.parsing import parse_column
from ingest.problems import FileRefused
from ingest.sql import literal
from ingest.text_table import TEXTS, UNREAD, TextTable

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
Finder = Callable[[Place], str]


@dataclass(frozen=True)
class Control:
    """A figure that was promised and the one that was found. measure: `records`, or `sum of` a column."""

    measure: str
    promised: Decimal
    found: Decimal
    source: str

    @property
    def agrees(self) -> bool:
        """Whether both are the same to the last digit."""
        return self.promised == self.found

    @property
    def told(self) -> str:
        """Both figures in one phrase."""
        return f"{self.measure}: {self.found:f} in the file, {self.promised:f} promised by {self.source}"


def checked(
    con: duckdb.DuckDBPyConnection, table: TextTable, contract: Contract, path: Path
) -> tuple[TextTable, list[Control]]:
    """The file's records without its trailer, and its control totals; none where the contract declares none.

    FileRefused when a promise can't be found or read, and for a difference unless the contract says to hold the load.
    """
    controls = contract.landing.controls
    if controls is None:
        return table, []
    if controls.source == "trailer":
        table, fields = _without_trailer(con, table, controls)
        source, find = "its trailer record", _by_number(fields, "its trailer record")
    elif controls.source == "sidecar":
        sidecar = controls.sidecar_of(path)
        source, find = sidecar.name, _sidecar(sidecar, contract.landing)
    else:
        source, find = "the contract", str
    found = list(_compared(con, table, controls, find, source))
    wrong = [each.told for each in found if not each.agrees]
    if wrong and controls.on_mismatch == "refuse":
        raise FileRefused(f"doesn't hold what was promised ({'; '.join(wrong)}); it may be cut: export it again")
    return table, found


def _compared(
    con: duckdb.DuckDBPyConnection, table: TextTable, controls: Controls, find: Finder, source: str
) -> Iterator[Control]:
    landing = table.contract.landing
    if controls.rows is not None:
        yield Control("records", _exact(find(controls.rows), landing), Decimal(table.record_count), source)
    for name, place in controls.sums.items():
        yield Control(f"sum of {name}", _exact(find(place), landing), _sum(con, table, name), source)


def _sum(con: duckdb.DuckDBPyConnection, table: TextTable, name: str) -> Decimal:
    """The exact sum of a column over all records that can be read, also those that go to quarantine."""
    position = [column.name for column in table.contract.columns].index(name)
    column = table.contract.columns[position]
    parse = parse_column(column, table.dialect(position), table.text(position))
    row = con.execute(f"select sum({parse.value}) from {TEXTS} where {parse.good}").fetchone()
    return Decimal(row[0]) if row and row[0] is not None else Decimal(0)


def _exact(text: str, landing: Landing) -> Decimal:
    """A promised figure, written as the file's numbers are or plainly."""
    plain = text.strip()
    if landing.thousands_separator:
        plain = plain.replace(landing.thousands_separator, "")
    plain = plain.replace(landing.decimal_separator, ".")
    if not _NUMBER.fullmatch(plain):
        raise FileRefused(f'has the control total "{text}", which isn\'t a number; mend where it comes from')
    return Decimal(plain)


def _without_trailer(
    con: duckdb.DuckDBPyConnection, table: TextTable, controls: Controls
) -> tuple[TextTable, list[str]]:
    """Take the last record off: it must be the trailer."""
    last = table.record_count
    texts = [text for part in table.excerpts(np.array([last], np.int64)) for text in part["raw_text"].to_pylist()]
    fields = _fields(texts[0], table.contract.landing) if texts and last else []
    if not fields or fields[0].strip() != controls.marker:
        raise FileRefused(
            f'has no trailer record: its last record doesn\'t begin with "{controls.marker}". It may be cut: export it '
            "again, or mend `controls` in the contract"
        )
    if len(table.unread) and table.unread[-1] == last:
        con.execute(f"delete from {UNREAD} where record_number = {last}")
        return replace(table, record_count=last - 1, unread=table.unread[:-1]), fields
    con.execute(f"delete from {TEXTS} where rowid = (select max(rowid) from {TEXTS})")
    return replace(table, record_count=last - 1), fields


def _fields(text: str, landing: Landing) -> list[str]:
    line = text.rstrip("\r\n")
    if len(landing.separator) > 1 or not landing.quote:
        return line.split(landing.separator)
    return next(csv.reader(io.StringIO(line, newline=""), delimiter=landing.separator, quotechar=landing.quote), [])


def _sidecar(path: Path, landing: Landing) -> Finder:
    """Figures of a small file: lines `name=value`, a header with one line of values, or one line of values alone."""
    try:
        text = path.read_text(encoding=landing.encoding)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its encoding isn't the declared one"
        raise FileRefused(
            f"has no control file that can be read: {path.name} ({reason}); export it beside the file, in the same "
            "encoding, or mend `controls` in the contract"
        ) from None
    lines = [line for line in text.splitlines() if line.strip()]
    if any("=" in line for line in lines):
        pairs = (line.partition("=") for line in lines)
        return _by_name({name.strip(): value for name, _, value in pairs}, path.name)
    rows = [_fields(line, landing) for line in lines]
    if len(rows) == 2:
        named = dict(zip((name.strip() for name in rows[0]), rows[1], strict=False))
        return _by_name(named, path.name)
    return _by_number(rows[0] if len(rows) == 1 else [], path.name)


def _by_name(values: dict[str, str], source: str) -> Finder:
    def find(place: Place) -> str:
        if place not in values:
            raise FileRefused(f'lacks a control total: {source} has no "{place}", but {", ".join(values) or "nothing"}')
        return values[str(place)]

    return find


def _by_number(fields: list[str], source: str) -> Finder:
    def find(place: Place) -> str:
        if not isinstance(place, int) or not 1 <= place <= len(fields):
            raise FileRefused(
                f"lacks a control total: {source} has {len(fields)} fields, but field {place} is declared"
            )
        return fields[place - 1]

    return find


def write_controls(con: duckdb.DuckDBPyConnection, controls: dict[int, list[Control]]) -> None:
    """Keep the control totals of loads in the load ledger, as texts with all their digits."""
    for load_id, found in controls.items():
        for each in found:
            con.execute(
                f"insert into load_ledger.controls values ({load_id}, {literal(each.measure)}, "
                f"{literal(f'{each.promised:f}')}, {literal(f'{each.found:f}')}, {str(each.agrees).lower()}, "
                f"{literal(each.source)})"
            )
