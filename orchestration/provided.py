"""Which raw tables have data: what dbt is told of a company's systems follows from it.

Belongs here: reading that from the load ledger and from the files at hand. Doesn't belong here: landing.
"""

from __future__ import annotations

from ingest.contracts import Contract
from ingest.discovery import find_files
from orchestration.dbt_folder import LandedTables
from serving.ledger import open_ledger, tables_with_rows
from settings.paths import DataPaths


def accepted_tables(paths: DataPaths) -> LandedTables:
    """(system, table) of which a load was accepted."""
    with open_ledger(paths) as con:
        return set() if con is None else tables_with_rows(con)


def expected_tables(paths: DataPaths, contracts: list[Contract]) -> LandedTables:
    """The same as it will be after landing the files that are there now."""
    waiting = {
        (found.contract.system, found.contract.table) for found in find_files(contracts).files if not found.fault
    }
    return accepted_tables(paths) | waiting
