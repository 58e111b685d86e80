"""`whale check`: is everything that a company tells us right?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orchestration.commands.options import chosen_company, company_option
from orchestration.commands.output import printable, show_table
from settings.errors import ConfigurationError

if TYPE_CHECKING:
    from ingest.contracts import Contract
    from settings.company import Company


@click.command(name="check")
@company_option
def command(company: str | None) -> None:
    """Check a company's settings, contracts and staging models; change nothing.

    Every problem is told with file, line, key, value and what would be allowed. A missing export is no problem: any
    subset of the entities works.
    """
    chosen, _ = chosen_company(company)
    from ingest.contracts import load_contracts
    from orchestration.staging_check import staging_problems

    contracts = load_contracts(chosen)
    problems = staging_problems(chosen, contracts)
    if problems:
        raise ConfigurationError(problems)
    _show_exports(chosen, contracts)
    click.echo(f"{chosen.name}: settings, {len(contracts)} contracts and their staging models are right.")


def _show_exports(company: Company, contracts: list[Contract]) -> None:
    from ingest.contracts import standard_entities
    from serving.entities import entities_of

    files = {(each.system, each.table): _file_count(each) for each in contracts}
    rows = []
    for system in company.systems:
        counts = [count for (name, _), count in files.items() if name == system.name]
        found = sum(1 for count in counts if count)
        rows.append([system.name, str(system.path), f"{found} of {len(counts)}", str(sum(counts))])
    show_table(["system", "folder", "tables with files", "files"], rows, right=["tables with files", "files"])
    provided = {table for table, count in files.items() if count}
    entities = entities_of(company, contracts, provided, standard_entities(), {})
    _list("entities with exports", entities.provided)
    _list("entities without", list(entities.missing))
    _list("contracts without a file", [_pattern(each) for each in contracts if _is_own_and_empty(company, each, files)])


def _file_count(contract: Contract) -> int:
    found = {path for pattern in contract.landing.files for path in contract.path.glob(pattern) if path.is_file()}
    return len(found)


def _is_own_and_empty(company: Company, contract: Contract, files: dict[tuple[str, str], int]) -> bool:
    """Whether a system was declared to have this table, and no file of it is there."""
    for system in company.systems:
        if system.name == contract.system and (system.template is None or contract.table in system.tables):
            return files[contract.system, contract.table] == 0
    return False


def _pattern(contract: Contract) -> str:
    return f"{contract.name} ({' or '.join(contract.landing.files)})"


def _list(label: str, names: list[str]) -> None:
    if names:
        click.echo(printable(f"{label} ({len(names)}): {', '.join(names)}"))
