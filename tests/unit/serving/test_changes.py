"""Whether a refresh has anything to do."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.contracts import Contract, load_contracts
from serving.changes import changes, is_current, origin_of, same_origin
from serving.rollback import rollback
from settings.company import Company
from settings.load import load_company
from settings.paths import PROJECT_ROOT, DataPaths
from tests.conftest import NewCompany
from tests.unit.serving.builds import load_of, publish_build, write_ledger

ORDERS = "order_id,customer_id,order_date\n1,C1,2026-10-01\n"


@dataclass
class Published:
    """A company whose exports are landed and published."""

    folder: Path
    loads: list[dict[str, Any]] = field(default_factory=list)

    @property
    def company(self) -> Company:
        return load_company(self.folder)

    @property
    def paths(self) -> DataPaths:
        return DataPaths.of(self.company)

    @property
    def contracts(self) -> Sequence[Contract]:
        return load_contracts(self.company)

    @property
    def orders(self) -> Path:
        return self.folder / "exports/erp/orders.csv"

    def is_current(self, as_of_date: date | None = None) -> bool:
        return is_current(self.company, self.paths, self.contracts, as_of_date)

    def publish(self, as_of_date: date | None = None) -> None:
        with duckdb.connect(str(self.paths.raw_file), read_only=True) as con:
            origin = origin_of(con, self.company, as_of_date)
        publish_build(self.paths, **dict[str, Any](origin.as_dict()))
        assert same_origin(self.paths, origin)


@pytest.fixture
def published(new_company: NewCompany) -> Published:
    acme = Published(new_company(files={"exports/erp/orders.csv": ORDERS}))
    acme.loads = [load_of(acme.orders, acme.orders.parent, "orders")]
    model = [contract for contract in acme.contracts if contract.system == "model"]
    for contract in model:
        for pattern in contract.landing.files:
            acme.loads += [
                load_of(file, contract.path, contract.table, system="model") for file in contract.path.glob(pattern)
            ]
    write_ledger(acme.paths, acme.loads)
    acme.publish()
    return acme


def test_nothing_new_is_seen_as_that(published: Published) -> None:
    assert list(changes(published.company, published.paths, published.contracts, None)) == []
    assert published.is_current()


def _touch(acme: Published) -> None:
    os.utime(acme.orders, ns=(1, 1))


def _edit_at_the_same_instant(acme: Published) -> None:
    facts = acme.orders.stat()
    acme.orders.write_text(ORDERS + "2,C1,2026-10-02\n")
    os.utime(acme.orders, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def _edit_without_changing_the_size(acme: Published) -> None:
    acme.orders.write_text(ORDERS.replace("C1", "C2"))


def _edit_seeds(acme: Published) -> None:
    (acme.folder / "cost_model").mkdir()
    (acme.folder / "cost_model/drivers.csv").write_text("driver_id\n")


def _write(place: str, text: str) -> Callable[[Published], None]:
    def write(acme: Published) -> None:
        file = acme.folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    return write


def _ledger(**facts: Any) -> Callable[[Published], None]:
    return lambda acme: write_ledger(acme.paths, [*acme.loads, {"file_path": "orders_2.csv", **facts}])


@pytest.mark.parametrize(
    "change",
    [
        _touch,
        _edit_at_the_same_instant,
        _edit_without_changing_the_size,
        _edit_seeds,
        _write("exports/erp/orders_2026-11.csv", ORDERS),
        _write("exports/erp/orders_empty.csv", ""),
        _write("exports/erp/customers.csv", "customer_id\n"),
        lambda acme: acme.orders.rename(acme.orders.with_name("orders_renamed.csv")),
        lambda acme: (acme.orders.parent / "orders_folder.csv").mkdir(),
        _write("models/marts/mart_own.sql", "select 1"),
        _write("expectations/erp/orders.json", "{}"),
        lambda acme: (acme.folder / "company.yml").write_text(
            (acme.folder / "company.yml").read_text().replace("EUR", "PLN")
        ),
        _ledger(status="held"),
        _ledger(status="pending"),
        _ledger(status="accepted"),
        lambda acme: write_ledger(acme.paths, [{**acme.loads[0], "status": "refused"}, *acme.loads[1:]]),
        lambda acme: acme.paths.raw_file.unlink(),
        lambda acme: acme.paths.raw_file.write_bytes(b"broken"),
        lambda acme: acme.paths.current.unlink(),
        lambda acme: publish_build(acme.paths, "another origin"),
    ],
)
def test_every_change_is_seen(published: Published, change: Callable[[Published], object]) -> None:
    change(published)
    assert not published.is_current()


def test_a_file_that_went_away_takes_nothing_back(published: Published) -> None:
    published.orders.unlink()
    assert published.is_current()


def test_another_day_is_a_change(published: Published) -> None:
    published.publish(date(2026, 11, 1))
    assert published.is_current(date(2026, 11, 1))
    assert not published.is_current(date(2026, 11, 2))
    assert not published.is_current(None)


def test_after_a_rollback_there_is_something_to_do(published: Published) -> None:
    published.publish()
    assert published.is_current()
    rollback(published.paths)
    assert not published.is_current()
    published.publish()
    assert published.is_current()


def test_a_reason_names_the_file(published: Published) -> None:
    published.orders.with_name("orders_new.csv").write_text(ORDERS)
    reasons = list(changes(published.company, published.paths, published.contracts, None))
    assert reasons == ["erp.orders: orders_new.csv is new"]


def test_the_look_is_fast_and_loads_nothing_heavy(published: Published) -> None:
    company, contracts = published.company, published.contracts
    is_current(company, published.paths, contracts, None)
    began = time.process_time()
    assert is_current(company, published.paths, contracts, None)
    assert time.process_time() - began < 0.5
    script = "import serving.changes, serving.status, serving.query, sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert not loaded & {"pandas", "numpy", "pyarrow", "dagster", "dbt", "great_expectations", "openpyxl"}
