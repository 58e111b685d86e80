"""How a long piece of work tells how far it is.

Belongs here: the one interface (Progress) and its forms: a terminal's display, lines in a log, silence. Doesn't belong
here: what is done.
"""

from __future__ import annotations

import logging
import time
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichBars


class Progress(Protocol):
    """What a refresh tells while it works."""

    def phase(self, title: str) -> None:
        """A new phase begins; the one before it is finished."""

    def advance(self, done: int, total: int, label: str) -> None:
        """So much of the phase is done; label: the piece of work at hand."""

    def close(self) -> None:
        """The work has ended, well or not."""


class Silent:
    """Tells nobody: for tests."""

    def phase(self, title: str) -> None:
        """See Progress."""

    def advance(self, done: int, total: int, label: str) -> None:
        """See Progress."""

    def close(self) -> None:
        """See Progress."""


class Logged:
    """A line a phase and at most one line every few seconds: for log files and the nightly run."""

    def __init__(self, logger: logging.Logger, every_seconds: float = 5.0) -> None:
        self._logger = logger
        self._every_seconds = every_seconds
        self._said_at = time.monotonic()

    def phase(self, title: str) -> None:
        """See Progress."""
        self._logger.info("%s …", title)
        self._said_at = time.monotonic()

    def advance(self, done: int, total: int, label: str) -> None:
        """See Progress."""
        if time.monotonic() - self._said_at >= self._every_seconds:
            self._logger.info("%d of %d: %s", done, total, label)
            self._said_at = time.monotonic()

    def close(self) -> None:
        """See Progress."""


class Bars:
    """A bar a phase on a terminal; on anything else a line a phase."""

    def __init__(self, console: Console) -> None:
        self._bars = RichBars(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description:<34}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[label]}"),
            console=console,
            transient=False,
        )
        self._console = console
        self._task: TaskID | None = None
        self._started = False

    def phase(self, title: str) -> None:
        """See Progress."""
        self._finish()
        if not self._console.is_terminal:
            self._console.print(f"{title} …", highlight=False)
            return
        if not self._started:
            self._bars.start()
            self._started = True
        self._task = self._bars.add_task(title, total=None, label="")

    def advance(self, done: int, total: int, label: str) -> None:
        """See Progress."""
        if self._task is not None:
            self._bars.update(self._task, completed=done, total=max(total, 1), label=label[-40:])

    def close(self) -> None:
        """See Progress."""
        self._finish()
        if self._started:
            self._bars.stop()
            self._started = False

    def _finish(self) -> None:
        if self._task is not None:
            task = next(each for each in self._bars.tasks if each.id == self._task)
            total = task.total or 1
            self._bars.update(self._task, completed=total, total=total, label="")
            self._bars.stop_task(self._task)
        self._task = None
