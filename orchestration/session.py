"""What the process that starts a refresh wants of it, and gets back from it.

Belongs here: the hand-over between a caller (command line, nightly run) and the job's resource. Doesn't belong here:
the refresh itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.contracts import Contract
from orchestration.progress import Logged, Progress
from orchestration.refresh_run import RefreshRun
from serving.lock import RefreshLock
from settings.company import Company
from settings.errors import WhaleError
from settings.paths import DataPaths

LOGGER = logging.getLogger("whalecurve")
LOGGER.addHandler(logging.NullHandler())
LOGGER.propagate = False


@dataclass
class Wishes:
    """progress: how to tell it (None = lines in the log); is_forced: build although nothing is new.

    run: the refresh that came of it; refusal: why there is none.
    """

    progress: Progress | None = None
    is_forced: bool = False
    run: RefreshRun | None = None
    refusal: WhaleError | None = None


WISHES = Wishes()
"""Of this process; the command line replaces its fields before it starts the job."""


def ask(progress: Progress, *, is_forced: bool) -> None:
    """Say what the next run of this process is to be like, and forget the one before."""
    WISHES.progress, WISHES.is_forced, WISHES.run, WISHES.refusal = progress, is_forced, None, None


def handed_over() -> RefreshRun | None:
    """The run that the job's resource opened; None when it couldn't. Raises what refused it, such as Locked."""
    if WISHES.run is None and WISHES.refusal is not None:
        raise WISHES.refusal
    return WISHES.run


@contextmanager
def open_run(company: Company, paths: DataPaths, contracts: list[Contract], run_id: str) -> Iterator[RefreshRun]:
    """A refresh under the company's lock, with a log file of its own. Locked when another run holds the lock."""
    with _remembering_refusals(), RefreshLock(paths, run_id) as lock, _log_file(paths.logs / f"{run_id}.log"):
        progress = WISHES.progress or Logged(LOGGER)
        run = RefreshRun(company, paths, contracts, run_id, lock, WISHES.is_forced, progress)
        WISHES.run = run
        LOGGER.info("refresh of %s, run %s", company.name, run_id)
        if lock.died:
            LOGGER.warning("run %s died at step %s; this run does its work anew", lock.died.run_id, lock.died.step)
        try:
            yield run
        finally:
            progress.close()
            LOGGER.info("ended: %s", run.outcome or (run.version.stamp if run.version else "nothing published"))


@contextmanager
def _remembering_refusals() -> Iterator[None]:
    """For the caller: Dagster keeps an exception's words, but not its kind, on which the exit code depends."""
    try:
        yield
    except WhaleError as refusal:
        WISHES.refusal = refusal
        raise


@contextmanager
def _log_file(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    try:
        yield
    finally:
        LOGGER.removeHandler(handler)
        handler.close()
