"""The keys that say what is fetched from a database: the `source` part of a contract's landing.

Belongs here: each key's meaning and allowed values. Doesn't belong here: the connection (company.yml) or the fetching
(ingest.sources).
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, model_validator

from settings.fields import Section, fault, setting

_TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_$]*(\.[A-Za-z_][A-Za-z0-9_$]*)?", re.ASCII)
_QUERY = re.compile(r"\s*(select|with)\b", re.IGNORECASE)


def _table(value: object) -> object:
    if isinstance(value, str) and not _TABLE.fullmatch(value):
        raise fault("isn't a table such as public.orders")
    return value


def _query(value: object) -> object:
    if isinstance(value, str) and (not _QUERY.match(value) or ";" in value):
        raise fault("must be one select statement without a semicolon")
    return value


class Source(Section):
    """A table or a query of a database, fetched whole or, by a cursor column, what is new since the last time."""

    table: Annotated[str, BeforeValidator(_table)] | None = setting("A table or view", "a name: schema.table", None)
    query: Annotated[str, BeforeValidator(_query)] | None = setting("Or a query", "one select statement", None)
    cursor: str | None = setting(
        "Column that grows with every change of a row: only later rows are fetched", "a column of the contract", None
    )
    overlap_minutes: int = setting(
        "How far before the last cursor is read again, for changes that were committed late; of a cursor of instants",
        "a whole number from 0 to 10080",
        60,
        ge=0,
        le=10_080,
    )

    @model_validator(mode="after")
    def _is_one(self) -> Source:
        if (self.table is None) == (self.query is None):
            raise fault("needs either table or query")
        return self

    @property
    def relation(self) -> str:
        """What stands behind `from` in SQL."""
        if self.table is not None:
            return ".".join(f'"{part}"' for part in self.table.split("."))
        return f"({self.query})"
