"""Writing to raw.duckdb by hand, outside a refresh: under the company's lock, upgraded first.

Belongs here: taking the lock and opening the store for a command. Doesn't belong here: what a command does with it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

from ingest.store import RawStore
from ingest.upgrade import upgrade_due
from serving.lock import RefreshLock
from settings.errors import WhaleError, shown_path
from settings.paths import DataPaths

Tell = Callable[[str], None]


@contextmanager
def writing_raw(paths: DataPaths, step: str, tell: Tell) -> Iterator[RawStore]:
    """The store, opened to be written. step: what the lock says is being done; tell: hears of an upgrade.

    WhaleError when nothing was landed yet; Locked while another run is writing.
    """
    if not paths.raw_file.exists():
        raise nothing_landed(paths)
    try:
        with RefreshLock(paths, f"{step}-{uuid.uuid4().hex}") as lock:
            lock.step(step)
            if title := upgrade_due(paths.raw_file):
                tell(title)
            with RawStore(paths.raw_file) as store:
                yield store
    except duckdb.IOException as error:
        raise WhaleError(f"{shown_path(paths.raw_file)} is open in another program; close it and try again") from error


def nothing_landed(paths: DataPaths) -> WhaleError:
    """What to say when there is no raw file."""
    return WhaleError(f"nothing has been landed yet for {paths.root.name}; run `whale refresh`")
