"""Publishing: a finished build becomes an immutable version, and readers are switched to it in one step.

Belongs here: making versions, switching to them, removing old ones and what killed publishes left. Doesn't belong here:
deciding whether a build may be published (gate 2), going back (rollback.py). The caller holds the company's
RefreshLock.

A kill at any point leaves `current` on a whole version: the folder is built under a name that no reader looks at,
checked, made durable, renamed, and only then linked.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from serving.files import move, protect, remove_folder, sha256_of, sync, write_json
from serving.history import read_history, record_event
from serving.verify import counted_rows
from serving.versions import (
    DATABASE_NAME,
    MANIFEST_NAME,
    TEMPORARY_LINK,
    Version,
    current_version,
    find_version,
    list_versions,
    new_stamp,
    point_current_at,
    switching,
)
from settings.errors import WhaleError, shown_path
from settings.paths import DataPaths

_INCOMING = ".incoming-"
_GONE = ".gone-"


def publish(paths: DataPaths, candidate_file: Path, manifest: dict[str, Any], keep: int) -> Version:
    """Publish a closed, checkpointed database file as the new current version; the file is moved away.

    manifest: what build_manifest gave; its `row_counts` must be what is found in the file, and stamp, published_at,
    duckdb_version, database_bytes and database_sha256 are added. keep: how many versions stay, at least 1, the new one
    included. WhaleError when the file isn't whole; then it stays where it was, and so does the published version.
    """
    if keep < 1:
        raise ValueError(f"keep must be at least 1, not {keep}")
    _refuse_open_file(candidate_file)
    sweep(paths)
    stamp = new_stamp(paths)
    incoming = _prepared(paths, candidate_file, manifest, stamp)
    with switching(paths):
        incoming.rename(paths.versions / stamp)
        sync(paths.versions)
        previous = current_version(paths)
        point_current_at(paths, stamp)
        record_event(paths, "publish", stamp, previous.stamp if previous else None, str(manifest.get("run_id", "")))
        set_aside(list_versions(paths)[:-keep])
    sweep(paths)
    return find_version(paths, stamp)


def sweep(paths: DataPaths) -> None:
    """Clear what killed publishes left, and finish the note of one that was killed right after its switch."""
    with switching(paths):
        current = current_version(paths)
        noted = {entry.get("version") for entry in read_history(paths)}
        if current and current.stamp not in noted:
            record_event(paths, "publish", current.stamp, None, str(current.manifest().get("run_id", "")))
        set_aside([each for each in list_versions(paths) if each.stamp not in noted and _is_later(each, current)])
        for link in paths.published.glob(f"{TEMPORARY_LINK}*"):
            link.unlink()
        for folder in [*paths.versions.glob(f"{_INCOMING}*"), *paths.versions.glob(f"{_GONE}*")]:
            remove_folder(folder)


def _is_later(version: Version, current: Version | None) -> bool:
    """True for a version newer than the current one: unless the history knows it, it was made and never switched to."""
    return current is None or version.stamp > current.stamp


def _refuse_open_file(candidate_file: Path) -> None:
    if not candidate_file.is_file():
        raise WhaleError(f"{shown_path(candidate_file)} isn't there; the build must write it before it is published")
    log = candidate_file.with_name(candidate_file.name + ".wal")
    if log.exists():
        raise WhaleError(
            f"{shown_path(log)} holds rows that aren't in the file yet; close every connection to it and publish again"
        )


def _prepared(paths: DataPaths, candidate_file: Path, manifest: dict[str, Any], stamp: str) -> Path:
    """The version's folder under its temporary name: complete, checked, read-only and on the disk.

    When that fails, by a full disk too, the file goes back to where it was.
    """
    folder = paths.versions / f"{_INCOMING}{stamp}"
    folder.mkdir()
    database_file = folder / DATABASE_NAME
    try:
        move(candidate_file, database_file)
        complete = {**manifest, **_measured(database_file, manifest), **_stamped(stamp)}
        write_json(folder / MANIFEST_NAME, complete)
        protect(folder)
        sync(database_file)
        sync(folder)
    except BaseException:
        _put_back(database_file, candidate_file)
        remove_folder(folder)
        raise
    return folder


def _put_back(database_file: Path, candidate_file: Path) -> None:
    if database_file.exists() and not candidate_file.exists():
        database_file.parent.chmod(0o755)
        database_file.chmod(0o644)
        move(database_file, candidate_file)


def _measured(database_file: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    found = counted_rows(database_file)
    expected = manifest.get("row_counts", found)
    if found != expected:
        raise WhaleError(f"the finished file doesn't hold what was built: {_difference(expected, found)}; build again")
    return {
        "row_counts": found,
        "database_bytes": database_file.stat().st_size,
        "database_sha256": sha256_of(database_file),
        "duckdb_version": duckdb.__version__,
    }


def _difference(expected: dict[str, int], found: dict[str, int]) -> str:
    names = sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))
    shown = [f"{name} has {found.get(name, 'no')} rows instead of {expected.get(name, 'none')}" for name in names[:5]]
    return ", ".join(shown)


def _stamped(stamp: str) -> dict[str, str]:
    return {"stamp": stamp, "published_at": datetime.now(UTC).isoformat(timespec="seconds")}


def set_aside(versions: list[Version]) -> None:
    """Take versions out of the list at once; sweep removes their files. Never the current one."""
    for version in versions:
        if not version.is_current:
            version.folder.rename(version.folder.with_name(f"{_GONE}{version.stamp}"))
