"""A draft's staging models: each table read once, its columns renamed to the house's spelling.

Belongs here: SQL and dbt's description of models as text. Doesn't belong here: the contract (contract_text.py).
"""

from __future__ import annotations

import re
from collections import Counter

from ingest.drafting.contract_text import comment, yaml_value
from ingest.drafting.entities import likely_entity
from ingest.drafting.findings import ColumnDraft, TableDraft
from ingest.drafting.words import model_column
from ingest.sql import identifier

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def model_files(system: str, drafts: list[TableDraft]) -> dict[str, str]:
    """File name -> text of every staging model, and of the file that describes them."""
    files = {f"base_{system}__{draft.table}.sql": _model(system, draft) for draft in drafts}
    return files | {f"_{system}__models.yml": _descriptions(system, drafts)}


def _model(system: str, draft: TableDraft) -> str:
    lines = [
        comment(f"A draft from {draft.files}: give each column its standard name and unit, and drop what nobody needs.")
    ]
    if hint := likely_entity(draft):
        lines += [comment(line) for line in hint]
    lines.append("select")
    for column, name in zip(draft.columns, model_names(draft), strict=True):
        lines += [f"    {comment(doubt)}" for doubt in column.doubts if "staging model" in doubt]
        expression = _expression(draft, column)
        lines.append(f"    {expression}," if expression == name else f"    {expression} as {name},")
    lines += ["    _from_load_id,", f"from {{{{ landed('{system}', '{draft.table}') }}}}"]
    return "\n".join(lines) + "\n"


def model_names(draft: TableDraft) -> list[str]:
    """What the staging model calls each column; names that fall together get the number of their column."""
    names = [model_column(column.name, column.data_type.partition("(")[0]) for column in draft.columns]
    often = Counter(names)
    return [name if often[name] == 1 else f"{name}_{place + 1}" for place, name in enumerate(names)]


def _expression(draft: TableDraft, column: ColumnDraft) -> str:
    """Keys and what points to them are texts in the standard; blanks around a text are nobody's."""
    name = column.name if _PLAIN.fullmatch(column.name) else identifier(column.name)
    is_reference = column.name in draft.key or model_column(column.name, "bigint").endswith("_id")
    if column.data_type == "bigint" and is_reference:
        return f"cast({name} as varchar)"
    return f"trim({name})" if any("trim them" in doubt for doubt in column.doubts) else name


def _descriptions(system: str, drafts: list[TableDraft]) -> str:
    lines = ["version: 2", "", "models:"]
    for draft in drafts:
        by_name = dict(zip((column.name for column in draft.columns), model_names(draft), strict=True))
        key = [by_name[name] for name in draft.key]
        lines += [
            f"  - name: base_{system}__{draft.table}",
            f"    description: {yaml_value(f'One row per {_joined(draft.key)}.')}",
            "    data_tests:",
            f"      - one_row_per: {{arguments: {{columns: [{', '.join(key)}]}}}}",
        ]
    return "\n".join(lines) + "\n"


def _joined(names: list[str]) -> str:
    return " and ".join(names)
