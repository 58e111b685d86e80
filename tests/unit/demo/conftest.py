"""One small demo company for all tests of the generator."""

from __future__ import annotations

import pytest

from demo.generate import generate
from tests.unit.demo.exported import SCALE, SEED, Company


@pytest.fixture(scope="session")
def demo_company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    folder = tmp_path_factory.mktemp("demo")
    summary = generate(folder / "exports", folder / "truth", SEED, SCALE)
    return Company(folder / "exports", folder / "truth", summary)
