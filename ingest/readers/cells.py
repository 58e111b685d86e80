"""A workbook's cells as the texts that the contract's dialect would show.

Belongs here: one cell. Doesn't belong here: sheets and rows (workbooks.py), texts to values (parsing.py).
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from ingest.landing_keys import Landing

PERCENT = "percent"
_NUMBERS = ("bigint", "decimal", PERCENT)
_FIRST_DAYS = {"excel_1900": date(1899, 12, 30), "excel_1904": date(1904, 1, 1)}
_FIRST_CERTAIN_YEAR = 1904


def shown(cell: Any, kind: str, landing: Landing) -> str:
    """A cell's text for a column of a type, or of PERCENT."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        word = (landing.true_values if cell else landing.false_values)[0]
        return word if kind == "boolean" else str(cell).lower()
    if isinstance(cell, int | float):
        return _number(cell, kind).replace(".", landing.decimal_separator if kind in _NUMBERS else ".")
    if isinstance(cell, datetime | date):
        return _day_or_instant(cell, kind, landing)
    return cell.isoformat() if isinstance(cell, time) else str(cell)


def _number(cell: float, kind: str) -> str:
    """A number with the 15 digits that a workbook keeps, never with an exponent."""
    exact = Decimal(cell if isinstance(cell, int) else f"{cell:.15g}")
    text = format(exact * 100 if kind == PERCENT else exact, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("0" if text == "-0" else text) + ("%" if kind == PERCENT else "")


def _day_or_instant(cell: date, kind: str, landing: Landing) -> str:
    instant = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - local, as the sheet
    is_midnight = instant.time() == time(0)
    plain = instant.date().isoformat() if is_midnight else instant.isoformat(sep=" ")
    if kind == "date" and is_midnight:
        return _moment(instant, landing.date_formats) or plain
    return (kind == "timestamp" and _moment(instant, landing.timestamp_formats)) or plain


def _moment(instant: datetime, formats: list[str]) -> str:
    """In the first declared format that keeps the whole moment (a year of two digits may not), or ""."""
    for layout in formats:
        if layout in _FIRST_DAYS and instant.time() == time(0) and instant.year >= _FIRST_CERTAIN_YEAR:
            return str((instant.date() - _FIRST_DAYS[layout]).days)
        text = instant.strftime(layout)
        if _read(text, layout) == instant:
            return text
    return ""


def _read(text: str, layout: str) -> datetime | None:
    try:
        return datetime.strptime(text, layout)  # noqa: DTZ007 - local, as the sheet
    except ValueError:
        return None
