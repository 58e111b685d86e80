"""What a sheet holds beside its cells' values: formulas without a value, merged cells, the area that is meant.

Belongs here: looks at a sheet as a whole. Doesn't belong here: reading its rows (workbooks.py), cells as texts
(cells.py).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from ingest.landing_keys import RANGE
from ingest.problems import FileRefused

_CHUNK = 1 << 20
# A formula's cell without a value; one whose value is an empty text says so by its type.
_UNVALUED = re.compile(rb"<c ((?:(?!t=\"str\")[^>])*)>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_PLACE = re.compile(rb'\br="([A-Z]+[0-9]+)"')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
Row = list[Any]
Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Area:
    """A block of cells; rows count from 1, columns from 0; last_row None: to the end of the sheet."""

    first_row: int = 1
    last_row: int | None = None
    first_column: int = 0
    columns: int | None = None

    def cut(self, rows: Iterable[Row]) -> Iterator[tuple[int, Row]]:
        """The rows of the area with their numbers in the sheet."""
        stop = None if self.columns is None else self.first_column + self.columns
        for number, row in islice(enumerate(rows, 1), self.first_row - 1, self.last_row):
            yield number, row[self.first_column : stop]

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell belongs to the area."""
        is_below = self.first_row <= row and (self.last_row is None or row <= self.last_row)
        is_left = self.columns is None or column < self.first_column + self.columns
        return is_below and self.first_column <= column and is_left


@contextmanager
def whole_workbook() -> Iterator[None]:
    """Around calls of libraries: whatever they raise for a damaged workbook is its refusal."""
    try:
        yield
    except FileRefused:
        raise
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
        raise FileRefused(f"isn't a whole XLSX workbook ({told}); save it again as .xlsx") from error


def area_of(written: str | None) -> Area:
    """The area behind a range such as B3:H200, or B3:H for all rows from the third on."""
    match = RANGE.fullmatch(written or "")
    if match is None:
        return Area()
    left, right = _column(match[1]), _column(match[3])
    return Area(int(match[2]), int(match[4]) if match[4] else None, left, right - left + 1)


def merged_remark(merged: list[Merged], area: Area, header_row: int | None) -> str:
    """What the ledger notes about merged cells. FileRefused when the header has some: columns lack a name then."""
    inside = [each for each in merged if area.holds(each[0][0] + 1, each[0][1])]
    for (top, left), (bottom, right) in inside:
        if header_row is not None and top < header_row <= bottom + 1 and right > left:
            shown = f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"
            raise FileRefused(f"has merged cells in its header ({shown}); give each column a name of its own")
    return f"{len(inside)} merged areas: only their first cell has the value" if inside else ""


def refuse_unvalued(path: Path, sheet: str) -> None:
    """FileRefused when a formula of the sheet has no value: a program wrote it that doesn't calculate."""
    with whole_workbook(), zipfile.ZipFile(path) as book:
        part = _part_of(book, sheet)
        place = part and _first_unvalued(book, part)
    if place:
        raise FileRefused(
            f"has a formula without a value in {place}; open it in a spreadsheet program and save it, so that it is "
            "calculated"
        )


def _part_of(book: zipfile.ZipFile, sheet: str) -> str | None:
    """The file inside the workbook that holds a sheet; None when the workbook doesn't say."""
    try:
        sheets = _xml(book, "xl/workbook.xml").iter(f"{_MAIN}sheet")
        links = _xml(book, "xl/_rels/workbook.xml.rels")
    except (KeyError, ElementTree.ParseError):
        return None
    wanted = next((each.get(_LINK) for each in sheets if each.get("name") == sheet), None)
    target = next((str(link.get("Target")) for link in links if link.get("Id") == wanted), "")
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return part if part in book.namelist() else None


def _xml(book: zipfile.ZipFile, part: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(part))  # noqa: S314 - expat bounds what entities grow to


def _first_unvalued(book: zipfile.ZipFile, part: str) -> str:
    held = b""
    with book.open(part) as source:
        while chunk := source.read(_CHUNK):
            data = held + chunk
            if found := _UNVALUED.search(data):
                place = _PLACE.search(found[1])
                return place[1].decode() if place else "a cell"
            held = data[max(data.rfind(b"<c "), 0) :]
    return ""


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _letters(column: int) -> str:
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)
