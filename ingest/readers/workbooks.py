"""Workbooks: a sheet's cells written as the texts that the contract's dialect would show, then read like a CSV file.

Belongs here: sheets and their rows. Doesn't belong here: cells as texts (cells.py); records, columns and types, which
are the CSV reader's and the parse's. A workbook has at most 1,048,576 rows and is the one format that Python reads
cell by cell.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa

from ingest.contracts import Contract
from ingest.headers import match_header
from ingest.landing_keys import Landing
from ingest.problems import FileRefused
from ingest.readers.cells import PERCENT, shown
from ingest.readers.csv_files import read_csv_text
from ingest.readers.sheets import Row, area_of, merged_remark, refuse_unvalued, whole_workbook
from ingest.text_files import open_text
from ingest.text_keys import TextKeys
from ingest.text_table import Numbers, TextTable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


def read_workbook(con: duckdb.DuckDBPyConnection, path: Path, contract: Contract, work: Path) -> TextTable:
    """Read a sheet's rows as texts.

    The line number of a record is its row in the sheet. FileRefused for a missing sheet.
    """
    holds_errors = _holds_errors(path)
    sheet, area = _sheet(path, contract.landing.sheet), area_of(contract.landing.range)
    refuse_unvalued(path, sheet.name)
    # calamine is fast but shows an error such as #N/A as an empty cell; openpyxl shows it.
    cells = area.cut(_openpyxl_rows(path, sheet.name) if holds_errors else _calamine_rows(sheet))
    rows = ((number, row) for number, row in cells if any(_is_filled(cell) for cell in row))
    copy = work / "sheet.csv"
    numbers = np.array(_write(copy, rows, contract), np.int64)
    plain = TextKeys(separator=",", quote='"').model_dump(exclude={"header"})
    written = contract.model_copy(update={"landing": contract.landing.model_copy(update=plain)})
    texts = read_csv_text(con, open_text(copy, "utf-8", work / "unused"), written, work)
    header = int(contract.landing.header)
    remark = merged_remark(sheet.merged_cell_ranges or [], area, int(numbers[0]) if header else None)
    return replace(
        texts,
        remark="; ".join(filter(None, [texts.remark, remark])),
        contract=contract,
        excerpts=lambda wanted: _with_rows(texts.excerpts(wanted), numbers, header),
        dialects=dict.fromkeys(texts.present, _with_plain_minus(contract.landing)),
    )


def _with_plain_minus(landing: Landing) -> Landing:
    """A number in a cell is no text: it is shown with a minus in front, whatever stands in texts."""
    return landing.model_copy(update={"negative_numbers": ["before", *set(landing.negative_numbers) - {"before"}]})


def _sheet(path: Path, name: str | None) -> CalamineSheet:
    import python_calamine

    with whole_workbook():
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        return book.get_sheet_by_name(_chosen(name, book.sheet_names))


def _calamine_rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Every row from the first one and the first column on; calamine begins with the first filled column."""
    before: Row = [""] * (sheet.start[1] if sheet.start else 0)
    with whole_workbook():
        for row in sheet.iter_rows():
            yield before + row


def _openpyxl_rows(path: Path, name: str) -> Iterator[Row]:
    import openpyxl

    with whole_workbook():
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            for row in book[name].iter_rows(values_only=True):
                yield list(row)
        finally:
            book.close()


def _holds_errors(path: Path) -> bool:
    with whole_workbook(), zipfile.ZipFile(path) as book:
        parts = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        return any(_part_holds_errors(book, name) for name in parts)


def _part_holds_errors(book: zipfile.ZipFile, name: str) -> bool:
    tail = b""
    with book.open(name) as part:
        while chunk := part.read(1 << 20):
            if b't="e"' in tail + chunk:
                return True
            tail = chunk[-8:]
    return False


def _chosen(sheet: str | None, names: list[str]) -> str:
    if not names:
        raise FileRefused("holds no sheet")
    if sheet is not None and sheet not in names:
        shown = ", ".join(f'"{name}"' for name in names)
        raise FileRefused(
            f'has no sheet "{sheet}"; its sheets are {shown}. Declare one of them, or export the sheet again'
        )
    return sheet if sheet is not None else names[0]


def _write(copy: Path, rows: Iterable[tuple[int, Row]], contract: Contract) -> list[int]:
    """Write the rows as CSV and give their numbers in the sheet."""
    numbers: list[int] = []
    kinds: list[str] = []
    with copy.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number, row in rows:
            if not numbers:
                kinds = _kinds(contract, row)
            writer.writerow([shown(cell, kind, contract.landing) for cell, kind in zip(row, kinds, strict=False)])
            numbers.append(number)
    return numbers


def _kinds(contract: Contract, first: Row) -> list[str]:
    """The type of each column of the sheet, so that a cell is shown as its column wants it."""
    kinds = [PERCENT if column.name in contract.landing.percent_columns else column.kind for column in contract.columns]
    if not contract.landing.header:
        return kinds[: len(first)]
    match = match_header(contract, [str(cell or "") for cell in first])
    by_place = {place: kinds[position] for position, place in match.positions.items()}
    return [by_place.get(place, "varchar") for place in range(len(first))]


def _is_filled(cell: Any) -> bool:
    return cell is not None and cell != ""


def _with_rows(excerpts: Iterable[pa.Table], numbers: Numbers, header: int) -> Iterator[pa.Table]:
    for excerpt in excerpts:
        rows = numbers[excerpt["record_number"].to_numpy() - 1 + header]
        yield excerpt.set_column(1, "line_number", pa.array(rows))
