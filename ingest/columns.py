"""A column of a contract: its type, and what must hold for every value.

Belongs here: one column on its own. Doesn't belong here: how columns make a contract (contracts.py) or how texts
become values.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from ingest.days import Day
from settings.fields import Section, fault, setting

TYPES = "varchar, bigint, decimal(p,s), date, timestamp, boolean"
_PLAIN_TYPES = {"varchar", "bigint", "date", "timestamp", "boolean"}
_DECIMAL = re.compile(r"decimal\((\d{1,2}),(\d{1,2})\)", re.ASCII)
_WIDEST_DECIMAL = 38


def _data_type(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = value.lower().replace(" ", "")
    match = _DECIMAL.fullmatch(text)
    if text not in _PLAIN_TYPES and not match:
        raise fault("isn't a type of a contract")
    if match and not (1 <= int(match[1]) <= _WIDEST_DECIMAL and int(match[2]) <= int(match[1])):
        raise fault(f"must have 1 to {_WIDEST_DECIMAL} digits, and no more decimals than digits")
    return text


def _name(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not value.strip() or not value.isprintable() or value != value.strip():
        raise fault("isn't a column name: it must be one line without spaces around it")
    if value.startswith("_"):
        raise fault("starts with _, which is kept for our own columns")
    return value


def _texts(value: object) -> object:
    """Allowed values as texts: `allowed: [1, 2]` and `[true]` are meant as they are written."""
    if not isinstance(value, list):
        return value
    return [
        str(item).lower() if isinstance(item, bool) else str(item) if isinstance(item, int) else item for item in value
    ]


DataType = Annotated[str, BeforeValidator(_data_type)]
ColumnName = Annotated[str, BeforeValidator(_name)]
Texts = Annotated[list[str], BeforeValidator(_texts)]


class Column(Section):
    """A column as the contract states it.

    headers: the headers under which a file may hold it. optional: a file may lack it. references: the standard entity
    it points to. earliest, latest: the days between which gate 1 believes a date.
    """

    name: ColumnName = setting("Name of the column in raw", "one line of text")
    data_type: DataType = setting("Type of the column in raw", TYPES)
    description: str = setting("What it means", "text", "")
    nullable: bool = setting("Whether a row may lack it", "true, false", True)
    personal: bool = setting("Whether it is personal data", "true, false", False)
    optional: bool = setting("Whether a file may lack the column", "true, false", False)
    references: str | None = setting("The entity it points to", "a table of the standard system", None)
    unit: str | None = setting("Unit of a number", "text", None)
    aliases: list[str] = setting("Other headers of the column in files", "a list of headers", [])
    allowed: Texts | None = setting("All values it may have", "a list of values", None, min_length=1)
    earliest: Day = setting("First day that gate 1 believes", "a date YYYY-MM-DD", date(1900, 1, 1))
    latest: Day = setting("Last day that gate 1 believes", "a date YYYY-MM-DD", date(2199, 12, 31))
    headers: list[str] = setting("Headers accepted in files", "a list of headers", [])

    @model_validator(mode="after")
    def _bounds_are_of_days(self) -> Column:
        if {"earliest", "latest"} & self.model_fields_set and self.kind not in ("date", "timestamp"):
            raise fault("has earliest or latest, which only a date or a timestamp may have")
        if self.earliest > self.latest:
            raise fault("has an earliest day behind its latest")
        return self

    @property
    def integer_digits(self) -> int:
        """Digits before the point that a decimal column can hold; 0 for others."""
        match = _DECIMAL.fullmatch(self.data_type)
        return int(match[1]) - int(match[2]) if match else 0

    @property
    def decimals(self) -> int:
        """Decimals of a decimal column; 0 for others."""
        match = _DECIMAL.fullmatch(self.data_type)
        return int(match[2]) if match else 0

    @property
    def kind(self) -> str:
        """The type without its size: varchar, bigint, decimal, date, timestamp or boolean."""
        return self.data_type.partition("(")[0]

    def parse_facts(self) -> dict[str, Any]:
        """Everything that changes how a text of this column is read."""
        return {
            "name": self.name,
            "type": self.data_type,
            "nullable": self.nullable,
            "optional": self.optional,
            "allowed": self.allowed,
            "headers": self.headers,
        }
