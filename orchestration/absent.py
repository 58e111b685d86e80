"""Exports that aren't there: never, or not any more.

Belongs here: telling an empty folder from a quiet night. Doesn't belong here: a single entity that is missing, which
is no fault (serving.status names it).
"""

from __future__ import annotations

from ingest.contracts import Contract
from ingest.discovery import find_files
from orchestration.provided import accepted_tables
from settings.company import Company
from settings.errors import shown_path
from settings.paths import DataPaths


def never_any_export(company: Company, paths: DataPaths, contracts: list[Contract]) -> str:
    """What to say when not one file of the company's systems is there or ever was; "" otherwise.

    A system with a connection may bring rows yet.
    """
    if any(system.connection for system in company.systems) or _has_files(company, contracts):
        return ""
    if _landed(company, paths):
        return ""
    return (
        f"no file was found for any table of {company.name} in {_folders(company)}: every figure would be empty. "
        "Put exports there, or mend `path` in company.yml; `whale check` lists the files that are looked for."
    )


def vanished_exports(company: Company, paths: DataPaths, contracts: list[Contract]) -> str:
    """What to say when there were exports and not one is left; "" otherwise. What was landed stays."""
    if any(system.connection for system in company.systems) or _has_files(company, contracts):
        return ""
    if not (count := len(_landed(company, paths))):
        return ""
    return (
        f"warning: {_folders(company)} holds no export of {company.name} any more; the rows of {count} tables that "
        "were landed from there stay. If the folder was moved, mend `path` in company.yml."
    )


def _has_files(company: Company, contracts: list[Contract]) -> bool:
    own = {system.name for system in company.systems}
    return any(found.contract.system in own for found in find_files(contracts).files)


def _landed(company: Company, paths: DataPaths) -> set[tuple[str, str]]:
    own = {system.name for system in company.systems}
    return {table for table in accepted_tables(paths) if table[0] in own}


def _folders(company: Company) -> str:
    return ", ".join(dict.fromkeys(shown_path(system.path) for system in company.systems))
