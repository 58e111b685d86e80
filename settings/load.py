"""Reads a company folder's company.yml into a Company, or tells everything that is wrong with it at once.

Belongs here: file -> model, and what must exist in the folder.
Doesn't belong here: contracts (ingest) and staging models (`whale check`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from settings.company import Company, System
from settings.documents import Document, read_document
from settings.errors import ConfigurationError, Problem
from settings.explain import known_keys, problems_of, unknown_key
from settings.names import NAME_PATTERN

SETTINGS_FILE = "company.yml"


def load_company(folder: Path) -> Company:
    """The company of a folder, validated. ConfigurationError carries every problem, each with its line."""
    folder = folder.expanduser().resolve()
    if not (folder / SETTINGS_FILE).exists():
        raise ConfigurationError([_no_company(folder)])
    document = read_document(folder / SETTINGS_FILE)
    company, problems = _validated(document, folder) if document.data else (None, [])
    told = {problem.key for problem in document.problems}
    problems = document.problems + [problem for problem in problems if problem.key not in told]
    problems.sort(key=lambda problem: problem.line or 0)
    if problems or company is None:
        raise ConfigurationError(problems)
    return company


def sources_file(folder: Path, system: str) -> Path:
    """Where a company folder keeps the contracts of one of its own systems."""
    return folder / "models" / "staging" / system / f"_{system}__sources.yml"


def _no_company(folder: Path) -> Problem:
    if folder.is_dir():
        return Problem(folder, "", None, f"has no {SETTINGS_FILE}; `whale template DIR` makes a ready company folder")
    return Problem(folder, "", None, "isn't a folder" if folder.exists() else "no such company folder")


def _validated(document: Document, folder: Path) -> tuple[Company | None, list[Problem]]:
    top = {key: value for key, value in document.data.items() if key not in ("name", "folder")}
    problems = [unknown_key(document, (key,), known_keys(Company)) for key in document.data if key not in top]
    systems = top.get("systems")
    names = list(systems) if isinstance(systems, dict) else []
    if isinstance(systems, dict):
        problems += _system_problems(document, folder, systems)
        top["systems"] = [_entry(name, settings) for name, settings in systems.items()]
    elif isinstance(systems, list):
        problems.append(
            document.problem(("systems",), "a list", "must be a mapping, the highest-ranking first", "name: {path, …}")
        )
        top["systems"] = [{"name": "placeholder", "path": "."}]
    try:
        company = Company.model_validate({"name": folder.name, "folder": folder, **top}, context={"folder": folder})
    except ValidationError as error:
        return None, problems + problems_of(error, document, names)
    return company, problems


def _entry(name: str, settings: Any) -> Any:
    """A system as the model takes it: its name inside, each table's headers apart from its landing keys."""
    if settings is None:
        settings = {}
    if not isinstance(settings, dict):
        return settings
    entry = {key: value for key, value in settings.items() if key != "name"}
    if isinstance(tables := entry.get("tables"), dict):
        entry["tables"] = {table: _override(keys) for table, keys in tables.items()}
    return {**entry, "name": name}


def _override(keys: Any) -> Any:
    if keys is None:
        return {}
    if not isinstance(keys, dict):
        return keys
    landing = {key: value for key, value in keys.items() if key != "headers"}
    return {"landing": landing} | ({"headers": keys["headers"]} if "headers" in keys else {})


def _system_problems(document: Document, folder: Path, systems: dict[str, Any]) -> list[Problem]:
    """What the model can't see: a name written inside, a system with neither a template nor contracts of its own."""
    problems = []
    for name, settings in systems.items():
        keys = settings if isinstance(settings, dict) else {}
        if "name" in keys:
            problems.append(unknown_key(document, ("systems", name, "name"), known_keys(System)))
        if keys.get("template") is None and (message := _contracts_fault(folder, name)):
            problems.append(
                document.problem(("systems", name), None, message, "template: standard, or contracts of its own")
            )
        if keys.get("template") is None and keys.get("tables"):
            message = "only a system with a template lists tables; its own contracts do it otherwise"
            problems.append(document.problem(("systems", name, "tables"), None, message))
    return problems


def _contracts_fault(folder: Path, name: str) -> str | None:
    if not NAME_PATTERN.fullmatch(name):
        return None  # told by the model; such a name is never looked for on disk
    if name == "standard":
        return "is the built-in system; add `template: standard`"
    path = sources_file(folder, name)
    if path.is_file():
        return None
    if not path.parent.is_dir():
        return f"has no staging folder {path.parent.relative_to(folder)} and no template"
    return f"has no contracts: {path.relative_to(folder)} is missing"
