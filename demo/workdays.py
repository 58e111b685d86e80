"""The Polish calendar: which days are free, and months counted from a start.

Belongs here: dates. Doesn't belong here: hours of work (organisation.py).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

FIRST_DAY = date(2024, 1, 1)
# Deliveries and due dates of the last month run into the months after it.
HORIZON_DAYS = 1500
_FIXED = {
    (1, 1): "Nowy Rok",
    (1, 6): "Trzech Króli",
    (5, 1): "Święto Pracy",
    (5, 3): "Święto Konstytucji 3 Maja",
    (8, 15): "Wniebowzięcie NMP",
    (11, 1): "Wszystkich Świętych",
    (11, 11): "Święto Niepodległości",
    (12, 25): "Boże Narodzenie",
    (12, 26): "Drugi dzień Bożego Narodzenia",
}
_CHRISTMAS_EVE_FREE_SINCE = 2025
_SATURDAY = 5


def is_working(day: date) -> bool:
    """Whether offices and warehouses work on that day."""
    return day.weekday() < _SATURDAY and holiday_name(day) is None


def holiday_name(day: date) -> str | None:
    """The name of a public holiday; None on other days, Sundays included."""
    return _holidays(day.year).get(day)


def month_start(year: int, month: int, count: int) -> date:
    """The first day of the month that comes `count` months after one."""
    months = year * 12 + month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


@cache
def _holidays(year: int) -> dict[date, str]:
    easter = _easter(year)
    moving = {easter: "Wielkanoc", easter + timedelta(1): "Poniedziałek Wielkanocny"}
    moving |= {easter + timedelta(49): "Zielone Świątki", easter + timedelta(60): "Boże Ciało"}
    fixed = {date(year, month, day): name for (month, day), name in _FIXED.items()}
    if year >= _CHRISTMAS_EVE_FREE_SINCE:
        fixed[date(year, 12, 24)] = "Wigilia"
    return fixed | moving


def _easter(year: int) -> date:
    """Western Easter by the anonymous Gregorian rule."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)
