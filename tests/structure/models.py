"""The models of a dbt project, read from their SQL and YAML files without dbt.

Belongs here: finding models, what they read, what is written about them. Doesn't belong here: any rule.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.structure.house import ROOT

LAYERS = ("staging", "intermediate", "warehouse", "marts", "meta")
PREFIXES = {
    "staging": ("stg_", "base_"),
    "intermediate": ("int_",),
    "warehouse": ("dim_", "fct_", "bridge_"),
    "marts": ("mart_",),
}
_COMMENT = re.compile(r"\{#.*?#\}|/\*.*?\*/|--[^\n]*", re.DOTALL)
_JINJA = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_READ = re.compile(r"['\"]((?:stg|base|int|dim|fct|bridge|mart)_\w+)['\"]|\bref\(\s*['\"](\w+)['\"]")
_SOURCE = re.compile(r"\b(?:source|landed|landed_history)\(")


@dataclass(frozen=True)
class Model:
    """One SQL file below a folder `models`: its place there says its layer and, in staging, its system."""

    path: Path
    place: Path
    text: str
    properties: dict[str, Any] = field(default_factory=dict)
    unit_tested: bool = False

    @property
    def name(self) -> str:
        return self.place.stem

    @property
    def layer(self) -> str:
        return self.place.parts[0]

    @property
    def system(self) -> str:
        return self.place.parts[1] if self.layer == "staging" else ""

    @property
    def code(self) -> str:
        """The SQL without comments."""
        return _COMMENT.sub(" ", self.text)

    @property
    def refs(self) -> set[str]:
        """Models that the SQL reads: by ref(), or named to a macro that does."""
        tags = " ".join(_JINJA.findall(self.code))
        return {named or referred for named, referred in _READ.findall(tags)}

    @property
    def reads_sources(self) -> bool:
        return bool(_SOURCE.search(self.code))


def layer_of(name: str) -> str:
    """The layer that a model's name promises; `meta` has no prefix of its own."""
    return next((layer for layer, prefixes in PREFIXES.items() if name.startswith(prefixes)), "meta")


def model_folders(root: Path = ROOT) -> list[Path]:
    """The project's own models and those of the companies beside it."""
    return [root / "dbt_project" / "models", *sorted((root / "companies").glob("*/models"))]


def read_models(folders: Iterable[Path]) -> list[Model]:
    """Every model with what the YAML files of its folders say about it."""
    models = []
    for folder in folders:
        properties, tested = _properties(folder)
        for path in sorted(folder.rglob("*.sql")):
            text = path.read_text(encoding="utf-8")
            models.append(
                Model(path, path.relative_to(folder), text, properties.get(path.stem, {}), path.stem in tested)
            )
    return models


def _properties(folder: Path) -> tuple[dict[str, dict[str, Any]], set[str]]:
    properties: dict[str, dict[str, Any]] = {}
    tested: set[str] = set()
    for path in sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")]):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict):
            continue
        properties.update({model["name"]: model for model in content.get("models") or []})
        tested.update(test["model"] for test in content.get("unit_tests") or [])
    return properties, tested
