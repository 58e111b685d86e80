"""Pydantic's refusals of a contract told as problems: file, line, key, value, what is wrong, what would be right.

Belongs here: the wording, and from which file a merged key came. Doesn't belong here: the rules (landing_keys.py,
columns.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from settings.documents import Document, KeyPath
from settings.errors import Problem
from settings.names import suggestion

_WORDING = {
    "missing": "is missing",
    "string_type": "must be text: put it in quotes",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "model_type": "must be a mapping of `key: value` lines",
    "literal_error": "isn't one of the allowed values",
    "too_short": "is empty",
}


@dataclass(frozen=True)
class Layer:
    """Keys written at one place of one file, which a contract is made of."""

    document: Document
    at: KeyPath
    keys: dict[str, Any]

    def problem(self, key: str, value: object, message: str, allowed: str = "") -> Problem:
        """A problem of one of the keys, with the line of this file."""
        return self.document.problem((*self.at, key) if key else self.at, value, message, allowed)


def explain(detail: ErrorDetails, origin: Callable[[str], Layer], model: type[BaseModel]) -> Problem:
    """The problem behind one refusal of a merged contract part; origin: the layer that a key came from."""
    top = str(detail["loc"][0]) if detail["loc"] else ""
    layer = origin(top)
    key = ".".join(str(step) for step in detail["loc"])
    kind = detail["type"]
    value = None if kind == "missing" or isinstance(detail["input"], dict) else detail["input"]
    if kind == "extra_forbidden":
        known = [name for name in model.model_fields if name != "headers"]
        return layer.problem(key, value, f"unknown key{suggestion(key, known)}", ", ".join(known))
    return layer.problem(key, value, _WORDING.get(kind, detail["msg"]), _allowed(model, top))


def _allowed(model: type[BaseModel], key: str) -> str:
    field = model.model_fields.get(key)
    extra = field.json_schema_extra if field is not None else None
    return str(extra.get("allowed", "")) if isinstance(extra, dict) else ""
