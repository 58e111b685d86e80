"""Fixtures of every test: real companies' exports and the warehouses built from them, a small company of one's own.

Doesn't belong here: a fixture that only one folder of tests needs (its own conftest.py).
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.integration.road import Road

PROJECT_ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = PROJECT_ROOT / "../shared/data"

SETTINGS = """\
title: A small company
reporting_currency: EUR
time_zone: Europe/Warsaw
as_of: last_data_date
systems:
  erp:
    template: standard
    path: exports/erp
    tables: {customers: {}, products: {}, orders: {}, order_lines: {}}
"""

NewCompany = Callable[..., Path]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with exports of real companies. It lies beside the project and is no part of it.

    Without it a test that needs it is skipped; in CI it fails, so that nothing is green because nothing was tested.
    """
    if SHARED_DATA.is_dir():
        return SHARED_DATA.resolve()
    message = f"the exports of real companies aren't at {os.path.relpath(SHARED_DATA)}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def northwind(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> "Road":
    """companies/northwind, refreshed once by the nightly job, for tests that only look. They share the group `real`."""
    return _refreshed("northwind", tmp_path_factory)


@pytest.fixture(scope="session")
def maven(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> "Road":
    """companies/maven, likewise."""
    return _refreshed("maven", tmp_path_factory)


@pytest.fixture(scope="session")
def adventureworks(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> "Road":
    """companies/adventureworks, likewise."""
    return _refreshed("adventureworks", tmp_path_factory)


def _refreshed(name: str, tmp_path_factory: pytest.TempPathFactory) -> "Road":
    from tests.integration.road import Road

    road = Road(PROJECT_ROOT / "companies" / name, tmp_path_factory.mktemp(name))
    road.refresh()
    return road


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer's shell chose mustn't choose for a test."""
    for name in ("WHALE_COMPANY", "WHALE_DATA", "DAGSTER_HOME", "WHALE_DAGSTER_STORAGE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def new_company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NewCompany:
    """Makes a company folder: new_company(settings=…, files={"exports/erp/orders.csv": "order_id\\n1\\n"}, name=…).

    settings: the text of company.yml; by default a standard system `erp` with customers, products, orders, order lines.
    Its data goes below tmp_path/data, never into the project.
    """
    monkeypatch.setenv("WHALE_DATA", str(tmp_path / "data"))

    def make(settings: str = SETTINGS, files: Mapping[str, str | bytes] | None = None, name: str = "acme") -> Path:
        folder = tmp_path / "companies" / name
        (folder / "exports" / "erp").mkdir(parents=True)
        for place, content in {"company.yml": settings, **(files or {})}.items():
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return make
