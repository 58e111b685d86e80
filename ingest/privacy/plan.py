"""An erasure under way: whom it takes out, by which numbers and texts, so that a killed one can be finished.

Belongs here: the plan and its file, which is readable by its owner alone and removed when everything is done. Doesn't
belong here: how a person is found (persons.py) or taken out.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass

from settings.paths import DataPaths


@dataclass(frozen=True)
class Record:
    """A person's record in one system. token: its 18 digits; shown: the token as it stands in the system's column."""

    entity: str
    system: str
    value: str
    token: str
    shown: str

    @property
    def facts(self) -> tuple[str, str, str, str]:
        """As a row of erased_values."""
        return (self.entity, self.system, self.value, self.token)


@dataclass(frozen=True)
class Member:
    """A number in the published file, and what takes its place."""

    entity: str
    number: str
    token: str


@dataclass(frozen=True)
class Plan:
    """request: what was asked for, such as "customer 17"; command: the same with tokens instead of numbers.

    strings: texts that only the person's own records hold, looked for in quarantine, logs and published files.
    """

    erasure_id: str
    kind: str
    request: str
    command: str
    erased_at: str
    records: tuple[Record, ...]
    members: tuple[Member, ...]
    strings: tuple[str, ...]

    def save(self, paths: DataPaths) -> None:
        """Write it whole, or not at all."""
        paths.private_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = paths.erasure_plan.with_suffix(".part")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(asdict(self), stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.rename(paths.erasure_plan)


def pending_plan(paths: DataPaths) -> Plan | None:
    """The erasure that was begun and not finished; None when there is none."""
    if not paths.erasure_plan.is_file():
        return None
    found = json.loads(paths.erasure_plan.read_text(encoding="utf-8"))
    found["records"] = tuple(Record(**each) for each in found["records"])
    found["members"] = tuple(Member(**each) for each in found["members"])
    found["strings"] = tuple(found["strings"])
    return Plan(**found)
