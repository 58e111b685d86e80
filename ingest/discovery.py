"""Finding the files of each contract, and waiting until nobody writes them any more.

Belongs here: what lies in the folders. Doesn't belong here: what is in a file, or whether we have landed it before.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.contracts import SEEDS, Contract
from ingest.load_keys import FileMode
from ingest.problems import FileRefused
from settings.errors import ConfigurationError, Problem, shown_path

SETTLE_SECONDS = 5.0
_LONGEST_WAITS = 12
_CHUNK = 1 << 20


@dataclass(frozen=True)
class FoundFile:
    """A file of a contract.

    place: its path relative to the system's folder; fault: why it can't even be opened, or ""; mode: what the file
    does.
    """

    contract: Contract
    path: Path
    place: str
    size: int = 0
    modified_ns: int = 0
    changed_ns: int = 0
    fault: str = ""
    mode: FileMode = "full"

    @property
    def modified_at(self) -> datetime:
        """When the file was last written, as an instant in UTC."""
        return datetime.fromtimestamp(self.modified_ns / 1e9, UTC)

    def refreshed(self) -> FoundFile:
        """The same file as it stands on disk now."""
        try:
            facts = self.path.stat()
        except OSError as error:
            return replace(self, fault=f"can't be read: {error.strerror or error}")
        if not stat.S_ISREG(facts.st_mode):
            kind = "a folder" if stat.S_ISDIR(facts.st_mode) else "no regular file"
            return replace(self, fault=f"is {kind}; put the exported file in its place")
        return replace(
            self,
            size=facts.st_size,
            modified_ns=facts.st_mtime_ns,
            changed_ns=facts.st_ctime_ns,
            fault=self._content_fault(facts.st_size),
        )

    def _content_fault(self, size: int) -> str:
        if size == 0:
            return "is empty (0 bytes), not even a header; export it again, or remove it if there is nothing to deliver"
        try:
            with self.path.open("rb"):
                return ""
        except OSError as error:
            return f"can't be read: {error.strerror or error}"

    def unchanged(self) -> bool:
        """Whether the file on disk still has the size and time that we noted."""
        now = self.refreshed()
        return (now.stamp, now.fault) == (self.stamp, self.fault)

    @property
    def stamp(self) -> tuple[int, int, int]:
        """Size and times: the same stamp is the same content.

        A copy may keep the old modification time, but not the time of change.
        """
        return (self.size, self.modified_ns, self.changed_ns)


@dataclass
class Findings:
    """files: in the order of contracts and names; unclaimed: files in systems' folders that no contract knows."""

    files: list[FoundFile] = field(default_factory=list)
    unclaimed: list[str] = field(default_factory=list)


def find_files(contracts: Iterable[Contract]) -> Findings:
    """The files of all contracts. ConfigurationError when two contracts claim one file."""
    contracts = list(contracts)
    claims: dict[Path, list[Contract]] = {}
    modes: dict[tuple[str, Path], FileMode] = {}
    sidecars: set[Path] = set()
    for contract in contracts:
        found, beside = _matches(contract)
        sidecars |= beside
        for path, mode in found.items():
            claims.setdefault(path, []).append(contract)
            modes[contract.name, path] = mode
    problems = [_contest(path, owners) for path, owners in claims.items() if not _may_share(owners)]
    if problems:
        raise ConfigurationError(problems)
    files = [
        FoundFile(owner, path, path.relative_to(owner.path).as_posix(), mode=modes[owner.name, path])
        for path, owners in claims.items()
        for owner in owners
    ]
    # A seed that a company's own cost model replaces is no export that somebody forgot.
    folders = dict.fromkeys(contract.path for contract in contracts if contract.path != SEEDS)
    known = claims.keys() | sidecars
    unclaimed = [
        shown_path(path)
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if _is_stray(path, known)
    ]
    return Findings([found.refreshed() for found in files], unclaimed)


def settle_seconds() -> float:
    """How long a file must have been left alone before we read it: $WHALE_SETTLE_SECONDS, else 5."""
    return float(os.environ.get("WHALE_SETTLE_SECONDS") or SETTLE_SECONDS)


def settled(files: list[FoundFile]) -> list[FoundFile]:
    """The files once none of them is being written; one that never comes to rest carries a fault instead.

    Files older than the settle time pass at once; for the others we wait together, at most twelve times that long.
    """
    quiet = settle_seconds()
    for _ in range(_LONGEST_WAITS):
        if not any(_is_young(found, quiet) for found in files):
            return files
        time.sleep(quiet)
        before, files = files, [found.refreshed() for found in files]
        if files == before:
            return files
    return [
        replace(each, fault="is still being written; wait for the export to end") if _is_young(each, quiet) else each
        for each in files
    ]


def sha256_of(path: Path) -> str:
    """sha256 of a file's bytes, read in pieces. FileRefused when it can't be read to its end."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as source:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise FileRefused(f"can't be read: {error.strerror or error}") from None
    return digest.hexdigest()


def _matches(contract: Contract) -> tuple[dict[Path, FileMode], set[Path]]:
    """The files of a contract with what each does, and the sidecars beside them, which are no files of it.

    Also a link that leads nowhere: glob passes it over where a pattern names one file.
    """
    found: dict[Path, FileMode] = {}
    for mode, patterns in contract.landing.patterns(contract.landing.files).items():
        paths = {path for pattern in patterns for path in contract.path.glob(pattern)}
        links = {path for path in map(contract.path.joinpath, patterns) if path.is_symlink()}
        found |= dict.fromkeys(paths | links, mode)
    controls = contract.landing.controls
    is_beside = controls is not None and controls.source == "sidecar"
    sidecars = {controls.sidecar_of(path) for path in found} if controls and is_beside else set()
    return {path: found[path] for path in sorted(found) if path not in sidecars}, sidecars


def _may_share(owners: list[Contract]) -> bool:
    """Tables may share a workbook, each with its own sheet."""
    if len(owners) == 1:
        return True
    sheets = {owner.landing.sheet for owner in owners}
    return all(owner.landing.format == "xlsx" for owner in owners) and len(sheets) == len(owners) and None not in sheets


def _contest(path: Path, owners: list[Contract]) -> Problem:
    names = ", ".join(owner.name for owner in owners)
    patterns = sorted({pattern for owner in owners for pattern in owner.landing.files})
    message = (
        f"{shown_path(path)} is claimed by {names}; narrow their file patterns so that a file belongs to one table"
    )
    return Problem(owners[-1].source_file, f"{owners[-1].table}.landing.files", patterns, message)


def _is_stray(path: Path, claims: set[Path]) -> bool:
    return path not in claims and not path.name.startswith(".") and path.is_file()


def _is_young(found: FoundFile, quiet: float) -> bool:
    return not found.fault and not found.contract.is_fetched and time.time() - found.modified_ns / 1e9 < quiet
