"""Whose data a data folder holds: two company folders of one name must not mix.

Belongs here: noting and checking the company folder. Doesn't belong here: locking (serving) or anything in the data.
"""

from __future__ import annotations

from pathlib import Path

from settings.company import Company
from settings.errors import ConfigurationError, Problem
from settings.load import SETTINGS_FILE
from settings.paths import DataPaths


def check_owner(company: Company, paths: DataPaths) -> None:
    """ConfigurationError when the data folder belongs to another company folder that is still there.

    A folder that was moved takes its data with it: the old place is gone then.
    """
    owner = _owner(paths)
    if owner is None or owner == company.folder or not (owner / SETTINGS_FILE).is_file():
        return
    message = f"holds the data of the company in {owner}; rename one of the two folders, or set WHALE_DATA for this one"
    raise ConfigurationError([Problem(paths.root, "", str(company.folder), message)])


def note_owner(company: Company, paths: DataPaths) -> None:
    """Check, then write down that the data folder is this company's."""
    check_owner(company, paths)
    if _owner(paths) != company.folder:
        paths.root.mkdir(parents=True, exist_ok=True)
        paths.owner_file.write_text(f"{company.folder}\n", encoding="utf-8")


def _owner(paths: DataPaths) -> Path | None:
    try:
        return Path(paths.owner_file.read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        return None
