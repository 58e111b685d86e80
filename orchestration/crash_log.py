"""Where the traceback of a failure that nobody foresaw is kept, so that the screen can stay readable.

Belongs here: writing that one file. Doesn't belong here: the log of a refresh.
"""

from __future__ import annotations

import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from settings.errors import WhaleError, shown_path
from settings.paths import DataPaths


class InternalError(WhaleError):
    """A failure nobody foresaw: ours to mend. Exit code 1."""


def internal_error(error: Exception, command: str, paths: DataPaths | None) -> InternalError:
    """The error to show instead.

    Its traceback is written to the company's logs, or to a temporary folder before a company is chosen.
    """
    folder = paths.logs if paths else Path(tempfile.gettempdir())
    log_file = _written(error, folder, command) or _written(error, Path(tempfile.gettempdir()), command)
    summary = f"{type(error).__name__}: {error}".splitlines()[0]
    where = f"The details are in {shown_path(log_file)}" if log_file else "The details couldn't be written anywhere"
    return InternalError(
        f"`whale {command}` failed in a way it shouldn't: {summary}\n{where}; WHALE_DEBUG=1 shows them here."
    )


def _written(error: Exception, folder: Path, command: str) -> Path | None:
    path = folder / f"whale-{command}-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8", errors="replace")
    except OSError:
        return None
    return path
