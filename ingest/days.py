"""A day as a contract writes it: 2026-10-31.

Belongs here: this one kind of value. Doesn't belong here: how days are written in files (formats.py).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from settings.fields import fault


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise fault("isn't a day of the calendar") from None
    return value


Day = Annotated[date, BeforeValidator(_day)]
