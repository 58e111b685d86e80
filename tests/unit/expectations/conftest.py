from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.outcomes import Outcome
from expectations.rules import Rule
from expectations.runner import SuiteResult, check_loads
from expectations.session import Session
from expectations.views import View
from ingest.contracts import Column, Contract, Landing
from ingest.ledger import Load
from ingest.store import RawStore

NEUTRAL: dict[str, Any] = {"int": 1, "str": "", "datetime": datetime(2024, 2, 1, tzinfo=UTC).replace(tzinfo=None)}
Judge = Callable[..., Outcome]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture
def session(connection: duckdb.DuckDBPyConnection) -> Iterator[Session]:
    with Session(connection) as opened:
        yield opened


@pytest.fixture
def judge(session: Session) -> Judge:
    """Judge one rule, given as type and arguments, on the rows of a query."""

    def run(
        query: str, type_: str, personal: tuple[str, ...] = (), key: tuple[str, ...] = (), **kwargs: Any
    ) -> Outcome:
        session.cursor.execute(f"create or replace temp view judged as {query}")
        (outcome,) = session.run(View("judged", frozenset(personal), key), [Rule("the_rule", type_, kwargs, "a.json")])
        return outcome

    return run


@pytest.fixture
def orders(tmp_path: Path) -> Contract:
    """A small foreign table with a key, a forbidden null, allowed values and a personal column."""
    return make_contract(tmp_path)


def make_contract(folder: Path, table: str = "orders", **landing: Any) -> Contract:
    columns = [
        Column(name="order_id", data_type="bigint", nullable=False),
        Column(name="status", data_type="varchar", allowed=["open", "shipped"]),
        Column(name="buyer_email", data_type="varchar", personal=True),
        Column(name="ordered", data_type="date", nullable=False),
        Column(name="amount", data_type="decimal(18,4)"),
        Column(name="is_rush", data_type="boolean"),
    ]
    return Contract(
        system="shop",
        table=table,
        entity=None,
        path=folder,
        description="One row per order.",
        landing=Landing.model_validate({"files": [f"{table}*.csv"], "key": ["order_id"], **landing}),
        columns=[column.model_copy(update={"headers": [column.name]}) for column in columns],
        source_file=folder / "models" / "staging" / "shop" / "_shop__sources.yml",
    )


class Pending:
    """A raw store with one table, and loads put into it as landing leaves them."""

    def __init__(self, store: RawStore, contract: Contract) -> None:
        self.store = store
        self.contract = contract
        store.ensure([contract])

    def load(self, rows: str, file: str = "orders.csv", day: date = date(2024, 1, 31), quarantined: int = 0) -> int:
        """Put a load there whose rows a query gives; its number."""
        landed = self.store.loads()
        load_id = len(landed) + 1
        hashed = f"select *, row_number() over () as _record_number, md5(rows::text) as _row_hash from ({rows}) as rows"
        query = f"select *, {load_id} as _from_load_id, date '{day}' as _from_as_of_date from ({hashed})"
        table = f"pending_shop.{self.contract.table}"
        with self.store.transaction():
            count = self.store.con.execute(f"insert into {table} by name {query}").fetchall()[0][0]
            told = {
                "load_id": load_id,
                "run_id": "run_1",
                "system": "shop",
                "table_name": self.contract.table,
                "file_path": file,
                "load_mode": self.contract.landing.load_mode,
                "as_of_date": day,
                "record_count": count + quarantined,
                "loaded_count": count,
                "quarantined_count": quarantined,
                "status": "pending",
            }
            untold = {each.name: NEUTRAL[str(each.type)] for each in fields(Load) if each.name not in told}
            self.store.add(Load(**told, **untold))
        return load_id

    def check(self, **kwargs: Any) -> SuiteResult:
        """Run gate 1; there is one table, so one result."""
        (result,) = check_loads(self.store, [self.contract], **kwargs)
        return result

    def statuses(self) -> list[str]:
        return [load.status for load in self.store.loads()]

    def count(self) -> int:
        """Current rows in raw."""
        query = f"select count(*) from raw_shop.{self.contract.table} where _to_load_id is null"
        return int(self.store.con.execute(query).fetchall()[0][0])


def rows(count: int, **columns: str) -> str:
    """Good orders, with columns replaced by SQL."""
    cells = {
        "order_id": "i",
        "status": "'open'",
        "buyer_email": "'buyer' || i || '@canary.example'",
        "ordered": "date '2024-01-15'",
        "amount": "10",
        "is_rush": "false",
    } | columns
    return f"select {', '.join(f'{sql} as {name}' for name, sql in cells.items())} from range({count}) as r(i)"


@pytest.fixture
def pending(tmp_path: Path, orders: Contract) -> Iterator[Pending]:
    """Full exports of the orders."""
    with RawStore(tmp_path / "raw.duckdb") as store:
        yield Pending(store, orders)


@pytest.fixture
def additions(tmp_path: Path) -> Iterator[Pending]:
    """Orders whose files add up."""
    with RawStore(tmp_path / "raw.duckdb") as store:
        yield Pending(store, make_contract(tmp_path, load_mode="append"))
