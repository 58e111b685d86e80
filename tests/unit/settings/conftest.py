"""A company folder that is right, for tests that make one thing wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

GOOD = """\
title: Acme Tools
reporting_currency: EUR
time_zone: Europe/Warsaw
systems:
  erp: {template: standard, path: exports}
"""


@pytest.fixture
def write_company(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes company.yml into the folder acme/, which has exports/, and returns the folder."""

    def write(content: str | bytes = GOOD) -> Path:
        folder = tmp_path / "acme"
        (folder / "exports").mkdir(parents=True, exist_ok=True)
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / "company.yml").write_bytes(raw)
        return folder

    return write
