"""Which company a command is about.

Belongs here: choice -> folder. Doesn't belong here: reading the folder (load.py).
"""

from __future__ import annotations

import os
from pathlib import Path

from settings.errors import ConfigurationError, Problem
from settings.load import SETTINGS_FILE
from settings.names import NAME_PATTERN, suggestion
from settings.paths import PROJECT_ROOT


def companies_home() -> Path:
    """The folder in which companies are known by name."""
    return PROJECT_ROOT / "companies"


def known_companies() -> list[str]:
    """Names of the folders in companies/ that hold a company.yml, sorted."""
    return sorted(file.parent.name for file in companies_home().glob(f"*/{SETTINGS_FILE}"))


def find_company(choice: str | None = None) -> Path:
    """The folder of the chosen company: a name in companies/ or a path; else WHALE_COMPANY; else the only one there.

    ConfigurationError when nothing was chosen and there isn't exactly one, or when the choice is neither a known name
    nor a folder.
    """
    key = "--company" if choice else "WHALE_COMPANY"
    choice = choice or os.environ.get("WHALE_COMPANY")
    return _chosen(choice, key) if choice else _only_one()


def _chosen(choice: str, key: str) -> Path:
    if choice in known_companies():
        return companies_home() / choice
    path = Path(choice).expanduser()
    if path.is_dir() or not NAME_PATTERN.fullmatch(choice):
        return path
    known = known_companies()
    message = "no company of that name, and no such folder" + suggestion(choice, known)
    raise ConfigurationError([Problem(companies_home(), key, choice, message, _listing(known))])


def _only_one() -> Path:
    known = known_companies()
    if len(known) == 1:
        return companies_home() / known[0]
    message = (
        "there are several companies: choose one with --company NAME or WHALE_COMPANY"
        if known
        else "there is no company yet"
    )
    raise ConfigurationError([Problem(companies_home(), "--company", None, message, _listing(known))])


def _listing(known: list[str]) -> str:
    return ", ".join(known) if known else "the path of a company folder; `whale template DIR` makes one"
