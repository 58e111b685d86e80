"""How a refresh ends for whoever started it, when Dagster alone knows what happened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import dagster as dg
import pytest

from orchestration import company_definitions
from orchestration.progress import Silent
from orchestration.start import refresh_now
from settings.errors import WhaleError
from settings.load import load_company
from settings.paths import DataPaths

Started = Callable[[BaseException], None]


@pytest.fixture
def started(new_company: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Started:
    """Starts a refresh whose job ends with an error before any step of ours could note it."""
    company = load_company(new_company())

    def start(error: BaseException) -> None:
        @dg.op
        def ends() -> None:
            raise error

        @dg.job
        def refresh() -> None:
            ends()

        definitions = SimpleNamespace(get_job_def=lambda name: refresh)
        monkeypatch.setattr(company_definitions, "build_definitions", lambda folder: definitions)
        refresh_now(company, DataPaths.of(company), Silent())

    return start


def test_a_signal_between_two_steps_is_a_stop_and_no_failure(started: Started) -> None:
    with pytest.raises(KeyboardInterrupt):
        started(KeyboardInterrupt())


def test_any_other_end_is_a_failure_with_dagsters_words(started: Started) -> None:
    with pytest.raises(WhaleError, match="could not start"):
        started(ValueError("broken"))
