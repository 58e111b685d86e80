"""The Polish calendar."""

from __future__ import annotations

from datetime import date

import pytest

from demo.workdays import holiday_name, is_working, month_start


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 4, 21), "Poniedziałek Wielkanocny"),
        (date(2026, 4, 6), "Poniedziałek Wielkanocny"),
        (date(2025, 6, 19), "Boże Ciało"),
        (date(2026, 6, 4), "Boże Ciało"),
        (date(2025, 11, 11), "Święto Niepodległości"),
        (date(2025, 12, 24), "Wigilia"),
        (date(2024, 12, 24), None),
    ],
)
def test_public_holidays(day: date, name: str | None) -> None:
    assert holiday_name(day) == name


def test_weekends_and_holidays_are_free() -> None:
    assert not is_working(date(2025, 5, 3))
    assert not is_working(date(2025, 5, 1))
    assert is_working(date(2025, 5, 2))


def test_months_are_counted_over_years() -> None:
    assert month_start(2024, 11, 2) == date(2025, 1, 1)
    assert month_start(2024, 11, 23) == date(2026, 10, 1)
