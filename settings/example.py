"""A company.yml to start from: every setting with its meaning, its allowed values and its default.

Belongs here: the text of that file, made from the models so that it can't fall behind them.
Doesn't belong here: the rest of a company folder (`whale template`).
"""

from __future__ import annotations

import json
import textwrap
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from settings.company import Company
from settings.explain import known_keys

_WIDTH = 110
_HEAD = """\
# The settings of a company. Its name is the name of this folder.
# Where a setting has a default, its default stands here; a line may then as well be left out.
# `whale check` tells whatever is wrong in this file, with its line.
"""


def example_settings(required: dict[str, str], systems: str) -> str:
    """The text of a company.yml.

    required: values of the settings that have no default; systems: the YAML below `systems:`, not yet indented.
    """
    parts = [_HEAD]
    for key in known_keys(Company):
        field = Company.model_fields[key]
        if key == "systems":
            parts.append(f"{_comment(field)}systems:\n{textwrap.indent(systems, '  ')}")
        elif isinstance(field.default, BaseModel):
            parts.append(_section(key, field, field.default))
        elif key in required:
            parts.append(f"{_comment(field)}{key}: {json.dumps(required[key], ensure_ascii=False)}\n")
        else:
            parts.append(f"{_comment(field)}{key}: {_yaml(field.default)}\n")
    return "\n".join(parts)


def _section(key: str, field: FieldInfo, defaults: BaseModel) -> str:
    lines = [f"# {field.description}.\n{key}:\n"]
    for name, inner in type(defaults).model_fields.items():
        lines.append(textwrap.indent(f"{_comment(inner)}{name}: {_yaml(getattr(defaults, name))}\n", "  "))
    return "".join(lines)


def _comment(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    allowed = extra.get("allowed", "") if isinstance(extra, dict) else ""
    text = f"{field.description}. Allowed: {allowed}."
    return "".join(f"# {line}\n" for line in textwrap.wrap(text, _WIDTH))


def _yaml(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(value) + "]"
    if isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, int):
        return str(value)
    if value is None:
        return "null"
    return str(value) if str(value).isidentifier() else json.dumps(str(value))
