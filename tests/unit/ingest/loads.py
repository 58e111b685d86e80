"""Loads put straight into the store, for tests of what acceptance does with them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from ingest.contracts import Contract
from ingest.ledger import Load
from ingest.sql import identifier
from ingest.store import RawStore
from ingest.typed_tables import row_hash

NOW = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def load_of(contract: Contract, load_id: int, as_of: date, file: str) -> Load:
    return Load(
        load_id, "run", contract.system, contract.table, Path(file).name, f"sha{load_id}", 1, NOW, 1, "csv",
        contract.landing.load_mode, as_of, 0, 0, 0, "pending", "", NOW, contract.fingerprint(),
    )  # fmt: skip


def landed(
    store: RawStore, contract: Contract, load_id: int, as_of: date, file: str, rows: list[tuple[str, ...]]
) -> None:
    """A pending load with these rows, all texts."""
    store.add(load_of(contract, load_id, as_of, file))
    target = identifier(contract.pending_schema, contract.table)
    columns = ", ".join(identifier(column.name) for column in contract.columns)
    if not rows:
        return
    values = ", ".join(f"({number}, {', '.join('?' for _ in row)})" for number, row in enumerate(rows, 1))
    store.con.execute(
        f"insert into {target} by name select *, {row_hash(contract)} as _row_hash, "
        f"{load_id}::bigint as _from_load_id, ?::date as _from_as_of_date "
        f"from (values {values}) as t(_record_number, {columns})",
        [as_of, *(value for row in rows for value in row)],
    )


def emptied(store: RawStore, contract: Contract) -> None:
    """Forget every load, for the next round of a test."""
    for name in (identifier(contract.raw_schema, contract.table), identifier(contract.pending_schema, contract.table)):
        store.con.execute(f"delete from {name}")
    store.con.execute("delete from load_ledger.loads")
