"""A few of the records that break a rule, told so that somebody can find them in the file.

Belongs here: finding the records behind the library's figures. Doesn't belong here: sentences (sentences.py), and
whether a rule is broken at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import duckdb

from expectations.rules import FOUND_COLUMN, FOUND_VALUE, NOT_NULL, Rule
from expectations.samples import shown
from expectations.views import LANDING_COLUMNS, View
from ingest.sql import identifier

EXAMPLE_COUNT = 3
HIDDEN = "…"
_RECORD = "_record_number"


@dataclass(frozen=True)
class Example:
    """A record that breaks a rule. record: its number in the file, None where a rule doesn't say; value: what it has.

    A value of a personal column is "…".
    """

    record: int | None
    value: str

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def examples(
    rule: Rule, view: View, figures: Mapping[str, Any], cursor: duckdb.DuckDBPyConnection
) -> tuple[Example, ...]:
    """Up to three records behind a failed rule, in the order of the file; none for a rule about the table as a whole.

    figures: the library's own result, for the values it found.
    """
    query, values = _finding(rule, view, figures)
    if not query:
        return ()
    found = cursor.execute(query, values)
    names = [str(column[0]) for column in found.description or ()]
    return tuple(_example(rule, view, dict(zip(names, row, strict=True))) for row in found.fetchall())


def _finding(rule: Rule, view: View, figures: Mapping[str, Any]) -> tuple[str, list[Any]]:
    if rule.query:
        return f"select * from ({rule.query.format(batch=view.name)}) as found limit {EXAMPLE_COUNT}", []
    rows = [_by_column(rule, each) for each in figures.get("partial_unexpected_list") or ()]
    if rule.type == NOT_NULL:
        rows = [{rule.columns[0]: None}]
    if not rows or not rule.columns:
        return "", []
    each = " or ".join("(" + " and ".join(f"{identifier(c)} is not distinct from ?" for c in row) + ")" for row in rows)
    order = f" order by {_RECORD}" if view.has_records else ""
    query = f"select * from {view.name} where {each}{order} limit {EXAMPLE_COUNT}"
    return query, [value for row in rows for value in row.values()]


def _by_column(rule: Rule, found: Any) -> dict[str, Any]:
    """What the library found, as column -> value: it hands over a value, a tuple or a mapping."""
    if isinstance(found, Mapping):
        return {column: found[column] for column in rule.columns if column in found}
    values = found if isinstance(found, Sequence) and len(rule.columns) > 1 else [found]
    return dict(zip(rule.columns, values, strict=False))


def _example(rule: Rule, view: View, row: Mapping[str, Any]) -> Example:
    record = row.get(_RECORD)
    if rule.touches(view.personal) and rule.type != NOT_NULL:
        return Example(record if isinstance(record, int) else None, HIDDEN)
    return Example(record if isinstance(record, int) else None, _value(rule, view, row))


def _value(rule: Rule, view: View, row: Mapping[str, Any]) -> str:
    """The one column that a rule reads as a bare value; several as `column=value`, the key first."""
    if len(rule.columns) == 1:
        return "empty" if row[rule.columns[0]] is None else shown(row[rule.columns[0]])
    told = {name: shown(row[name]) for name in rule.columns or _told(rule, view, row) if name not in LANDING_COLUMNS}
    if FOUND_COLUMN in told:
        told[told.pop(FOUND_COLUMN)] = told.pop(FOUND_VALUE)
    return ", ".join(f"{name}={value}" for name, value in told.items())


def _told(rule: Rule, view: View, row: Mapping[str, Any]) -> Iterable[str]:
    """Of a query's row: the key, what the query reads, what it computes; nothing personal."""
    hidden = {name.casefold() for name in view.personal}
    chosen = [name for name in row if name.casefold() not in hidden and (name in view.key or _reads(rule, view, name))]
    return sorted(chosen, key=lambda name: name not in view.key)


def _reads(rule: Rule, view: View, name: str) -> bool:
    return name.casefold() not in view.columns or rule.touches([name])
