"""Whether a system's connection and its contracts' sources belong together.

Belongs here: what only both of them show. Doesn't belong here: the keys themselves (source_keys.py,
settings/connections.py) or asking the system.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.contract import Contract
from settings.company import System
from settings.errors import Problem
from settings.names import suggestion

CURSOR_KINDS = ("timestamp", "date", "bigint")


def source_problems(system: System, contracts: Iterable[Contract]) -> Iterator[Problem]:
    """Tables of a database without a source, sources without a database, cursors that can't be one."""
    is_database = system.connection is not None and system.connection.kind == "postgres"
    for contract in contracts:
        source, key = contract.landing.source, f"{contract.table}.landing.source"
        if source is None and is_database:
            message = f"{contract.name} is fetched from a database and needs a source"
            yield Problem(contract.source_file, key, None, message, "table or query")
        elif source is not None and not is_database:
            message = f"system {system.name} has no connection of kind postgres in company.yml"
            yield Problem(contract.source_file, key, source.table or source.query, message)
        elif source is not None and source.cursor is not None and (message := _cursor_fault(contract, source.cursor)):
            yield Problem(contract.source_file, f"{key}.cursor", source.cursor, message)


def _cursor_fault(contract: Contract, cursor: str) -> str:
    names = [column.name for column in contract.columns]
    if cursor not in names:
        return f"isn't a column of the table{suggestion(cursor, names)}"
    column = contract.column(cursor)
    if column.kind not in CURSOR_KINDS:
        return f"is a {column.data_type}; a cursor is one of {', '.join(CURSOR_KINDS)}"
    return "" if not column.nullable else "may be empty: a row without it would never be fetched; `nullable: false`"
