"""Letting a held load pass by hand, noted in the load ledger with its reason.

Belongs here: what `whale accept` does, under the company's lock. Doesn't belong here: merging rows into raw (ingest).
"""

from __future__ import annotations

from ingest.ledger import Load
from ingest.store import RawStore
from orchestration.raw_writing import Tell, writing_raw
from settings.errors import WhaleError
from settings.paths import DataPaths


def accept_held(paths: DataPaths, load_id: int, reason: str, tell: Tell) -> Load:
    """Accept one held load and return it as it was. tell: hears of an upgrade of the raw file.

    WhaleError when nothing was landed yet or the load isn't held; Locked while another run is writing.
    """
    with writing_raw(paths, "accept", tell) as store:
        return _accept(store, load_id, reason)


def _accept(store: RawStore, load_id: int, reason: str) -> Load:
    held = {load.load_id: load for load in store.loads("held")}
    if load_id not in held:
        numbers = ", ".join(map(str, held)) or "none"
        raise WhaleError(f"load {load_id} isn't held; held loads: {numbers}")
    with store.transaction():
        store.accept([load_id])
        store.set_status([load_id], "accepted", _note(held[load_id], reason))
    return held[load_id]


def _note(load: Load, reason: str) -> str:
    given = f": {reason}" if reason else ""
    return f"accepted by hand{given} (held for: {load.status_reason or 'no reason noted'})"
