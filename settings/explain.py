"""Pydantic's refusals told as problems of company.yml: file, line, key, value, what is wrong, what would be right.

Belongs here: the wording. Doesn't belong here: the rules, which are in fields.py and company.py.
"""

from __future__ import annotations

import re
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from settings.company import Company
from settings.documents import Document, KeyPath
from settings.errors import Problem
from settings.names import NAME_RULE, suggestion

_WORDING = {
    "missing": "is missing",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "string_type": "must be text",
    "is_instance_of": "must be text",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be a mapping of `key: value` lines",
    "model_type": "must be a mapping of `key: value` lines; leave the key out for the defaults",
    "string_pattern_mismatch": "isn't of the form asked for",
    "too_short": "is empty",
}
_OUTSIDE = {"greater_than_equal", "less_than_equal"}
# Known to the models but never written in company.yml: a folder's and a mapping key's name.
_NOT_WRITTEN = {"name", "folder"}


def problems_of(error: ValidationError, document: Document, system_names: list[str]) -> list[Problem]:
    """The problems behind a refusal of Company; system_names: the keys of `systems` in the order given to the model."""
    return [_problem(detail, document, system_names) for detail in error.errors(include_url=False)]


def known_keys(model: type[BaseModel]) -> list[str]:
    """The keys that may be written in a section of company.yml."""
    return [key for key in model.model_fields if key not in _NOT_WRITTEN]


def unknown_key(document: Document, key: KeyPath, known: list[str]) -> Problem:
    """The problem of a key that nobody reads."""
    value = document.value_at(key)
    return document.problem(key, value, f"unknown key{suggestion(str(key[-1]), known)}", ", ".join(known))


def _problem(detail: ErrorDetails, document: Document, system_names: list[str]) -> Problem:
    location = detail["loc"]
    key = _written_key(location, system_names)
    field, section = _field_at(location)
    if detail["type"] == "extra_forbidden" and section is not None:
        return unknown_key(document, key, known_keys(section))
    is_name = bool(location) and location[-1] == "name"
    value = None if detail["type"] == "missing" or isinstance(detail["input"], dict) else detail["input"]
    return document.problem(key, value, _message(detail), NAME_RULE if is_name else _allowed(field))


def _message(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind == "literal_error":
        expected = re.findall(r"'([^']+)'", str(detail.get("ctx", {}).get("expected", "")))
        return "isn't one of the allowed values" + suggestion(str(detail["input"]), expected)
    if kind in ("string_type", "is_instance_of") and isinstance(detail["input"], bool | int):
        return "must be text: put it in quotes"
    if kind in _OUTSIDE:
        return "is outside the allowed values"
    return _WORDING.get(kind, detail["msg"])


def _written_key(location: tuple[int | str, ...], system_names: list[str]) -> KeyPath:
    """Systems are a list in the model and a mapping in the file."""
    match location:
        case ("systems", int(position), "name"):
            return ("systems", system_names[position])
        case ("systems", int(position), *rest):
            return ("systems", system_names[position], *rest)
    return location


def _field_at(location: tuple[int | str, ...]) -> tuple[FieldInfo | None, type[BaseModel] | None]:
    """The deepest declared field on the way to a location, and the section in which its last step was looked for."""
    field: FieldInfo | None = None
    inner: type[BaseModel] | None = Company
    section: type[BaseModel] | None = Company
    for step in location:
        section = inner
        if inner is not None and step in inner.model_fields:
            field = inner.model_fields[str(step)]
            inner = _section_in(field.annotation)
    return field, section


def _section_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = [section for each in get_args(annotation) if (section := _section_in(each)) is not None]
    return found[0] if found else None


def _allowed(field: FieldInfo | None) -> str:
    extra = field.json_schema_extra if field is not None else None
    return str(extra.get("allowed", "")) if isinstance(extra, dict) else ""
