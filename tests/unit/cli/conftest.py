"""Running `whale` inside the test's process."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from orchestration.cli import whale

Whale = Callable[..., Result]


@pytest.fixture
def run_whale(monkeypatch: pytest.MonkeyPatch) -> Whale:
    """run_whale("query", "select 1"): the result with exit_code, stdout and stderr."""
    monkeypatch.delenv("WHALE_DEBUG", raising=False)

    def run(*arguments: str, **extra: str | None) -> Result:
        return CliRunner().invoke(whale, list(arguments), prog_name="whale", **extra)  # type: ignore[arg-type]

    return run
