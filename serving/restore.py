"""Going back to a backup: its data take the place of what is there, which is set aside and not lost.

Belongs here: the exchange of files. Doesn't belong here: making backups (backup.py), upgrading an older raw file, which
the next refresh does by itself.
"""

from __future__ import annotations

import shutil
import uuid
from datetime import UTC, datetime
from pathlib import Path

from serving.backup_folder import COMPANY, DATA, PUBLISHED, Backup, faults_of, files_below
from serving.files import sync
from serving.history import history_file
from serving.lock import RefreshLock
from settings.errors import WhaleError, shown_path
from settings.paths import DataPaths

_PART = ".restore-"


def check_backup(backup: Backup) -> None:
    """WhaleError with everything in which a backup is damaged; ConfigurationError when it is newer than this code."""
    if faults := faults_of(backup):
        raise WhaleError(f"the backup {shown_path(backup.folder)} is damaged: " + "; ".join(faults))


def restore_data(backup: Backup, paths: DataPaths, *, is_forced: bool) -> Path | None:
    """Put a backup's data in place; gives the folder in which what was there is set aside, None when nothing was.

    What readers see stays until the next refresh. WhaleError for a damaged backup, and, unless forced, when the company
    has data; Locked while a run is writing.
    """
    check_backup(backup)
    with RefreshLock(paths, f"restore-{uuid.uuid4().hex}") as lock:
        lock.step("restore")
        for leftover in paths.root.glob(f"{_PART}*"):
            shutil.rmtree(leftover)
        check_free(paths, is_forced=is_forced)
        return _exchange(backup, paths, _live(paths))


def check_free(paths: DataPaths, *, is_forced: bool) -> None:
    """WhaleError when the company has data, unless forced."""
    live = [each.name for each in _live(paths)]
    if live and not is_forced:
        raise WhaleError(
            f"{paths.root.name} has data already ({', '.join(live)}); "
            "--force sets them aside and puts the backup's in their place"
        )


def restore_company(backup: Backup, folder: Path) -> None:
    """Write the company folder of a backup that was checked. WhaleError when something is there already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WhaleError(f"{shown_path(folder)} isn't empty; name a new folder for the company")
    shutil.copytree(backup.folder / COMPANY, folder, dirs_exist_ok=True)
    for place in backup.manifest["export_folders"]:
        (folder / place).mkdir(parents=True, exist_ok=True)


def differing_settings(backup: Backup, folder: Path) -> list[str]:
    """Files of the company folder that are other than at the time of the backup, or missing."""
    source = backup.folder / COMPANY
    places = [file.relative_to(source) for file in files_below(source)]
    return [str(each) for each in places if not _same(source / each, folder / each)]


def _live(paths: DataPaths) -> list[Path]:
    """What a restore replaces: all but what a refresh makes anew. Copies made before upgrades go with their file."""
    stays = set(paths.passing) - set(paths.raw_copies)
    there = paths.root.iterdir() if paths.root.is_dir() else ()
    return sorted(each for each in there if each not in stays)


def _exchange(backup: Backup, paths: DataPaths, live: list[Path]) -> Path | None:
    """Everything is copied before anything is moved, so that a full disk leaves all as it was."""
    part = paths.root / f"{_PART}{uuid.uuid4().hex}"
    try:
        shutil.copytree(backup.folder / DATA, part)
        for file in files_below(part):
            sync(file)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise WhaleError(
            f"the backup can't be copied to {shown_path(paths.root)}: {error}; nothing was changed"
        ) from error
    aside = _set_aside(paths, live) if live else None
    for each in sorted(part.iterdir()):
        each.rename(paths.root / each.name)
    part.rmdir()
    history = backup.folder / PUBLISHED / history_file(paths).name
    if history.is_file() and not history_file(paths).exists():
        paths.published.mkdir(exist_ok=True)
        shutil.copyfile(history, history_file(paths))
    sync(paths.root)
    return aside


def _set_aside(paths: DataPaths, live: list[Path]) -> Path:
    aside = paths.backups / f"before_restore_{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
    aside.mkdir(parents=True, mode=0o700)
    for each in live:
        shutil.move(each, aside / each.name)
    return aside


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()
