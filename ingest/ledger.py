"""One load: one file's content taken in once, as a row of the load ledger.

Belongs here: the row and its states. Doesn't belong here: the tables (raw_schema.py) or moving rows (store.py).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, Literal

from ingest.load_keys import FileMode

Status = Literal["pending", "accepted", "held", "replaced", "duplicate", "refused"]
# A load that stands for the present content of its place.
CURRENT: tuple[Status, ...] = ("pending", "accepted", "held", "duplicate")


@dataclass(frozen=True)
class Load:
    """One file's content, landed once.

    file_path: the file's place, relative to its system's folder; load_mode: what the file does; as_of_date: the day on
    which the content held; instants are UTC without a zone; record_count = loaded_count + quarantined_count, all 0 for
    a refused or duplicate load.
    """

    load_id: int
    run_id: str
    system: str
    table_name: str
    file_path: str
    file_sha256: str
    file_bytes: int
    file_modified_at: datetime
    file_modified_ns: int
    format: str
    load_mode: FileMode
    as_of_date: date
    record_count: int
    loaded_count: int
    quarantined_count: int
    status: Status
    status_reason: str
    landed_at: datetime
    contract_sha256: str = ""
    file_changed_ns: int = 0

    @property
    def place(self) -> tuple[str, str, str]:
        """System, table and file path: of the loads of one place the newest counts."""
        return (self.system, self.table_name, self.file_path)

    @property
    def stamp(self) -> tuple[int, int, int]:
        """Size and times of the file, as FoundFile has them."""
        return (self.file_bytes, self.file_modified_ns, self.file_changed_ns)

    def as_dict(self) -> dict[str, Any]:
        """The load for JSON."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}


LOAD_COLUMNS = [each.name for each in fields(Load)]
