"""The history of what readers got: one line of JSON for every publish, rollback and erasure.

Belongs here: published/history.jsonl. Doesn't belong here: the versions themselves.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from serving.files import append_line
from settings.paths import DataPaths

Event = Literal["publish", "rollback", "erase"]


def history_file(paths: DataPaths) -> Path:
    """Where the history lies."""
    return paths.published / "history.jsonl"


def record_event(paths: DataPaths, event: Event, version: str, previous: str | None, run_id: str) -> None:
    """Note that readers were switched to a version. previous: the version they had before, None for the first."""
    entry = {
        "event": event,
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "version": version,
        "previous": previous,
        "run_id": run_id,
    }
    append_line(history_file(paths), json.dumps(entry))


def read_history(paths: DataPaths) -> list[dict[str, Any]]:
    """All events, oldest first. A line that a kill left half written is passed over."""
    try:
        lines = history_file(paths).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    entries = (_entry(line) for line in lines)
    return [entry for entry in entries if entry]


def _entry(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}
