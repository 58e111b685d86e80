"""Fetching: every system with a connection asked once, before the landing looks for files.

Belongs here: which system is asked how, and a source that can't be reached told as a problem that stops the refresh
after everything else has landed. Doesn't belong here: a protocol (postgres.py, objects.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ingest.contracts import Contract
from ingest.problems import FileRefused
from ingest.sources.objects import mirror
from ingest.sources.postgres import fetch_tables
from ingest.store import RawStore
from settings.company import Company, System
from settings.connections import without_secrets
from settings.errors import WhaleError

_SECONDS_A_DAY = 86_400
Progress = Callable[[int, int, str], None]


@dataclass
class FetchReport:
    """fetched: what each source brought, in words; problems: why the refresh must stop after landing."""

    fetched: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def fetch(company: Company, contracts: list[Contract], store: RawStore, on_progress: Progress) -> FetchReport:
    """Ask every system that has a connection, and write what it gave as files that the landing finds.

    Nothing is fetched twice: of a database only what is new by its cursor, or a whole list that differs from the last
    one of that day; of a store of objects the objects that changed.
    """
    report = FetchReport()
    asked = [system for system in company.systems if system.connection is not None]
    for number, system in enumerate(asked):
        on_progress(number, len(asked), f"fetching {system.name}")
        own = [contract for contract in contracts if contract.system == system.name]
        _ask(company, system, own, store, report)
        if system.connection is not None and system.connection.kind == "postgres":
            _forget_landed(own, store, time.time() - company.retention.fetched_days * _SECONDS_A_DAY)
    return report


def _ask(company: Company, system: System, contracts: list[Contract], store: RawStore, report: FetchReport) -> None:
    assert system.connection is not None
    shown = system.connection.shown
    try:
        address = system.connection.address()
        shown = without_secrets(address)
        if system.connection.kind == "postgres":
            now = datetime.now(UTC).astimezone(company.zone)
            report.fetched += fetch_tables(address, contracts, store, now)
        else:
            report.fetched += mirror(address, contracts)
    except (WhaleError, FileRefused) as error:
        report.problems.append(f"system {system.name} ({shown}): {error}")


def _forget_landed(contracts: list[Contract], store: RawStore, oldest: float) -> None:
    """Remove old files whose rows are in raw; those that wait for gate 1 stay."""
    over = {load.place for load in store.loads() if load.status in ("accepted", "replaced", "duplicate")}
    for contract in contracts:
        for path in contract.path.glob(f"{contract.table}_*.parquet"):
            if (contract.system, contract.table, path.name) in over and path.stat().st_mtime < oldest:
                path.unlink()
