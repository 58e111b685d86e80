"""Replaying quarantined records by hand, under the company's lock.

Belongs here: what `whale replay` does: which loads, and with which contracts. Doesn't belong here: the replay itself
(ingest).
"""

from __future__ import annotations

from ingest.contracts import Contract
from ingest.ledger import Load
from ingest.replay import Replayed, replay, replayable
from ingest.store import RawStore
from orchestration.raw_writing import Tell, writing_raw
from settings.errors import WhaleError
from settings.names import suggestion
from settings.paths import DataPaths


def replay_records(
    paths: DataPaths, contracts: list[Contract], table: str | None, load_id: int | None, tell: Tell, *, is_dry: bool
) -> list[Replayed]:
    """Replay what stands in quarantine. table: `system.table` or `table`; tell: hears of an upgrade of the raw file.

    WhaleError when nothing was landed, or there is no such table or load; Locked while another run is writing.
    """
    _check_table(contracts, table)
    with writing_raw(paths, "replay", tell) as store:
        return replay(store, contracts, _chosen(store, table, load_id), is_dry=is_dry)


def is_table(contract_name: str, wanted: str) -> bool:
    """Whether `system.table` is meant by a name with or without its system."""
    return wanted in (contract_name, contract_name.partition(".")[2])


def _check_table(contracts: list[Contract], table: str | None) -> None:
    names = [contract.name for contract in contracts]
    if table is not None and not any(is_table(name, table) for name in names):
        raise WhaleError(f"no contract of a table {table}{suggestion(table, names)}")


def _chosen(store: RawStore, table: str | None, load_id: int | None) -> list[Load]:
    loads = replayable(store)
    if load_id is not None:
        # Asked for by its number, a load must be there.
        store.load(load_id)
    return [
        load
        for load in loads
        if (load_id is None or load.load_id == load_id) and (table is None or is_table(".".join(load.place[:2]), table))
    ]
