"""PostgreSQL through ADBC: each table or query streamed into a Parquet file, all of a system from one snapshot.

Belongs here: the session, the statement, the stream. Doesn't belong here: which rows are new (cursors.py), types of
the contract (the landing parses Parquet like any other file).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.contracts import Contract
from ingest.discovery import sha256_of
from ingest.headers import match_header
from ingest.problems import FileRefused
from ingest.sources.cursors import Cursor, cursor_of, without_known
from ingest.sql import identifier
from ingest.store import RawStore
from settings.errors import WhaleError

_SNAPSHOT = "set transaction isolation level repeatable read, read only"
_UNFINISHED = ".part"


def fetch_tables(address: str, contracts: list[Contract], store: RawStore, now: datetime) -> list[str]:
    """Fetch what is new of every table; gives one line a table that brought rows.

    now: the company's local instant, whose day becomes the as-of date. WhaleError when the database can't be reached or
    refuses a statement, FileRefused when a table lacks columns of its contract.
    """
    store.ensure(contracts)
    told: list[str] = []
    with _session(address) as cursor:
        for contract in contracts:
            with _named(contract):
                told += _fetch(cursor, contract, store, now)
    return told


@contextlib.contextmanager
def _session(address: str) -> Iterator[Any]:
    """A cursor in one transaction that sees one moment of the database and can't change it."""
    try:
        import adbc_driver_postgresql.dbapi as postgres
    except ImportError:
        raise WhaleError("needs the optional extra: pip install 'whalecurve[postgres]'") from None
    try:
        connection = postgres.connect(address)
    except postgres.Error as error:
        raise WhaleError(f"can't be reached: {_first_line(error, address)}") from None
    with connection, connection.cursor() as cursor:
        cursor.execute(_SNAPSHOT)
        cursor.execute("set local time zone 'UTC'")
        try:
            yield cursor
        except postgres.Error as error:
            raise WhaleError(f"refused a statement: {_first_line(error, address)}") from None
        finally:
            connection.rollback()


@contextlib.contextmanager
def _named(contract: Contract) -> Iterator[None]:
    try:
        yield
    except FileRefused as refusal:
        raise FileRefused(f"{contract.name}: {refusal}") from None


def _fetch(cursor: Any, contract: Contract, store: RawStore, now: datetime) -> Iterator[str]:
    source = contract.landing.source
    assert source is not None
    contract.path.mkdir(parents=True, exist_ok=True)
    _forget_unlanded(contract, store)
    cursor.execute(f"select * from {source.relation} as source limit 0")
    schema = cursor.fetch_arrow_table().schema
    names = dict(match_header(contract, schema.names).positions)
    fields = {contract.columns[position].name: schema.names[place] for position, place in names.items()}
    since = cursor_of(store, contract, schema, fields)
    path = contract.path / f"{contract.table}_{now:%Y-%m-%d_%H%M%S%f}.parquet"
    rows = _download(cursor, _statement(contract, fields, since), path.with_suffix(_UNFINISHED))
    if since is not None and rows:
        rows = without_known(store, contract, fields, since, path.with_suffix(_UNFINISHED))
    if _is_needless(contract, path.with_suffix(_UNFINISHED), rows, now):
        path.with_suffix(_UNFINISHED).unlink()
        return
    path.with_suffix(_UNFINISHED).rename(path)
    yield f"{contract.name}: {rows:,} rows"


def _statement(contract: Contract, fields: dict[str, str], since: Cursor | None) -> str:
    """In the order of cursor and key, so that the same rows always give the same bytes."""
    source = contract.landing.source
    assert source is not None
    ordered = [source.cursor] if source.cursor else []
    order = ", ".join(identifier(fields[name]) for name in [*ordered, *contract.key])
    where = ""
    if since is not None:  # a row without a cursor is always fetched: quarantine shows it
        field = identifier(since.field)
        where = f"where {field} >= '{since.text}' or {field} is null"
    return f"select * from {source.relation} as source {where} order by {order}"


def _download(cursor: Any, statement: str, target: Path) -> int:
    cursor.execute(statement)
    rows = 0
    with cursor.fetch_record_batch() as batches:
        try:
            with pq.ParquetWriter(target, batches.schema) as writer:
                for batch in batches:
                    writer.write_batch(batch)
                    rows += batch.num_rows
        except pa.ArrowNotImplementedError as error:
            raise WhaleError(f"gave a type that no file can hold; cast it to text in a query ({error})") from None
        except (pa.ArrowException, OSError) as error:
            raise WhaleError(f"broke off: {str(error).splitlines()[0]}") from None
    return rows


def _is_needless(contract: Contract, fetched: Path, rows: int, now: datetime) -> bool:
    """Nothing new by the cursor, or the very rows of the last file; a whole list is kept once a day all the same."""
    source = contract.landing.source
    assert source is not None
    if source.cursor is not None and not rows:
        return True
    before = sorted(path for path in contract.path.glob("*.parquet") if _is_ours(contract, path))
    if not before or (source.cursor is None and f"_{now:%Y-%m-%d}_" not in before[-1].name):
        return False
    return sha256_of(before[-1]) == sha256_of(fetched)


def _forget_unlanded(contract: Contract, store: RawStore) -> None:
    """What a run fetched that died before it landed: it is fetched again."""
    name = (contract.system, contract.table)
    landed = {load.file_path for load in store.loads() if (load.system, load.table_name) == name}
    for path in contract.path.glob(f"{contract.table}_*"):
        if path.name not in landed and _is_ours(contract, path):
            path.unlink()


def _is_ours(contract: Contract, path: Path) -> bool:
    """A file of this table, and not of another one whose name begins with the same letters."""
    return re.fullmatch(rf"{contract.table}_\d{{4}}-\d\d-\d\d_\d{{12}}\.(parquet|part|rest)", path.name) is not None


def _first_line(error: Exception, address: str) -> str:
    return str(error).strip().splitlines()[0].replace(address, "…")
