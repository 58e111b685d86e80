"""What happens when a refresh fails: the note that `whale status` reads, and the company's own command.

Belongs here: telling. Doesn't belong here: finding out (jobs.py's hook and sensors.py's run-failure sensor), or the
alarm for a night that never started: that is `whale status` from outside.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
from datetime import UTC, datetime

from settings.company import Company
from settings.paths import DataPaths

_HOOK_SECONDS = 60
_LOGGER = logging.getLogger("whalecurve")


def tell_failure(company: Company, paths: DataPaths, run_id: str, error: str) -> None:
    """Note the failure and run hooks.on_failure with WHALE_COMPANY, WHALE_RUN_ID and WHALE_ERROR set.

    A run is told once. A hook that fails is logged and raises nothing: the refresh has failed already.
    """
    note = paths.logs / "last_failure.json"
    if _told(paths) == run_id:
        return
    note.parent.mkdir(parents=True, exist_ok=True)
    content = {"run_id": run_id, "failed_at": datetime.now(UTC).isoformat(timespec="seconds"), "error": error}
    note.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    if company.hooks.on_failure:
        _run_hook(
            company.hooks.on_failure, {"WHALE_COMPANY": company.name, "WHALE_RUN_ID": run_id, "WHALE_ERROR": error}
        )


def _told(paths: DataPaths) -> str | None:
    try:
        return str(json.loads((paths.logs / "last_failure.json").read_text(encoding="utf-8"))["run_id"])
    except (OSError, ValueError, KeyError):
        return None


def _run_hook(command: str, variables: dict[str, str]) -> None:
    try:
        subprocess.run(
            ["/bin/sh", "-c", command],
            check=True,
            timeout=_HOOK_SECONDS,
            env={**os.environ, **variables},
            capture_output=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        _LOGGER.error("hooks.on_failure itself failed: %s", error)
