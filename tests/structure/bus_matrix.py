"""The bus matrix, read from the models' YAML: which fact can be cut by which dimension, and on which days it stands.

Belongs here: finding the keys that the tests of facts name, writing them as Markdown. Doesn't belong here: any rule.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.structure.models import Model

NO_DIMENSION_OF_FACTS = {"dim_company", "dim_dates"}
"""The one row of settings, and the calendar, whose columns are named in the table of days."""


@dataclass(frozen=True)
class Fact:
    """A fact: keys maps its key columns to dimensions, dates are its columns in dim_dates."""

    name: str
    grain: str
    keys: dict[str, str]
    dates: list[str]
    columns: list[str]
    own_key: str


def facts_of(models: Iterable[Model]) -> list[Fact]:
    """The facts with what their keys_resolve test says, in the order of their names."""
    return sorted(
        (_fact(model) for model in models if model.name.startswith("fct_")),
        key=lambda fact: fact.name,
    )


def dimensions_of(models: Iterable[Model]) -> list[str]:
    """The dimensions that are columns of the matrix, in the order of their names."""
    names = {model.name for model in models if model.name.startswith("dim_")}
    return sorted(names - NO_DIMENSION_OF_FACTS)


def as_grid(facts: list[Fact], dimensions: list[str]) -> str:
    """The matrix as a Markdown table: a row a fact, a column a dimension."""
    head = ["fact", *(name.removeprefix("dim_").replace("_", " ") for name in dimensions)]
    rows = [
        [f"`{fact.name}`", *("●" if dimension in fact.keys.values() else "" for dimension in dimensions)]
        for fact in facts
    ]
    return _table(head, rows)


def as_list(facts: list[Fact]) -> str:
    """Grain and days of each fact as a Markdown table."""
    rows = [
        [f"`{fact.name}`", fact.grain, ", ".join(f"`{column}`" for column in fact.dates) or "none"] for fact in facts
    ]
    return _table(["fact", "one row per", "days in `dim_dates`"], rows)


def _fact(model: Model) -> Fact:
    arguments = _arguments_of(model.properties, "keys_resolve")
    columns = [str(column["name"]) for column in model.properties.get("columns") or []]
    return Fact(
        name=model.name,
        grain=_grain(str(model.properties.get("description") or "")),
        keys=dict(arguments.get("keys") or {}),
        dates=list(arguments.get("dates") or []),
        columns=columns,
        own_key=columns[0] if columns else "",
    )


def _arguments_of(properties: dict[str, Any], test: str) -> dict[str, Any]:
    for each in properties.get("data_tests") or []:
        if isinstance(each, dict) and test in each:
            return dict(each[test].get("arguments") or {})
    return {}


def _grain(description: str) -> str:
    """What follows "One row per" up to the end of the first clause."""
    found = re.match(r"One row per (.+?)(?:[.:;]|$)", " ".join(description.split()))
    return found[1] if found else ""


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *(":-:" if len(head) > 3 else "---" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |") for cells in lines) + "\n"
