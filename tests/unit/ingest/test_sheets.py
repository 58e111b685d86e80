"""Workbooks: which cells are meant, and what a sheet holds beside plain values."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pydantic import ValidationError

from ingest.landing_keys import Landing
from tests.unit.ingest.shops import Shop, table

T = {"k": "bigint", "v": "decimal(9,4)"}


def book(shop: Shop, cells: dict[str, Any], merged: tuple[str, ...] = ()) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for place, value in cells.items():
        sheet[place] = value
    for place in merged:
        sheet.merge_cells(place)
    made.save(shop.exports / "t.xlsx")


def landed(shop: Shop, **keys: Any) -> tuple[list[str], list[Any], str]:
    shop.declare(table("t", T, format="xlsx", files=["t.xlsx"], **keys))
    report = shop.land()
    rows = shop.current("k, v", "t") if not report.problems else []
    return report.problems, rows, report.loads[-1].status_reason


AROUND = {"A1": "Report", "C3": "k", "D3": "v", "E3": "v", "C4": 1, "D4": 1.5, "E4": 9, "C6": 2, "D6": 2.5,
          "C8": "Total", "D8": 4}  # fmt: skip
ONE, TWO = (1, Decimal("1.5000")), (2, Decimal("2.5000"))


@pytest.mark.parametrize("with_error", [False, True])
def test_only_the_cells_of_a_range_are_read(shop: Shop, with_error: bool) -> None:
    """With an error somewhere in the sheet another library reads it, which counts columns otherwise."""
    book(shop, AROUND | ({"Z1": "#N/A"} if with_error else {}))
    assert landed(shop, range="C3:D6") == ([], [ONE, TWO], "")


def test_an_open_range_goes_to_the_end_and_counts_rows_of_the_sheet(shop: Shop) -> None:
    book(shop, {place: value for place, value in AROUND.items() if place != "A1"})
    assert landed(shop, range="C3:D")[:2] == ([], [ONE, TWO])
    assert shop.query("select line_number, value from quarantine.records") == [(8, "Total")]


@pytest.mark.parametrize("written", ["B3", "B3:A9", "B9:C3", "b3:c4", "B0:C4", "B3:C4:D5", ""])
def test_what_is_no_range_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        Landing.model_validate({"files": ["x"], "key": ["k"], "range": written})


def test_a_formula_without_a_value_is_refused_with_its_cell(shop: Shop) -> None:
    book(shop, {"A1": "k", "B1": "v", "A2": 1, "B2": "=A2+1"})
    ((problem,), _, _) = landed(shop)
    assert "formula without a value in B2" in problem


def test_an_unvalued_formula_on_another_sheet_is_no_concern(shop: Shop) -> None:
    made = openpyxl.Workbook()
    sheet, other = made.active, made.create_sheet("Other")
    assert sheet is not None
    for row in (["k", "v"], [1, 1.5]):
        sheet.append(row)
    other["A1"] = "=1+1"
    made.save(shop.exports / "t.xlsx")
    assert landed(shop)[:2] == ([], [ONE])


def test_merged_cells_in_the_header_are_refused_and_below_it_told(shop: Shop) -> None:
    cells = {"A1": "k", "B1": "v", "A2": 1, "B2": 1.5, "A3": 2, "B3": 2.5}
    book(shop, cells, ("B1:C1",))
    assert "merged cells in its header (B1:C1)" in landed(shop)[0][0]
    book(shop, cells, ("C2:C3",))
    assert landed(shop) == ([], [ONE, TWO], "1 merged areas: only their first cell has the value")


def test_numbers_of_cells_fit_any_declared_form(shop: Shop) -> None:
    cells = {"A1": "k", "B1": "v", "A2": -1, "B2": -0.125, "A3": "2-", "B3": "12,5 %"}
    book(shop, cells)
    keys = {"negative_numbers": ["after"], "decimal_separator": ",", "percent_columns": ["v"]}
    assert landed(shop, **keys)[:2] == ([], [(-2, Decimal("0.1250")), (-1, Decimal("-0.1250"))])


def test_dates_of_cells_keep_their_century(shop: Shop) -> None:
    from datetime import date

    shop.declare(table("t", {"k": "date"}, format="xlsx", files=["t.xlsx"], date_format=["%d.%m.%y", "%Y-%m-%d"]))
    book(shop, {"A1": "k", "A2": date(1926, 1, 31), "A3": date(2026, 1, 31), "A4": "31.01.25"})
    shop.land()
    assert shop.current("k", "t") == [(date(1926, 1, 31),), (date(2025, 1, 31),), (date(2026, 1, 31),)]


def test_a_damaged_workbook_is_refused_wherever_the_damage_is(shop: Shop) -> None:
    book(shop, AROUND)
    whole = (shop.exports / "t.xlsx").read_bytes()
    for place in range(0, len(whole), len(whole) // 60):
        damaged = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        (shop.exports / "t.xlsx").write_bytes(damaged)
        problems, rows, _ = landed(shop, range="C3:D6")
        assert rows == [ONE, TWO] or len(problems) == 1, place


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine")
def test_a_workbook_of_another_program_is_read_with_its_calculated_values(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("k,v\n1,1.5\n2,=B2+1\n")
    command = ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", str(shop.exports), str(tmp_path / "t.csv")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert landed(shop)[:2] == ([], [ONE, TWO])
