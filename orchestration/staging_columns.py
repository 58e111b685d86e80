"""Whether a company's own staging models speak the standard: known entities, known columns or attr_ ones.

Belongs here: what DuckDB's parser tells of a model's text, without a database. Doesn't belong here: which tables a
model reads (staging_check.py). A model whose columns can't be told from its text is judged when dbt compiles what
unites it (macros/systems.sql).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.contracts import standard_entities
from settings.errors import Problem
from settings.names import suggestion

HISTORY = ("customers", "employees")
OWN = "attr_"
_COMMENT = re.compile(r"\{#.*?#\}|--[^\n]*", re.DOTALL)
_BLOCK = re.compile(r"\{%.*?%\}", re.DOTALL)
_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_STAND_IN = "jinja_value"

Node = dict[str, Any]


def column_problems(system: str, folder: Path) -> list[Problem]:
    """Models of a system's folder that feed no entity, and columns that nobody would know after publishing."""
    prefix = f"stg_{system}__"
    return [
        problem for path in sorted(folder.glob(f"{prefix}*.sql")) for problem in _faults(path, path.stem[len(prefix) :])
    ]


def _faults(path: Path, entity: str) -> Iterator[Problem]:
    entities = standard_entities()
    if entity not in entities:
        message = f"feeds no standard entity{suggestion(entity, entities)}; a model that only helps others is a base_"
        yield Problem(path, "entity", entity, message)
        return
    known = {column.name for column in entities[entity].columns} | {"source_load_id"}
    known |= {"valid_from_date", "valid_to_date"} if entity in HISTORY else set()
    text = path.read_text(encoding="utf-8")
    for name in columns_of(text):
        if name not in known and not name.startswith(OWN):
            message = (
                f"isn't a column of {entity}{suggestion(name, known)}; call it {OWN}{name} to publish it as a column "
                "of your own, or leave it out"
            )
            yield Problem(path, "column", name, message, line=_line_of(name, text))


def columns_of(text: str) -> list[str]:
    """The names of a model's columns as far as its text tells; none when DuckDB can't parse it without dbt."""
    import duckdb

    sql = _VALUE.sub(_STAND_IN, _BLOCK.sub(" ", _COMMENT.sub(" ", text)))
    with duckdb.connect() as con:
        (answer,) = con.execute("select cast(json_serialize_sql(cast(? as varchar)) as varchar)", [sql]).fetchall()[0]
    tree = json.loads(answer)
    if tree["error"]:
        return []
    names = _names(tree["statements"][0]["node"], {})
    return [name for name in names if name and _STAND_IN not in name]


def _names(node: Node, outer: dict[str, Node]) -> list[str]:
    named = node.get("cte_map", {"map": []})["map"]
    ctes = outer | {each["key"]: each["value"]["query"]["node"] for each in named}
    branches = [node[side] for side in ("left", "right") if side in node]
    if branches:
        return list(dict.fromkeys(name for branch in branches for name in _names(branch, ctes)))
    return [name for item in node.get("select_list", []) for name in _item_names(item, node["from_table"], ctes)]


def _item_names(item: Node, source: Node, ctes: dict[str, Node]) -> list[str]:
    if item["class"] != "STAR":
        return [item["alias"] or (item.get("column_names") or [""])[-1]]
    table = source.get("table_name", "")
    if table not in ctes:
        return []
    others = {name: node for name, node in ctes.items() if name != table}
    left_out = {str(each).lower() for each in item.get("exclude_list", [])}
    return [name for name in _names(ctes[table], others) if name.lower() not in left_out]


def _line_of(name: str, text: str) -> int | None:
    found = re.search(rf"\b{re.escape(name)}\b(?=\s*(?:,|\n|$))", text)
    return text.count("\n", 0, found.start()) + 1 if found else None
