"""The kinds of value that settings have: each checks the text of company.yml and says what would be right.

Belongs here: field types that several settings share, and `setting`, which declares a field with its meaning and
allowed values. Doesn't belong here: the settings themselves (company.py).
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from settings.currencies import CURRENCY_CODES
from settings.names import suggestion

_DECIMAL = re.compile(r"[-+]?\d{1,12}(\.\d{1,6})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Section(BaseModel):
    """A part of company.yml: unknown keys refused, no silent conversion, unchangeable once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


def setting(meaning: str, allowed: str, default: Any = ..., **bounds: Any) -> Any:
    """A field of a section: what it means and which values it takes, both shown to whoever writes company.yml."""
    return Field(default, description=meaning, json_schema_extra={"allowed": allowed}, **bounds)


def fault(message: str) -> PydanticCustomError:
    """A refusal whose message is shown to the user as it stands."""
    return PydanticCustomError("whale", "{message}", {"message": message})


def _zone(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise fault("isn't a time zone of the IANA list" + suggestion(value, _spelled(available_timezones()))) from None
    return value


def _spelled(zones: set[str]) -> list[str]:
    return [zone for zone in zones if not zone.startswith(("posix/", "right/"))]


def _currency(value: object) -> object:
    if isinstance(value, str) and value not in CURRENCY_CODES:
        hint = f'; did you mean "{value.upper()}"?' if value.upper() in CURRENCY_CODES else ""
        raise fault("isn't a currency code of ISO 4217" + hint)
    return value


def _decimal(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise fault("must be a number")
    text = format(value, "f") if isinstance(value, Decimal) else str(value).strip()
    if not _DECIMAL.fullmatch(text):
        raise fault("must be a plain number with a decimal point and at most 6 decimals")
    return Decimal(text)


def _text_line(value: object) -> object:
    if isinstance(value, str) and (not value.strip() or not value.isprintable()):
        raise fault("must be one line of text" if value.strip() else "is empty")
    return value


def _as_of(value: object) -> object:
    if value in ("today", "last_data_date"):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise fault("isn't a day of the calendar") from None
    raise fault("isn't a date of the form YYYY-MM-DD nor a known word")


def _folder(value: object, info: ValidationInfo) -> object:
    """A folder named in company.yml: `~` expanded, relative to the company's folder, and there."""
    if not isinstance(value, str):
        return value
    if not value.strip() or "\0" in value:
        raise fault("names no folder")
    path = (Path((info.context or {}).get("folder", ".")) / Path(value).expanduser()).resolve()
    if not path.exists():
        raise fault(f"no such folder: {path}")
    if not path.is_dir():
        raise fault(f"is a file, not a folder: {path}")
    return path


Text = Annotated[str, BeforeValidator(_text_line)]
Zone = Annotated[str, BeforeValidator(_zone)]
Currency = Annotated[str, BeforeValidator(_currency)]
ExactDecimal = Annotated[Decimal, BeforeValidator(_decimal)]
AsOf = Annotated[str | date, BeforeValidator(_as_of)]
ExistingFolder = Annotated[Path, BeforeValidator(_folder)]
