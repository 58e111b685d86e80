"""Which standard entities a company's exports provide, which are missing, and what a missing one would unlock.

Belongs here: comparing contracts, staging models and the ledger with the standard. Doesn't belong here: the standard
itself (ingest).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ingest.contracts import Contract
from settings.company import Company, System

Unlocks = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Entities:
    """provided: standard entities with data.

    missing: the others, each with the names of what it would unlock, where known.
    """

    provided: list[str]
    missing: dict[str, list[str]]


def entities_of(
    company: Company,
    contracts: Sequence[Contract],
    tables: Collection[tuple[str, str]],
    standard: Collection[str],
    unlocks: Unlocks,
) -> Entities:
    """Compare a company with the standard.

    contracts: ingest's, each with system, table, entity; tables: (system, table) with accepted rows. A system that
    speaks the template provides an entity by its table; a foreign one by its staging model, whatever tables that reads.
    """
    found = {each.entity for each in contracts if each.entity and (each.system, each.table) in tables}
    live = {system for system, _ in tables}
    for system in company.systems:
        if system.name in live and system.template is None:
            found |= _staged(company, system)
    provided = sorted(found & set(standard))
    missing = {name: list(unlocks.get(name, ())) for name in sorted(set(standard) - found)}
    return Entities(provided, missing)


def _staged(company: Company, system: System) -> set[str]:
    """Entities for which a foreign system has a staging model, by the models' names."""
    start = f"stg_{system.name}__"
    folder = company.folder / "models" / "staging" / system.name
    return {file.stem.removeprefix(start) for file in folder.glob(f"{start}*.sql")}
