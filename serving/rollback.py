"""Going back: readers are switched to another kept version, in one step and without copying a byte.

Belongs here: choosing and checking the version to go to. Doesn't belong here: removing or making versions. Needs no
RefreshLock: it may come at any time, also while a refresh runs (whose publish then wins, being later).

After a rollback the current version isn't the newest, so the next refresh builds and publishes again even when nothing
is new: going back lasts until then.
"""

from __future__ import annotations

from serving.history import record_event
from serving.verify import counted_rows
from serving.versions import Version, current_version, find_version, list_versions, point_current_at, switching
from settings.errors import WhaleError
from settings.paths import DataPaths


def rollback(paths: DataPaths, to: str | None = None) -> Version:
    """Switch readers to the version before the current one, or to the one stamped `to`, which may also be newer.

    The version is opened and counted first. WhaleError when there is no such version, or it isn't whole; nothing
    changes then.
    """
    with switching(paths):
        current = current_version(paths)
        target = find_version(paths, to) if to else _before(paths, find_version(paths))
        if current and target.stamp == current.stamp:
            raise WhaleError(f"version {target.stamp} is already the current one")
        _check_whole(target)
        point_current_at(paths, target.stamp)
        run_id = str(target.manifest().get("run_id", ""))
        record_event(paths, "rollback", target.stamp, current.stamp if current else None, run_id)
    return find_version(paths, target.stamp)


def _before(paths: DataPaths, current: Version) -> Version:
    older = [version for version in list_versions(paths) if version.stamp < current.stamp]
    if not older:
        raise WhaleError(
            f"there is no version before {current.stamp} to go back to; `publishing: keep_versions` says how many stay"
        )
    return older[-1]


def _check_whole(version: Version) -> None:
    if counted_rows(version.database_file) != version.manifest().get("row_counts"):
        raise WhaleError(f"version {version.stamp} no longer holds what its manifest says; choose another")
