"""The catalogue of questions that the warehouse answers, as the built file has it.

Belongs here: reading meta.capability_catalogue, which dbt builds from the reviewed list. Doesn't belong here: whether a
mart has rows (serving.meta looks at that).
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from orchestration.manifest import AssetPath, Model
from serving.meta import Capability

_AS_OF = ("intermediate", "int_company_resolved")
"""Looks at every entity with a date, to find the last day: that is no use of the entity."""


def read_capabilities(con: duckdb.DuckDBPyConnection, database: str) -> list[Capability]:
    """Every pair of a capability and a mart that serves it."""
    query = f"select capability_id, title, mart_name from {database}.meta.capability_catalogue order by all"
    return [Capability(*row) for row in con.execute(query).fetchall()]


def unanswered(con: duckdb.DuckDBPyConnection, database: str) -> list[Capability]:
    """Those of a finished build whose mart is there and empty: something they need is missing."""
    query = f"""
        select capabilities.capability_id, capabilities.capability_name, capabilities.mart_name
        from {database}.meta.capabilities as capabilities
        inner join duckdb_tables() as tables
            on tables.database_name = '{database}' and tables.schema_name = 'marts'
            and tables.table_name = capabilities.mart_name
        where not capabilities.has_rows
        order by all
    """
    return [Capability(*row) for row in con.execute(query).fetchall()]


def unlocks_of(models: Iterable[Model], capabilities: Iterable[Capability]) -> dict[str, list[str]]:
    """Standard entity -> the questions that may need it: their mart reads it, near or far, in the models' lineage."""
    parents = {model.path: model.parents for model in models}
    questions: dict[str, set[str]] = {}
    for capability in capabilities:
        for path in _ancestors(("marts", capability.mart_name), parents):
            if path[0] == "intermediate" and path[1].endswith("_united"):
                entity = path[1].removeprefix("int_").removesuffix("_united")
                questions.setdefault(entity, set()).add(capability.capability_name)
    return {entity: sorted(names) for entity, names in sorted(questions.items())}


def _ancestors(start: AssetPath, parents: dict[AssetPath, tuple[AssetPath, ...]]) -> set[AssetPath]:
    found: set[AssetPath] = set()
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path not in found and path != _AS_OF:
            found.add(path)
            waiting.extend(parents.get(path, ()))
    return found
