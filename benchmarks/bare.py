"""The same compiled SQL without dbt: what the models cost by themselves.

Belongs here: running a manifest's compiled models one after the other in plain DuckDB. Doesn't belong here: timing
(measure.py).
"""

from __future__ import annotations

import json
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from orchestration.dbt_folder import STORAGE_VERSION
from settings.company import Company
from settings.paths import DataPaths

_SCHEMAS = {"work": ("staging", "intermediate"), "whalecurve": ("warehouse", "marts", "meta")}


def compiled_models(paths: DataPaths) -> list[tuple[str, str]]:
    """The create statements of every model of the last dbt run, each after what it reads, as (name, SQL)."""
    manifest = json.loads((paths.dbt_dir / "target" / "manifest.json").read_text(encoding="utf-8"))
    nodes = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    graph = {key: [parent for parent in node["depends_on"]["nodes"] if parent in nodes] for key, node in nodes.items()}
    order = TopologicalSorter(graph).static_order()
    return [(nodes[key]["name"], _statement(nodes[key])) for key in order if nodes[key].get("compiled_code")]


def run_bare(company: Company, paths: DataPaths, folder: Path, statements: list[tuple[str, str]]) -> None:
    """Build everything into fresh files in `folder`, with the settings that dbt's profile has."""
    limits = company.resources
    config: dict[str, str | bool | int | float | list[str]] = {"threads": limits.threads}
    with duckdb.connect(str(folder / "work.duckdb"), config={**config, "memory_limit": limits.memory_limit}) as con:
        con.execute("set timezone = 'UTC'")
        con.execute(f"attach '{paths.raw_file}' as landed (read_only)")
        con.execute(f"attach '{folder / 'whalecurve.duckdb'}' as whalecurve (storage_version '{STORAGE_VERSION}')")
        for database, schemas in _SCHEMAS.items():
            for schema in schemas:
                con.execute(f"create schema if not exists {database}.{schema}")
        for _, statement in statements:
            con.execute(statement)


def _statement(node: dict[str, Any]) -> str:
    kind = "view" if node["config"]["materialized"] == "view" else "table"
    place = f'"{node["database"]}"."{node["schema"]}"."{node["name"]}"'
    return f"create {kind} {place} as {node['compiled_code']}"
