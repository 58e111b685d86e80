"""Backups: a consistent copy of what outlives a release, checked after it was written.

Belongs here: choosing, copying, keeping the last ones. Doesn't belong here: the layout and its check
(backup_folder.py), going back (restore.py). What a refresh makes anew isn't copied.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from serving.backup_folder import (
    BACKUP_VERSION,
    COMPANY,
    DATA,
    MANIFEST,
    PUBLISHED,
    Backup,
    backups_in,
    described,
    faults_of,
    files_below,
    open_backup,
    schema_version_of,
)
from serving.files import sha256_of, sync, write_json
from serving.fingerprint import COMPANY_FOLDERS, code_version
from serving.history import history_file
from serving.lock import RefreshLock
from serving.versions import MANIFEST_NAME, current_version, list_versions
from settings.company import Company
from settings.errors import WhaleError, shown_path
from settings.load import SETTINGS_FILE
from settings.paths import PROJECT_ROOT, DataPaths

_PART = ".part-"


def make_backup(company: Company, paths: DataPaths, into: Path, keep: int | None = None) -> Backup:
    """Copy a company's state into a new folder below `into`, and check the copy; then forget all but the last `keep`.

    Locked while a run is writing. WhaleError when there is nothing to copy, or the copy can't be written or isn't
    right: then nothing is left of it, and older backups stay.
    """
    into = into.expanduser().resolve()
    if not paths.raw_file.is_file():
        raise WhaleError(f"nothing has been landed yet for {company.name}; there is nothing to back up")
    if into.is_relative_to(paths.root):
        raise WhaleError(f"{shown_path(into)} lies in the data that are to be backed up; choose another folder")
    if paths.erasure_plan.exists():
        raise WhaleError(f"an erasure of {company.name} isn't finished; finish it first, or a backup would undo it")
    with RefreshLock(paths, f"backup-{uuid.uuid4().hex}") as lock:
        lock.step("backup")
        try:
            backup = _written(company, paths, into)
        except OSError as error:
            raise WhaleError(f"the backup can't be written to {shown_path(into)}: {error.strerror or error}") from error
    for older in backups_in(into, company.name)[: -keep if keep else 0]:
        shutil.rmtree(older)
    return backup


def _written(company: Company, paths: DataPaths, into: Path) -> Backup:
    """The finished backup; it has its name only when it is whole."""
    into.mkdir(parents=True, exist_ok=True)
    for leftover in into.glob(f"{_PART}{company.name}_*"):
        shutil.rmtree(leftover)
    made_at = datetime.now(UTC)
    name = f"{company.name}_{made_at:%Y%m%dT%H%M%S%fZ}"
    part = into / f"{_PART}{name}"
    part.mkdir(mode=0o700)
    try:
        for source, place in _sources(company, paths):
            _copy(source, part / place)
        write_json(part / MANIFEST, _manifest(company, paths, part, made_at))
        if faults := faults_of(open_backup(part)):
            raise WhaleError("the backup isn't what was to be copied: " + "; ".join(faults) + ". Make it again")
        part.rename(into / name)
        sync(into)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return open_backup(into / name)


def _sources(company: Company, paths: DataPaths) -> Iterator[tuple[Path, str]]:
    """Each file with its place in the backup."""
    passing = paths.passing
    for file in files_below(paths.root):
        if not any(file.is_relative_to(each) for each in passing):
            yield file, f"{DATA}/{file.relative_to(paths.root).as_posix()}"
    yield company.folder / SETTINGS_FILE, f"{COMPANY}/{SETTINGS_FILE}"
    for folder in COMPANY_FOLDERS:
        for file in files_below(company.folder / folder):
            yield file, f"{COMPANY}/{file.relative_to(company.folder).as_posix()}"
    for version in list_versions(paths):
        yield version.folder / MANIFEST_NAME, f"{PUBLISHED}/{version.stamp}.json"
    if history_file(paths).is_file():
        yield history_file(paths), f"{PUBLISHED}/{history_file(paths).name}"


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o600)
    sync(target)
    if sha256_of(target) != sha256_of(source):
        raise WhaleError(f"{shown_path(target)} isn't what was to be copied; make the backup again")


def _manifest(company: Company, paths: DataPaths, folder: Path, made_at: datetime) -> dict[str, Any]:
    version = current_version(paths)
    published = version.manifest() if version else {}
    return {
        "backup_version": BACKUP_VERSION,
        "company": company.name,
        "made_at": made_at.isoformat(timespec="seconds"),
        "code_version": code_version(PROJECT_ROOT, company),
        "duckdb_version": duckdb.__version__,
        "raw_schema_version": schema_version_of(folder / DATA / paths.raw_file.name),
        "export_folders": _own_export_folders(company),
        "published": version.stamp if version else None,
        "content_hash": published.get("content_hash"),
        "files": [described(folder, file) for file in files_below(folder)],
    }


def _own_export_folders(company: Company) -> list[str]:
    """Folders of exports inside the company folder: they aren't copied, but a restored company needs them."""
    inside = [system.path for system in company.systems if system.path.is_relative_to(company.folder)]
    return sorted({path.relative_to(company.folder).as_posix() for path in inside})
