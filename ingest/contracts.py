"""Contracts: what the exports of a company's systems look like, read from dbt's own source files.

Belongs here: which contracts a company has, and the interface to them. Doesn't belong here: the Contract itself
(contract.py), reading one file of contracts (contract_files.py) or the keys of `landing` (landing_keys.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.columns import Column
from ingest.contract import Contract
from ingest.contract_files import Layer, Sources, read_sources, unknown_table
from ingest.landing_keys import AsOf, Landing
from ingest.source_problems import source_problems
from settings.company import Company, System
from settings.documents import Document, read_document
from settings.errors import ConfigurationError, Problem
from settings.names import suggestion
from settings.paths import PROJECT_ROOT, DataPaths

__all__ = ["AsOf", "Column", "Contract", "Landing", "load_contracts", "standard_entities"]

STAGING = PROJECT_ROOT / "dbt_project" / "models" / "staging"
SEEDS = PROJECT_ROOT / "seeds"
MODEL_SYSTEM = "model"
_BUILT_IN = ("standard", MODEL_SYSTEM)
_PLACES = "entity.column, entity.* or *.column of what a contract marks as personal, or an attr_ column of your own"


@dataclass(frozen=True)
class _Owner:
    """Whose contracts are made: the system's name, the folder of its files, the zone of its instants."""

    system: str
    path: Path
    zone: str
    is_fetched: bool = False


def load_contracts(company: Company) -> list[Contract]:
    """All contracts of a company, its highest-ranking system first, the built-in `model` last.

    ConfigurationError carries every mistake in every file of contracts.
    """
    settings = read_document(company.settings_file)
    problems: list[Problem] = []
    contracts: list[Contract] = []
    for system in company.systems:
        contracts += _contracts_of(company, system, settings, problems)
    contracts += _model_contracts(company, problems)
    problems += _policy_problems(company, contracts, settings)
    _raise_if(problems)
    return contracts


def folder_of(company: Company, system: System) -> Path:
    """Where a system's files lie: the folder that company.yml names, or the one that they are fetched into."""
    return system.path if system.connection is None else DataPaths.of(company).fetched / system.name


@cache
def standard_entities() -> dict[str, Contract]:
    """The contract of every standard entity, by its name."""
    sources = read_sources(_file_of(STAGING, "standard"), "standard")
    problems = list(sources.problems)
    owner = _Owner("standard", STAGING, "UTC")
    found = [_contract(sources, table, owner, [], problems) for table in sources.tables]
    _raise_if(problems)
    return {contract.table: contract for contract in found if contract is not None}


def _policy_problems(company: Company, contracts: list[Contract], settings: Document) -> list[Problem]:
    """Privacy policies of what isn't personal anywhere: they would protect nothing. Own attr_ columns dbt checks."""
    entities = standard_entities()
    personal = {(entity, each.name) for entity, of in entities.items() for each in of.columns if each.personal}
    keys = {each.references for contract in contracts for each in contract.columns if each.personal}
    personal |= {(str(entity), entities[str(entity)].key[0]) for entity in keys & set(entities)}
    places = {place for entity, name in personal for place in (f"{entity}.{name}", f"{entity}.*", f"*.{name}")}
    return [
        settings.problem(
            ("privacy", "columns", place), policy, f"names nothing personal{suggestion(place, places)}", _PLACES
        )
        for place, policy in company.privacy.columns.items()
        if place not in places and not place.split(".")[1].startswith("attr_")
    ]


def _raise_if(problems: Iterable[Problem]) -> None:
    """Two systems of one template share its mistakes: each is told once."""
    told = {str(problem): problem for problem in problems}
    if told:
        raise ConfigurationError(told.values())


def _file_of(staging: Path, system: str) -> Path:
    return staging / system / f"_{system}__sources.yml"


def _contracts_of(company: Company, system: System, settings: Document, problems: list[Problem]) -> list[Contract]:
    staging = STAGING if system.template else company.folder / "models" / "staging"
    sources = read_sources(_file_of(staging, system.contracts_of), system.contracts_of)
    problems += sources.problems
    tables = ("systems", system.name, "tables")
    unknown = [table for table in system.tables if table not in sources.tables]
    problems += [unknown_table(settings, (*tables, table), sources) for table in unknown]
    owner = _Owner(system.name, folder_of(company, system), company.time_zone, system.connection is not None)
    found = []
    for table in sources.tables:
        if system.tables and table not in system.tables:
            continue
        override = system.tables.get(table)
        layers = [Layer(settings, ("systems", system.name, "landing"), system.landing)]
        layers += [Layer(settings, (*tables, table), override.landing)] if override else []
        contract = _contract(sources, table, owner, layers, problems)
        if contract is not None and override is not None and override.headers:
            headers = Layer(settings, (*tables, table, "headers"), override.headers)
            contract = _with_headers(contract, headers, problems)
        found.append(contract)
    contracts = [contract for contract in found if contract is not None]
    problems += source_problems(system, contracts)
    return contracts


def _contract(
    sources: Sources, table: str, owner: _Owner, layers: list[Layer], problems: list[Problem]
) -> Contract | None:
    parts = sources.parts(table, owner.zone, layers)
    problems += parts.problems
    if parts.landing is None or parts.problems:
        return None
    return Contract(
        system=owner.system,
        table=table,
        entity=table if sources.system in _BUILT_IN else None,
        path=owner.path,
        description=parts.description,
        landing=parts.landing,
        columns=parts.columns,
        source_file=sources.document.path,
        is_fetched=owner.is_fetched,
    )


def _with_headers(contract: Contract, headers: Layer, problems: list[Problem]) -> Contract:
    known = [column.name for column in contract.columns]
    problems += [
        headers.problem(name, header, f"isn't a column of {contract.table}", ", ".join(known))
        for name, header in headers.keys.items()
        if name not in known
    ]
    columns = [
        column.model_copy(update={"headers": [headers.keys[column.name].strip()]})
        if column.name in headers.keys
        else column
        for column in contract.columns
    ]
    return contract.model_copy(update={"columns": columns})


def _model_contracts(company: Company, problems: list[Problem]) -> list[Contract]:
    """The cost model: each file from the company's cost_model/ when it is there, else from seeds/."""
    sources = read_sources(_file_of(STAGING, MODEL_SYSTEM), MODEL_SYSTEM)
    problems += sources.problems
    own = company.folder / "cost_model"
    owner = _Owner(MODEL_SYSTEM, SEEDS, company.time_zone)
    found = []
    for table in sources.tables:
        contract = _contract(sources, table, owner, [], problems)
        if contract is not None and any(any(own.glob(pattern)) for pattern in contract.landing.files):
            contract = contract.model_copy(update={"path": own})
        found.append(contract)
    return [contract for contract in found if contract is not None]
