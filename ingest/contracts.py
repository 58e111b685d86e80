"""Contracts: what the exports of a system look like, read from dbt's own source files.

Belongs here: the Contract, and which contracts a company has. Doesn't belong here: reading one file of contracts
(contract_files.py) or the keys of `landing` (landing_keys.py).
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from ingest.columns import Column
from ingest.contract_files import Layer, Sources, read_sources, unknown_table
from ingest.landing_keys import AsOf, Landing
from settings.company import Company, System
from settings.documents import Document, read_document
from settings.errors import ConfigurationError, Problem
from settings.fields import Section
from settings.paths import PROJECT_ROOT

__all__ = ["AsOf", "Column", "Contract", "Landing", "load_contracts", "standard_entities"]

STAGING = PROJECT_ROOT / "dbt_project" / "models" / "staging"
SEEDS = PROJECT_ROOT / "seeds"
MODEL_SYSTEM = "model"


class Contract(Section):
    """What one table of one system looks like.

    entity: the standard entity it is, None for a table of a foreign system; path: the folder of its files;
    source_file: where the contract is written; key columns are never null.
    """

    system: str
    table: str
    entity: str | None
    path: Path
    description: str
    landing: Landing
    columns: list[Column]
    source_file: Path

    @property
    def name(self) -> str:
        """How people call it: system.table."""
        return f"{self.system}.{self.table}"

    @property
    def key(self) -> list[str]:
        """The columns that identify a row."""
        return self.landing.key

    @property
    def raw_schema(self) -> str:
        """The schema of its accepted rows."""
        return f"raw_{self.system}"

    @property
    def pending_schema(self) -> str:
        """The schema of its rows that no gate has judged yet."""
        return f"pending_{self.system}"

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when there is none."""
        return {column.name: column for column in self.columns}[name]

    def fingerprint(self) -> str:
        """sha256 of everything that changes how a file is read: a file is read again when it changes, even if the
        file didn't.
        """
        facts: dict[str, Any] = {"landing": self.landing.model_dump(mode="json", exclude={"files", "history"})}
        facts["columns"] = [column.parse_facts() for column in self.columns]
        return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


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
    if problems:
        raise ConfigurationError(problems)
    return contracts


@cache
def standard_entities() -> dict[str, Contract]:
    """The contract of every standard entity, by its name."""
    sources = read_sources(_file_of(STAGING, "standard"), "standard")
    problems = list(sources.problems)
    found = [_contract(sources, table, "standard", STAGING, "UTC", [], problems) for table in sources.tables]
    if problems:
        raise ConfigurationError(problems)
    return {contract.table: contract for contract in found if contract is not None}


def _file_of(staging: Path, system: str) -> Path:
    return staging / system / f"_{system}__sources.yml"


def _contracts_of(company: Company, system: System, settings: Document, problems: list[Problem]) -> list[Contract]:
    staging = STAGING if system.template else company.folder / "models" / "staging"
    sources = read_sources(_file_of(staging, system.contracts_of), system.contracts_of)
    problems += sources.problems
    top = ("systems", system.name)
    problems += [
        unknown_table(settings, (*top, "tables", table), sources)
        for table in system.tables
        if table not in sources.tables
    ]
    found = []
    for table in sources.tables:
        if system.tables and table not in system.tables:
            continue
        override = system.tables.get(table)
        layers = [Layer(settings, (*top, "landing"), system.landing)]
        layers += [Layer(settings, (*top, "tables", table), override.landing)] if override else []
        contract = _contract(sources, table, system.name, system.path, company.time_zone, layers, problems)
        if contract is not None and override is not None and override.headers:
            contract = _with_headers(contract, override.headers, settings, (*top, "tables", table, "headers"), problems)
        found.append(contract)
    return [contract for contract in found if contract is not None]


def _contract(
    sources: Sources, table: str, system: str, path: Path, zone: str, layers: list[Layer], problems: list[Problem]
) -> Contract | None:
    parts = sources.parts(table, zone, layers)
    problems += parts.problems
    if parts.landing is None or parts.problems:
        return None
    is_template = sources.system in ("standard", MODEL_SYSTEM)
    return Contract(
        system=system,
        table=table,
        entity=table if is_template else None,
        path=path,
        description=parts.description,
        landing=parts.landing,
        columns=parts.columns,
        source_file=sources.document.path,
    )


def _with_headers(
    contract: Contract, headers: dict[str, str], settings: Document, key: tuple[str, ...], problems: list[Problem]
) -> Contract:
    known = [column.name for column in contract.columns]
    for name in headers:
        if name not in known:
            problems.append(
                settings.problem((*key, name), headers[name], f"isn't a column of {contract.table}", ", ".join(known))
            )
    columns = [
        column.model_copy(update={"headers": [headers[column.name].strip()]}) if column.name in headers else column
        for column in contract.columns
    ]
    return contract.model_copy(update={"columns": columns})


def _model_contracts(company: Company, problems: list[Problem]) -> list[Contract]:
    """The cost model: each file from the company's cost_model/ when it is there, else from seeds/."""
    if not _file_of(STAGING, MODEL_SYSTEM).exists():
        return []
    sources = read_sources(_file_of(STAGING, MODEL_SYSTEM), MODEL_SYSTEM)
    problems += sources.problems
    own = company.folder / "cost_model"
    found = []
    for table in sources.tables:
        contract = _contract(sources, table, MODEL_SYSTEM, SEEDS, company.time_zone, [], problems)
        if contract is not None and any(any(own.glob(pattern)) for pattern in contract.landing.files):
            contract = contract.model_copy(update={"path": own})
        found.append(contract)
    return [contract for contract in found if contract is not None]
