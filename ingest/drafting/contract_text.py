"""A draft as dbt's source file: the contracts, each doubt as a comment beside what it is about.

Belongs here: YAML as text. Doesn't belong here: staging models (model_text.py), where files are written to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from ingest.drafting.findings import ColumnDraft, TableDraft
from ingest.landing_keys import Landing

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./*-]*(?: [A-Za-z0-9_./*-]+)*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_ORDER = list(Landing.model_fields)


def sources_text(system: str, drafts: list[TableDraft]) -> str:
    """The text of _<system>__sources.yml."""
    shared = _shared(drafts)
    lines = [
        "# A draft from real files. Every doubt is a comment: mend or delete it, and describe tables and columns.",
        "version: 2",
        "",
        "sources:",
        f"  - name: {system}",
        "    database: landed",
        f"    schema: raw_{system}",
        f"    description: The exports of {system}.",
    ]
    if shared:
        lines += ["    config:", "      meta:", "        landing:"]
        lines += [f"          {key}: {yaml_value(value)}" for key, value in shared.items()]
    lines.append("    tables:")
    for draft in drafts:
        lines += _table(draft, shared)
    return "\n".join(lines) + "\n"


def yaml_value(value: Any) -> str:
    """A value as YAML in one line; texts that YAML could take for something else in quotes."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {yaml_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(yaml_value(item) for item in value) + "]"
    text = str(value)
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if is_plain else json.dumps(text, ensure_ascii=not text.isprintable())


def own_landing(draft: TableDraft) -> dict[str, Any]:
    """The landing keys of a table that aren't a contract's defaults, in the order of the reference."""
    defaults = {name: each.default for name, each in Landing.model_fields.items()}
    kept = {
        key: value for key, value in draft.landing.items() if value != defaults.get(key) and not _is_known(key, value)
    }
    return {key: kept[key] for key in sorted(kept, key=_ORDER.index)}


def _is_known(key: str, value: Any) -> bool:
    """Words that a contract takes for true and false anyway."""
    default = Landing.model_fields[key].default
    return key in ("true_values", "false_values") and set(value) <= set(default)


def _shared(drafts: list[TableDraft]) -> dict[str, Any]:
    """What all tables say alike."""
    if len(drafts) < 2:
        return {}
    first, *others = [own_landing(draft) for draft in drafts]
    return {key: value for key, value in first.items() if all(other.get(key) == value for other in others)}


def _table(draft: TableDraft, shared: dict[str, Any]) -> list[str]:
    own = {key: value for key, value in own_landing(draft).items() if key not in shared}
    landing = {"files": [draft.files], "key": draft.key, **own}
    lines = [f"      - name: {draft.table}", *_comments(draft.doubts, 8), *_comments(_proof(draft), 8)]
    lines.append(f"        description: {yaml_value(f'One row per {_words(draft.key)}.')}")
    lines += ["        config:", "          meta:", "            landing:"]
    lines += [f"              {key}: {yaml_value(value)}" for key, value in landing.items()]
    lines.append("        columns:")
    for column in draft.columns:
        lines += _column(column)
    return lines


def _proof(draft: TableDraft) -> list[str]:
    if not draft.record_count and not draft.faults:
        return []
    counted = f"{draft.record_count} records = {draft.loaded_count} loaded + {draft.quarantined_count} quarantined"
    return [counted, *draft.faults]


def _column(column: ColumnDraft) -> list[str]:
    meta: dict[str, Any] = {} if column.nullable else {"nullable": False}
    meta |= {"personal": True} if column.personal else {}
    meta |= {"aliases": [column.header]} if column.header not in ("", column.name) else {}
    parts = [f"name: {yaml_value(column.name)}", f"data_type: {_type(column.data_type)}"]
    parts += [f"config: {yaml_value({'meta': meta})}"] if meta else []
    return [*_comments(column.doubts, 10), f"          - {{{', '.join(parts)}}}"]


def _type(data_type: str) -> str:
    return f'"{data_type}"' if "," in data_type else data_type


def _words(names: Iterable[str]) -> str:
    return " and ".join(names)


def comment(text: str, mark: str = "--") -> str:
    """One comment line: what a file says must become neither YAML nor SQL nor Jinja."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return f"{mark} {plain.replace('{', '(').replace('}', ')')}"


def _comments(texts: Iterable[str], indent: int) -> list[str]:
    return [" " * indent + comment(text, "#") for text in texts]
