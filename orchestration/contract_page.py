"""The reference page of a contract's keys, written from the models that check them.

Belongs here: keys -> Markdown. Doesn't belong here: the keys (ingest), the other pages (reference_pages.py).
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ingest.contracts import AsOf, Column, Landing
from ingest.control_keys import Controls
from ingest.learning import ColumnLearning, Learning

_HEAD = """# Contracts

The keys of a contract: how a table's files are written, and what its columns are. Written by `make docs`.

A contract stands in dbt's own source file, `_<system>__sources.yml`. `config.meta.landing` of the source holds keys for
all its tables, that of a table its own ones; `company.yml` may override both. Every key is checked before a file is
touched: `whale check` refuses unknown keys and combinations that contradict each other.
"""


def contract_page() -> str:
    """The page as Markdown."""
    parts: list[tuple[str, str, type[BaseModel]]] = [
        ("landing", "How the files of a table are written, and how they add up.", Landing),
        ("landing.as_of", "The day on which an export's content held.", AsOf),
        ("landing.learning", "How a load is compared with those before it; see [learning](../learning.md).", Learning),
        (
            "landing.learning.columns",
            "What is different for one column; what is left out is the table's.",
            ColumnLearning,
        ),
        ("landing.controls", "Totals that a file must hold.", Controls),
        ("columns", "A column: the first three beside its name, the others in `config.meta`.", Column),
    ]
    return "\n".join([_HEAD, *(_section(*part) for part in parts)])


def _section(title: str, meaning: str, model: type[BaseModel]) -> str:
    rows = [_row(field.alias or name, field) for name, field in model.model_fields.items() if name != "headers"]
    table = "\n".join(["| key | meaning | allowed | default |", "|---|---|---|---|", *rows])
    return f"## {title}\n\n{meaning}\n\n{table}\n"


def _row(name: str, field: FieldInfo) -> str:
    extra: Any = field.json_schema_extra or {}
    default = "required" if field.is_required() else _shown(field.default)
    return f"| {name} | {_cell(field.description or '')} | {_cell(extra.get('allowed', ''))} | {_cell(default)} |"


def _shown(default: Any) -> str:
    if default is None or isinstance(default, BaseModel):  # a part with a section of its own
        return ""
    return f"`{json.dumps(str(default) if isinstance(default, Decimal | date) else default, ensure_ascii=False)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
