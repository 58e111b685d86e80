"""Published versions on disk: their names, which is current, and the one link switch.

Belongs here: the layout of the published folder. Doesn't belong here: making versions (publish.py) or going back
(rollback.py).

published/versions/<stamp>/{whalecurve.duckdb, manifest.json}   immutable; names starting with a dot are never versions
published/current -> versions/<stamp>                            the only thing that ever changes
published/whalecurve.duckdb -> current/whalecurve.duckdb         the path that readers are given
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from serving.files import sync
from settings.errors import WhaleError, shown_path
from settings.names import suggestion
from settings.paths import DataPaths

DATABASE_NAME = "whalecurve.duckdb"
MANIFEST_NAME = "manifest.json"
TEMPORARY_LINK = ".link-"
_STAMP = re.compile(r"\d{8}T\d{12}Z", re.ASCII)
_STAMP_FORMAT = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True)
class Version:
    """A published version. stamp: its UTC instant to the microsecond, which orders versions; folder: absolute."""

    stamp: str
    folder: Path
    is_current: bool

    @property
    def database_file(self) -> Path:
        """The real file, not reached through a link: what was opened stays what it was."""
        return self.folder / DATABASE_NAME

    @property
    def published_at(self) -> datetime:
        """When it was made, UTC."""
        return datetime.strptime(self.stamp, _STAMP_FORMAT).replace(tzinfo=UTC)

    def manifest(self) -> dict[str, Any]:
        """What was noted when it was made. WhaleError when it can't be read."""
        try:
            content = json.loads((self.folder / MANIFEST_NAME).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise WhaleError(
                f"the manifest of version {self.stamp} can't be read ({error}); refresh to publish anew"
            ) from error
        if not isinstance(content, dict):
            raise WhaleError(f"the manifest of version {self.stamp} isn't a JSON object; refresh to publish anew")
        return content


def list_versions(paths: DataPaths) -> list[Version]:
    """All complete published versions, oldest first."""
    current = _current_stamp(paths)
    folders = paths.versions.iterdir() if paths.versions.is_dir() else iter(())
    found = [folder for folder in folders if _STAMP.fullmatch(folder.name) and (folder / DATABASE_NAME).is_file()]
    return [
        Version(folder.name, folder, folder.name == current) for folder in sorted(found, key=lambda each: each.name)
    ]


def current_version(paths: DataPaths) -> Version | None:
    """The version that readers get, or None: nothing is published, or the link leads nowhere."""
    return next((version for version in list_versions(paths) if version.is_current), None)


def find_version(paths: DataPaths, stamp: str | None = None) -> Version:
    """The version of that stamp, by default the current one. WhaleError when there is none, naming what there is."""
    versions = list_versions(paths)
    if stamp is None:
        found = next((version for version in versions if version.is_current), None)
    else:
        found = next((version for version in versions if version.stamp == stamp), None)
    if found is None:
        raise WhaleError(_not_found(paths, stamp, [version.stamp for version in versions]))
    return found


def new_stamp(paths: DataPaths, now: datetime | None = None) -> str:
    """A stamp later than every version's, even when the clock went back."""
    instant = now or datetime.now(UTC)
    versions = list_versions(paths)
    if versions:
        instant = max(instant, versions[-1].published_at + timedelta(microseconds=1))
    return instant.astimezone(UTC).strftime(_STAMP_FORMAT)


def point_current_at(paths: DataPaths, stamp: str) -> None:
    """Switch readers to a version, in one atomic step. The caller holds `switching`."""
    _put_link(paths.current, f"{paths.versions.name}/{stamp}")
    fixed_target = f"{paths.current.name}/{DATABASE_NAME}"
    if not paths.fixed_file.is_symlink() or str(paths.fixed_file.readlink()) != fixed_target:
        _put_link(paths.fixed_file, fixed_target)
    sync(paths.published)


@contextmanager
def switching(paths: DataPaths) -> Iterator[None]:
    """Held while the link, the history and the list of versions change: a rollback may come while a publish runs."""
    paths.versions.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(paths.published / ".switch.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _put_link(link: Path, target: str) -> None:
    fresh = link.with_name(f"{TEMPORARY_LINK}{uuid.uuid4().hex}")
    fresh.symlink_to(target)
    try:
        fresh.rename(link)
    except OSError as error:
        fresh.unlink()
        raise WhaleError(
            f"{shown_path(link)} must be a link of ours; move away what lies there ({error.strerror})"
        ) from error


def _current_stamp(paths: DataPaths) -> str | None:
    return Path(paths.current.readlink()).name if paths.current.is_symlink() else None


def _not_found(paths: DataPaths, stamp: str | None, stamps: list[str]) -> str:
    if not stamps:
        return f"nothing is published yet for {paths.root.name}; run `whale refresh`"
    kept = ", ".join(stamps)
    if stamp is None:
        return f"{shown_path(paths.current)} leads to no version; `whale rollback --to STAMP` mends it (kept: {kept})"
    return f"there is no version {stamp!r}{suggestion(stamp, stamps) or '.'} Kept: {kept}"
