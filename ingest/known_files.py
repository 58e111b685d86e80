"""What the ledger knows of the files we find: landed as they are, the same as another, or new.

Belongs here: comparing files with loads. Doesn't belong here: reading files, changing raw.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.discovery import FoundFile, sha256_of
from ingest.ledger import CURRENT, Load
from ingest.problems import FileRefused

Place = tuple[str, str, str]


@dataclass(frozen=True)
class Fingerprinted:
    """A found file with the sha256 of its content; "" when it can't be read."""

    file: FoundFile
    sha256: str

    @property
    def place(self) -> Place:
        """System, table and path, as in the ledger."""
        return (self.file.contract.system, self.file.contract.table, self.file.place)


class KnownFiles:
    """The ledger as it was before this landing. current: the newest load of each place that stands for its content."""

    def __init__(self, loads: list[Load]) -> None:
        self.loads = loads
        self.current = {load.place: load for load in loads if load.status in CURRENT}
        self._by_place: dict[Place, list[Load]] = {}
        for load in loads:
            self._by_place.setdefault(load.place, []).append(load)
        self._by_content: dict[str, list[Load]] = {}
        for load in self.current.values():
            if load.status != "duplicate":
                self._by_content.setdefault(load.file_sha256, []).append(load)
        self._present: dict[Place, str] = {}

    def see(self, files: list[Fingerprinted]) -> None:
        """Take note of the content of all files that are there now."""
        self._present = {found.place: found.sha256 for found in files}

    def is_landed(self, found: Fingerprinted) -> bool:
        """Whether the file's content, read by the same contract, is what its place holds already."""
        load = self.current.get(found.place)
        if found.file.fault or load is None or load.file_sha256 != found.sha256:
            return False
        if load.contract_sha256 != found.file.contract.fingerprint():
            return False
        return load.status != "duplicate" or self.twin(load, []) is not None

    def twin(self, load: Load, landed_now: list[Load]) -> Load | None:
        """A load of another place with the same content that makes this one needless.

        Of whole snapshots, only one of the same day: the same content on another day is a snapshot of its own. A load
        whose file has another content by now is no twin: it is about to go.
        """
        lasting = [each for each in self._by_content.get(load.file_sha256, []) if self._stands(each)]
        return next((other for other in lasting + landed_now if _same_content(load, other)), None)

    def outdated_by(self, load: Load) -> list[Load]:
        """Loads of the same place that a new one makes void: those never accepted.

        A refused file voids only older refusals.
        """
        void = ("refused",) if load.status == "refused" else ("pending", "held", "duplicate", "refused")
        return [each for each in self._by_place.get(load.place, []) if each.status in void]

    def loads_of(self, place: Place) -> list[int]:
        """All earlier loads of a place."""
        return [each.load_id for each in self._by_place.get(place, [])]

    def refusals_of(self, place: Place) -> list[int]:
        """Refused loads of a place, which are over once its content is good again."""
        return [each.load_id for each in self._by_place.get(place, []) if each.status == "refused"]

    def touched(self, files: list[FoundFile]) -> list[tuple[FoundFile, Load]]:
        """Files with a new time but an old content, and the load of that content."""
        pairs = (
            (found, self.current.get((found.contract.system, found.contract.table, found.place))) for found in files
        )
        return [(found, load) for found, load in pairs if load is not None and load.stamp != found.stamp]

    def _stands(self, load: Load) -> bool:
        return self._present.get(load.place, load.file_sha256) == load.file_sha256


def _same_content(load: Load, other: Load) -> bool:
    def facts(each: Load) -> tuple[str, ...]:
        return (each.system, each.table_name, each.file_sha256, each.contract_sha256)

    same_day = load.load_mode != "full" or other.as_of_date == load.as_of_date
    return facts(load) == facts(other) and same_day and other.place != load.place


def fingerprinted(found: FoundFile, known: KnownFiles) -> Fingerprinted:
    """The file with its sha256, taken from the ledger when size and time are those of its current load."""
    load = known.current.get((found.contract.system, found.contract.table, found.place))
    if found.fault:
        return Fingerprinted(found, "")
    if load is not None and load.stamp == found.stamp:
        return Fingerprinted(found, load.file_sha256)
    try:
        return Fingerprinted(found, sha256_of(found.path))
    except FileRefused as refusal:
        return Fingerprinted(replace(found, fault=str(refusal)), "")
