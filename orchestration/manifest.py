"""dbt's manifest of a company as far as Dagster needs it: models, sources, and who reads whom.

Belongs here: manifest.json as plain data. Doesn't belong here: making it (dbt does, at every build), Dagster's objects
(assets.py).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from settings.paths import DataPaths

AssetPath = tuple[str, str]
"""schema and table: the same for a source and for the raw asset that feeds it"""


@dataclass(frozen=True)
class Model:
    """A model of the company's private dbt project.

    parents: the tables it reads; is_tested: whether dbt has a data test of it.
    """

    unique_id: str
    path: AssetPath
    description: str
    parents: tuple[AssetPath, ...]
    is_tested: bool


def read_manifest(paths: DataPaths) -> list[Model]:
    """The models of the newest parse; none when dbt never parsed the project, or was killed while it wrote the file."""
    file = paths.dbt_dir / "target" / "manifest.json"
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    places = {
        unique_id: (node["schema"], node.get("identifier") or node["name"])
        for unique_id, node in {**manifest["nodes"], **manifest["sources"]}.items()
        if node["resource_type"] in ("model", "source")
    }
    tested = {tested_model(node) for node in manifest["nodes"].values() if node["resource_type"] == "test"}
    return [_model(node, places, tested) for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def tested_model(test: dict[str, Any]) -> str | None:
    """The model that a data test is about: the one it stands beside, else the first that it reads."""
    read = [parent for parent in test["depends_on"]["nodes"] if parent.startswith("model.")]
    return test.get("attached_node") or (read[0] if read else None)


def _model(node: dict[str, Any], places: dict[str, AssetPath], tested: set[str | None]) -> Model:
    parents = tuple(places[parent] for parent in node["depends_on"]["nodes"] if parent in places)
    unique_id = node["unique_id"]
    return Model(unique_id, places[unique_id], node["description"], parents, unique_id in tested)
