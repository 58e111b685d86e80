"""`whale check`: is everything that a company tells us right?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from orchestration.commands.options import chosen_company, company_option
from orchestration.commands.output import printable, show_table
from settings.errors import ConfigurationError, shown_path

if TYPE_CHECKING:
    from ingest.contracts import Contract
    from settings.company import Company, System

    FileCounts = Counter[tuple[str, str]]


@click.command(name="check")
@company_option
def command(company: str | None) -> None:
    """Check a company's settings, contracts and staging models; change nothing.

    Every problem is told with file, line, key, value and what would be allowed. A missing export is no problem: any
    subset of the entities works.
    """
    chosen, _ = chosen_company(company)
    from expectations.suites import check_suites
    from ingest.contracts import load_contracts
    from orchestration.staging_check import staging_problems

    contracts = load_contracts(chosen)
    check_suites(contracts, chosen.folder)
    problems = staging_problems(chosen, contracts)
    if problems:
        raise ConfigurationError(problems)
    _show_exports(chosen, contracts)
    click.echo(f"{chosen.name}: settings, {len(contracts)} contracts and their staging models are right.")


def _show_exports(company: Company, contracts: list[Contract]) -> None:
    from ingest.contracts import standard_entities
    from ingest.discovery import find_files
    from ingest.strays import stray_warnings
    from serving.entities import entities_of

    names = [system.name for system in company.systems]
    own = [each for each in contracts if each.system in names]
    findings = find_files(own)
    usable = Counter((found.contract.system, found.contract.table) for found in findings.files if not found.fault)
    rows = [_system_row(system, own, usable) for system in company.systems]
    show_table(["system", "folder", "tables with files", "files"], rows, right=["tables with files", "files"])
    entities = entities_of(company, own, set(usable), standard_entities(), {})
    _list("entities with exports", entities.provided)
    _list("entities without", list(entities.missing))
    _list("declared tables without a file", [_awaited(each) for each in own if _is_awaited(company, each, usable)])
    _list(
        "files that can't be landed", [f"{shown_path(each.path)} {each.fault}" for each in findings.files if each.fault]
    )
    for warning in stray_warnings(company, findings.unclaimed):
        click.echo(printable(f"warning: {warning}"))


def _system_row(system: System, contracts: list[Contract], usable: FileCounts) -> list[str]:
    tables = [(each.system, each.table) for each in contracts if each.system == system.name]
    found = sum(1 for table in tables if usable[table])
    files = sum(usable[table] for table in tables)
    place = shown_path(system.path) if system.connection is None else f"connection: {system.connection.shown}"
    return [system.name, place, f"{found} of {len(tables)}", str(files)]


def _is_awaited(company: Company, contract: Contract, usable: FileCounts) -> bool:
    """Whether a system was declared to have this table, and no file of it is there."""
    system = company.system(contract.system)
    is_declared = system.template is None or contract.table in system.tables
    return is_declared and not usable[contract.system, contract.table]


def _awaited(contract: Contract) -> str:
    return f"{contract.name} ({' or '.join(contract.landing.files)})"


def _list(label: str, names: list[str]) -> None:
    if names:
        click.echo(printable(f"{label} ({len(names)}): {', '.join(names)}"))
