"""The reference pages of docs/reference/, written from the contracts and the models' YAML so that nothing stands twice.

Belongs here: YAML -> Markdown. Doesn't belong here: pages that people write, and the page of entities in a company
template, which this one shares.

`python -m orchestration.reference_pages` (make docs) writes them; a test holds that they are what would be written.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ingest.contracts import standard_entities
from orchestration.company_template import entities_page
from orchestration.contract_page import contract_page
from settings.paths import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "docs" / "reference"
_MODELS = PROJECT_ROOT / "dbt_project" / "models"
_LAYERS = {
    "marts": "The marts: what analysts, BI tools and controllers read. Schema `marts`.",
    "warehouse": "The star: conformed dimensions and facts. Schema `warehouse`.",
    "meta": "What the published file says about itself. Schema `meta`.",
}


def reference_pages() -> dict[str, str]:
    """File name -> text of every page."""
    pages = {f"{layer}.md": _layer_page(layer, title) for layer, title in _LAYERS.items()}
    pages |= {"entities.md": entities_page(standard_entities().values()), "contracts.md": contract_page()}
    return pages | {"metrics.md": _metrics_page()}


def write_pages(folder: Path = FOLDER) -> None:
    """Write the pages, and remove those that are no longer made."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = reference_pages()
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


def _layer_page(layer: str, title: str) -> str:
    sections = [_model_section(model) for model in _models_of(layer)]
    return f"# {layer.capitalize()}\n\n{title} Written by `make docs`.\n\n" + "\n".join(sections)


def _models_of(layer: str) -> list[dict[str, Any]]:
    files = sorted((_MODELS / layer).rglob("_*.yml"))
    found = [model for file in files for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", [])]
    return sorted(found, key=lambda model: str(model["name"]))


def _model_section(model: dict[str, Any]) -> str:
    rows = [
        f"| {column['name']} | {column.get('data_type', '')} | {_cell(column.get('description', ''))} |"
        for column in model.get("columns", [])
    ]
    table = "\n".join(["| column | type | meaning |", "|---|---|---|", *rows])
    return f"## {model['name']}\n\n{_resolved(model['description']).strip()}\n\n{table}\n"


def _cell(text: str) -> str:
    return " ".join(_resolved(text).split()).replace("|", "\\|")


def _resolved(text: str) -> str:
    """The text with {{ doc('…') }} replaced by the block it names."""
    for name, block in _doc_blocks():
        text = text.replace(f"{{{{ doc('{name}') }}}}", block).replace(f'{{{{ doc("{name}") }}}}', block)
    return text


def _doc_blocks() -> Iterator[tuple[str, str]]:
    for file in sorted(_MODELS.rglob("*.md")):
        for piece in file.read_text(encoding="utf-8").split("{% docs ")[1:]:
            name, _, rest = piece.partition("%}")
            yield name.strip(), rest.partition("{% enddocs %}")[0].strip()


def _metrics_page() -> str:
    with (PROJECT_ROOT / "seeds" / "metrics.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [
        f"| {row['label']} | `{row['mart_name']}.{row['column_name']}` | {_cell(row['description'])} "
        f"| {row['unit']} | {_cell(row['formula'])} |"
        for row in rows
    ]
    head = "# Metrics\n\nThe catalogue of `meta.metrics`. Written by `make docs`.\n\n"
    return head + "\n".join(["| metric | where | meaning | unit | formula |", "|---|---|---|---|---|", *lines]) + "\n"


if __name__ == "__main__":
    write_pages()
