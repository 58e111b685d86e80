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
    """How a company stands to the standard.

    provided: standard entities with data; held: those whose only loads are held, each with the loads' numbers;
    missing: the others, each with the names of what it would unlock, where known.
    """

    provided: list[str]
    missing: dict[str, list[str]]
    held: dict[str, list[int]]


def entities_of(
    company: Company,
    contracts: Sequence[Contract],
    tables: Collection[tuple[str, str]],
    standard: Collection[str],
    unlocks: Unlocks,
    held: Mapping[tuple[str, str], list[int]] | None = None,
) -> Entities:
    """Compare a company with the standard.

    contracts: ingest's, each with system, table, entity; tables: (system, table) with accepted rows; held: (system,
    table) -> held loads. A system that speaks the template provides an entity by its table; a foreign one by its
    staging model, whatever tables that reads.
    """
    found = set().union(*(_entities(company, contracts, table) for table in tables)) & set(standard)
    waiting: dict[str, list[int]] = {}
    for table, loads in (held or {}).items():
        for name in sorted(_entities(company, contracts, table) & set(standard) - found):
            waiting[name] = sorted([*waiting.get(name, []), *loads])
    missing = {name: list(unlocks.get(name, ())) for name in sorted(set(standard) - found - set(waiting))}
    return Entities(sorted(found), missing, dict(sorted(waiting.items())))


def _entities(company: Company, contracts: Sequence[Contract], table: tuple[str, str]) -> set[str]:
    """What a table's rows provide."""
    found = {each.entity for each in contracts if each.entity and (each.system, each.table) == table}
    systems = [system for system in company.systems if system.name == table[0] and system.template is None]
    return found.union(*(_staged(company, system) for system in systems))


def _staged(company: Company, system: System) -> set[str]:
    """Entities for which a foreign system has a staging model, by the models' names."""
    start = f"stg_{system.name}__"
    folder = company.folder / "models" / "staging" / system.name
    return {file.stem.removeprefix(start) for file in folder.glob(f"{start}*.sql")}
