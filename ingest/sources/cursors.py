"""Where a fetch goes on: the last cursor that raw knows, and which of the fetched rows it knows already.

Belongs here: cursors. Doesn't belong here: asking the database (postgres.py).

The state of a cursor is the data itself: the greatest value among accepted and waiting rows. Nothing is written beside
it, so nothing can disagree with it. Rows committed late are caught by reading some minutes before that value again; a
row whose key and cursor stand in raw already is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from ingest.contracts import Column, Contract
from ingest.sql import identifier, literal
from ingest.store import RawStore
from ingest.text_table import count_of

_KNOWN = "fetch_known"


@dataclass(frozen=True)
class Cursor:
    """field: the database's column; text: from which value on it is read, as SQL text; has_zone: of an instant."""

    field: str
    text: str
    has_zone: bool


def cursor_of(store: RawStore, contract: Contract, schema: pa.Schema, fields: dict[str, str]) -> Cursor | None:
    """Where to go on; None when everything is to be fetched.

    fields: contract column -> the database's column.
    """
    source = contract.landing.source
    assert source is not None
    if source.cursor is None:
        return None
    row = store.con.execute(f"select max({identifier(source.cursor)}) from ({_rows(contract)})").fetchone()
    if row is None or row[0] is None:
        return None
    field = schema.field(fields[source.cursor])
    has_zone = pa.types.is_timestamp(field.type) and field.type.tz is not None
    zone = ZoneInfo("UTC" if has_zone else contract.landing.time_zone)
    return Cursor(field.name, _text(row[0], timedelta(minutes=source.overlap_minutes), zone), has_zone)


def without_known(store: RawStore, contract: Contract, fields: dict[str, str], since: Cursor, fetched: Path) -> int:
    """Take the rows out of a fetched file that raw has already; gives how many remain."""
    con, cursor = store.con, _column(contract)
    keys = [f"cast({identifier(name)} as varchar) as k{i}" for i, name in enumerate(contract.key)]
    own = ", ".join([*keys, f"{identifier(cursor.name)} as known_cursor"])
    con.execute(f"create or replace temp table {_KNOWN} as select {own} from ({_rows(contract)})")
    same = [f"k{i} = cast(f.{identifier(fields[name])} as varchar)" for i, name in enumerate(contract.key)]
    known = f"select 1 from {_KNOWN} where {' and '.join([*same, f'known_cursor = {_instant(contract, since)}'])}"
    rest = fetched.with_suffix(".rest")
    wanted = f"select * from read_parquet({literal(str(fetched))}) as f where not exists ({known})"
    con.execute(f"copy ({wanted}) to {literal(str(rest))} (format parquet)")
    con.execute(f"drop table {_KNOWN}")
    rest.rename(fetched)
    return count_of(con, f"read_parquet({literal(str(fetched))})")


def _column(contract: Contract) -> Column:
    source = contract.landing.source
    assert source is not None
    assert source.cursor is not None
    return contract.column(source.cursor)


def _rows(contract: Contract) -> str:
    """SQL of the rows that stand now, accepted or waiting for gate 1."""
    raw, pending = (identifier(schema, contract.table) for schema in (contract.raw_schema, contract.pending_schema))
    return f"select * from {raw} where _to_load_id is null union all by name select * from {pending}"


def _instant(contract: Contract, since: Cursor) -> str:
    """SQL of a fetched row's cursor as raw holds it."""
    field, column = f"f.{identifier(since.field)}", _column(contract)
    if column.kind != "timestamp":
        return f"cast({field} as {column.data_type})"
    aware = field if since.has_zone else f"timezone({literal(contract.landing.time_zone)}, {field})"
    return f"timezone('UTC', {aware})"


def _text(value: datetime | date | int, overlap: timedelta, zone: ZoneInfo) -> str:
    """A value of raw as the database has it. Where the clock was turned back, the earlier of two instants."""
    if not isinstance(value, datetime):
        return value.isoformat() if isinstance(value, date) else str(value)
    local = (value.replace(tzinfo=UTC) - overlap).astimezone(zone)
    return local.replace(tzinfo=None, fold=0).isoformat(sep=" ") if zone.key != "UTC" else local.isoformat(sep=" ")
