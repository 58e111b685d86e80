"""Is there anything new since the published version? If not, a refresh has nothing to do.

Belongs here: comparing a version's manifest with the code, the settings, the day, the ledger and the files on disk.
Doesn't belong here: computing fingerprints (fingerprint.py). Looks at sizes and times of files only, so it takes a
fraction of a second.

Whatever can't be read counts as a change: the refresh then meets the same fault and tells it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from ingest.contracts import Contract
from ingest.discovery import FoundFile, find_files
from serving.fingerprint import code_version, inputs_fingerprint
from serving.ledger import SeenFile, open_ledger, seen_files, waiting_loads
from serving.manifest import Origin
from serving.versions import list_versions
from settings.company import Company
from settings.errors import WhaleError
from settings.paths import PROJECT_ROOT, DataPaths

_UNREAD = ("pending", "held", "refused")


def origin_of(
    con: duckdb.DuckDBPyConnection,
    company: Company,
    as_of_date: date | None,
    project_root: Path = PROJECT_ROOT,
    database: str | None = None,
) -> Origin:
    """What a build made now would be made from.

    con: a connection in which raw.duckdb is open, as `database` when that isn't the connection's own; as_of_date: see
    Origin.
    """
    return Origin(
        code_version(project_root, company), inputs_fingerprint(con, database), company.fingerprint(), as_of_date
    )


def is_current(company: Company, paths: DataPaths, contracts: Sequence[Contract], as_of_date: date | None) -> bool:
    """True when a refresh would publish the very same content again.

    Call it while no connection to raw.duckdb is open.
    """
    return next(changes(company, paths, contracts, as_of_date), None) is None


def changes(
    company: Company, paths: DataPaths, contracts: Sequence[Contract], as_of_date: date | None
) -> Iterator[str]:
    """Why a refresh has something to do, one reason at a time, the cheapest to find first."""
    if paths.erasure_plan.exists():
        yield "an erasure was killed and must be finished"
    manifest = _newest_manifest(paths)
    if manifest is None:
        yield "nothing is published, or readers were taken back to an older version"
        return
    with open_ledger(paths) as con:
        if con is None:
            yield "raw.duckdb isn't there or can't be read"
            return
        yield from (f"load {load.load_id} of {load.file_path} is {load.status}" for load in waiting_loads(con))
        yield from _file_changes(contracts, seen_files(con))
        yield from origin_changes(manifest, origin_of(con, company, as_of_date))


def origin_changes(manifest: Mapping[str, Any], origin: Origin) -> Iterator[str]:
    """In which parts an origin differs from a manifest's: the exact answer, once everything is landed."""
    for part, now in origin.as_dict().items():
        if manifest.get(part) != now:
            yield f"{part.replace('_', ' ')} changed"


def same_origin(paths: DataPaths, origin: Origin) -> bool:
    """True when the published version is the newest and was made from this very origin: building is needless."""
    manifest = _newest_manifest(paths)
    return manifest is not None and next(origin_changes(manifest, origin), None) is None


def _newest_manifest(paths: DataPaths) -> dict[str, Any] | None:
    """The manifest of the current version; None when it isn't the newest: after a rollback there is something to do."""
    versions = list_versions(paths)
    if not versions or not versions[-1].is_current:
        return None
    try:
        return versions[-1].manifest()
    except WhaleError:
        return None


def _file_changes(contracts: Sequence[Contract], seen: Mapping[tuple[str, str, str], SeenFile]) -> Iterator[str]:
    for found in find_files(contracts).files:
        reason = _reason(found, seen.get((found.contract.system, found.contract.table, found.place)))
        if reason:
            yield f"{found.contract.name}: {found.place} {reason}"


def _reason(found: FoundFile, seen: SeenFile | None) -> str:
    if found.fault:
        return found.fault
    if seen is None:
        return "is new"
    if (found.size, found.modified_ns) != (seen.file_bytes, seen.modified_ns):
        return "was written since it was landed"
    return f"was {seen.status}" if seen.status in _UNREAD else ""
