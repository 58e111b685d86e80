"""Fixtures of the tests of ingest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.ingest.shops import COMPANY, ORDERS, Shop


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHALE_SETTLE_SECONDS", "0")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = Shop(tmp_path / "shop")
    made.exports.mkdir(parents=True)
    (made.folder / "company.yml").write_text(COMPANY)
    made.declare(ORDERS)
    return made
