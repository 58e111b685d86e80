"""A few of the values or rows that break a rule, fit to be shown and logged.

Belongs here: choosing and shortening what is shown. Doesn't belong here: deciding whether a rule's values may be
shown at all (outcomes.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb

from expectations.rules import NOT_NULL, Rule
from expectations.views import LANDING_COLUMNS, View
from ingest.sql import identifier

SAMPLE_SIZE = 5
_LONGEST_VALUE = 120


def sampled_values(values: Iterable[Any]) -> tuple[str, ...]:
    """Values that the library handed over."""
    return tuple(shown(value) for value in list(values)[:SAMPLE_SIZE])


def finding_query(rule: Rule, view: View) -> str:
    """SQL for the rows that break a rule; "" for rules whose values say enough without their rows."""
    if rule.query:
        return rule.query.format(batch=view.name)
    return f"select * from {view.name} where {identifier(rule.columns[0])} is null" if rule.type == NOT_NULL else ""


def sampled_rows(query: str, rule: Rule, view: View, cursor: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Rows that a query finds: keys, what the rule reads or computes, the record of which load; nothing personal."""
    own = {str(row[0]).casefold() for row in cursor.execute(f"describe {view.name}").fetchall()}
    found = cursor.execute(f"select * from ({query}) as found limit {SAMPLE_SIZE}")
    names = [str(column[0]) for column in found.description or ()]
    told = {name.casefold() for name in (*view.key, *LANDING_COLUMNS)}
    hidden = {name.casefold() for name in view.personal}
    chosen = [
        number
        for number, name in enumerate(names)
        if name.casefold() not in hidden and (name.casefold() not in own - told or rule.touches([name]))
    ]
    return tuple(", ".join(f"{names[n]}={shown(row[n])}" for n in chosen) for row in found.fetchall())


def shown(value: Any) -> str:
    """A value as one short line."""
    return shortened("NULL" if value is None else " ".join(str(value).split()), _LONGEST_VALUE)


def shortened(text: str, longest: int) -> str:
    """The text, cut to that many characters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
