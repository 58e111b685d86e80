"""How a company's published data are doing, told without running anything: also the dead-man check of a monitor.

Belongs here: gathering the facts, and judging whether they are stale or healthy. Doesn't belong here: showing them
(status_text.py).

A monitor outside Dagster runs `whale status`: exit code 5 says that the last night's version is missing, whatever the
reason.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ingest.contracts import Contract, standard_entities
from ingest.unusual import UnusualFigure, unusual_figures
from serving.entities import Entities, Unlocks, entities_of
from serving.ledger import (
    DriftedColumn,
    WaitingLoad,
    drifted_columns,
    held_tables,
    open_ledger,
    tables_with_rows,
    waiting_loads,
)
from serving.lock import Holder, dead_holder, lock_holder
from serving.versions import Version, current_version, list_versions
from settings.company import Company
from settings.errors import Stale, WhaleError
from settings.paths import DataPaths

_CLOCK_TOLERANCE = timedelta(minutes=5)
DRIFT_SHOWN = timedelta(days=7)


@dataclass(frozen=True)
class Published:
    """The current version. manifest: {} when it can't be read."""

    stamp: str
    published_at: datetime
    age_hours: float
    manifest: dict[str, Any]


@dataclass(frozen=True)
class StatusReport:
    """Everything that `whale status` tells.

    published: None before the first publish; stale_because: why readers should worry, "" when they needn't; landing:
    the last landing's report, {} when there was none; waiting: pending and held loads, None when the ledger is being
    written just now or can't be read; running: who holds the lock; died: who was killed holding it; kept: stamps,
    oldest first; drifted: columns of files landed in the last seven days that differ from the files before; entities:
    None like waiting; last_failure: what the failed run noted, {} when the last publish came after it.
    """

    company: str
    checked_at: datetime
    max_age_hours: int
    published: Published | None
    stale_because: str
    landing: dict[str, Any]
    waiting: list[WaitingLoad] | None
    unusual: list[UnusualFigure] | None
    running: Holder | None
    died: Holder | None
    kept: list[str]
    drifted: list[DriftedColumn]
    entities: Entities | None
    last_failure: dict[str, Any]

    @property
    def is_stale(self) -> bool:
        """True when nothing is published, or it is older than the company allows."""
        return bool(self.stale_because)

    @property
    def is_healthy(self) -> bool:
        """True when nobody needs to do anything: not stale, no load held, no failed run since the last publish."""
        return not (self.is_stale or self.waiting or self.last_failure or self.died)

    @property
    def exit_code(self) -> int:
        """What `whale status` ends with: 0, or 5 when stale."""
        return Stale.exit_code if self.is_stale else 0

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; instants in ISO 8601, UTC."""
        manifest = self.published.manifest if self.published else {}
        return {
            "company": self.company,
            "checked_at": self.checked_at.isoformat(timespec="seconds"),
            "is_healthy": self.is_healthy,
            "is_stale": self.is_stale,
            "stale_because": self.stale_because or None,
            "max_age_hours": self.max_age_hours,
            "stamp": self.published.stamp if self.published else None,
            "published_at": self.published.published_at.isoformat(timespec="seconds") if self.published else None,
            "age_hours": self.published.age_hours if self.published else None,
            "run_id": manifest.get("run_id"),
            "as_of_date": manifest.get("as_of_date"),
            "row_counts": manifest.get("row_counts", {}),
            "landed_count": self.landing.get("loaded_count"),
            "quarantined_count": self.landing.get("quarantined_count"),
            "waiting_loads": None if self.waiting is None else [load.as_dict() for load in self.waiting],
            "unusual_figures": None if self.unusual is None else [figure.as_dict() for figure in self.unusual],
            "running": asdict(self.running) if self.running else None,
            "died": asdict(self.died) if self.died else None,
            "kept_versions": self.kept,
            "drifted_columns": [column.as_dict() for column in self.drifted],
            "entities_provided": self.entities.provided if self.entities else None,
            "entities_held": self.entities.held if self.entities else None,
            "entities_missing": self.entities.missing if self.entities else None,
            "last_failure": self.last_failure or None,
        }


def status_of(
    company: Company,
    paths: DataPaths,
    contracts: Sequence[Contract],
    now: datetime | None = None,
    unlocks: Unlocks | None = None,
) -> StatusReport:
    """Gather the status of a company.

    now: an instant with its zone; unlocks: entity -> names of what it makes possible.
    Never raises for what it finds on disk, because a status that fails would be taken for a quiet one; but a raw file
    of a newer Whalecurve is refused: ConfigurationError.
    """
    instant = (now or datetime.now(UTC)).astimezone(UTC)
    published = _published(paths, instant)
    waiting, unusual, entities, drifted = _from_ledger(company, paths, contracts, unlocks or {}, instant)
    return StatusReport(
        company=company.name,
        checked_at=instant,
        max_age_hours=company.freshness.max_age_hours,
        published=published,
        stale_because=_stale_because(published, instant, company.freshness.max_age_hours),
        landing=_read_json(paths.landing_report),
        waiting=waiting,
        unusual=unusual,
        running=lock_holder(paths),
        died=dead_holder(paths),
        kept=[version.stamp for version in list_versions(paths)],
        drifted=drifted,
        entities=entities,
        last_failure=_failure_since(paths, published),
    )


def _published(paths: DataPaths, now: datetime) -> Published | None:
    version = current_version(paths)
    if version is None:
        return None
    age = (now - version.published_at).total_seconds() / 3600
    return Published(version.stamp, version.published_at, round(age, 2), _manifest(version))


def _manifest(version: Version) -> dict[str, Any]:
    try:
        return version.manifest()
    except WhaleError:
        return {}


def _stale_because(published: Published | None, now: datetime, max_age_hours: int) -> str:
    if published is None:
        return "nothing is published"
    if published.published_at > now + _CLOCK_TOLERANCE:
        return f"the version is of the future ({published.published_at:%Y-%m-%d %H:%M} UTC); set the machine's clock"
    if not published.manifest:
        return "the manifest of the published version can't be read; refresh to publish anew"
    if now - published.published_at > timedelta(hours=max_age_hours):
        return f"the version is {published.age_hours:.1f} hours old; at most {max_age_hours} are allowed"
    return ""


def _from_ledger(
    company: Company, paths: DataPaths, contracts: Sequence[Contract], unlocks: Unlocks, now: datetime
) -> tuple[list[WaitingLoad] | None, list[UnusualFigure] | None, Entities | None, list[DriftedColumn]]:
    with open_ledger(paths) as con:
        if con is None and paths.raw_file.exists():
            return None, None, None, []
        waiting, tables = (waiting_loads(con), tables_with_rows(con)) if con else ([], set())
        drifted = drifted_columns(con, (now - DRIFT_SHOWN).replace(tzinfo=None)) if con else []
        unusual = unusual_figures(con) if con else []
    held = held_tables(waiting)
    return waiting, unusual, entities_of(company, contracts, tables, standard_entities(), unlocks, held), drifted


def _failure_since(paths: DataPaths, published: Published | None) -> dict[str, Any]:
    """The last failure, unless a version was published after it.

    The file's own time counts: no field of it needs to be there.
    """
    file = paths.logs / "last_failure.json"
    failure = _read_json(file)
    if not failure:
        return {}
    failed_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return failure if published is None or failed_at > published.published_at else {}


def _read_json(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
