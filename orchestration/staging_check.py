"""Whether contracts and staging models fit: every landed table is read, and no model reads one that isn't landed.

Belongs here: what can be seen from the files alone. Doesn't belong here: whether the SQL is right; dbt and its tests
see to that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ingest.contracts import Contract
from orchestration.dbt_folder import staging_folder
from orchestration.staging_columns import column_problems
from settings.company import Company
from settings.errors import Problem
from settings.names import suggestion

_COMMENT = re.compile(r"\{#.*?#\}|--[^\n]*", re.DOTALL)
_READS = re.compile(r"\blanded(?:_history|_members)?\(\s*(['\"])(\w+)\1\s*,\s*(['\"])(\w+)\3\s*[,)]")


def staging_problems(company: Company, contracts: Iterable[Contract]) -> list[Problem]:
    """Tables that no staging model reads, models that read a table without a contract, columns beyond the standard."""
    spoken_as = {system.name: system.contracts_of for system in company.systems}
    by_system: dict[str, dict[str, Contract]] = {}
    for contract in contracts:
        by_system.setdefault(spoken_as.get(contract.system, contract.system), {})[contract.table] = contract
    problems: list[Problem] = []
    for system, tables in by_system.items():
        folder = staging_folder(company, system)
        problems += _system_problems(system, tables, folder)
        problems += column_problems(system, folder) if folder.is_relative_to(company.folder) else []
    return problems


def _system_problems(system: str, tables: dict[str, Contract], folder: Path) -> list[Problem]:
    reads = [read for path in sorted(folder.glob("*.sql")) for read in _reads(path)]
    read_tables = {table for _, _, read_system, table in reads if read_system == system}
    unread = [contract for table, contract in tables.items() if table not in read_tables]
    return [_unread(system, contract, folder) for contract in unread] + [
        Problem(path, "landed", f"{read_system}, {table}", _unknown(system, read_system, table, tables), line=line)
        for path, line, read_system, table in reads
        if read_system != system or (table not in tables and system not in _PARTLY_USED)
    ]


# A company may provide only some of the template's tables; the template's models read them all.
_PARTLY_USED = frozenset({"standard"})


def _reads(path: Path) -> list[tuple[Path, int, str, str]]:
    """(file, line, system, table) of every landed table that a model reads, comments left out."""
    text = _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), path.read_text(encoding="utf-8"))
    return [(path, text.count("\n", 0, read.start()) + 1, read[2], read[4]) for read in _READS.finditer(text)]


def _unread(system: str, contract: Contract, folder: Path) -> Problem:
    message = (
        f"no staging model reads this table: add stg_{system}__<entity>.sql or base_{system}__{contract.table}.sql"
    )
    return Problem(contract.source_file, f"{system}.{contract.table}", None, f"{message} to {folder.name}/")


def _unknown(system: str, read_system: str, table: str, tables: dict[str, Contract]) -> str:
    if read_system != system:
        return f"reads another system; a model in {system}/ reads only {system}"
    return f"no contract has a table {table}{suggestion(table, tables)}"
