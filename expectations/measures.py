"""What is measured of a load as a whole: rows brought, rows lost since the one before, records in quarantine.

Belongs here: SQL over pending rows, raw rows and the load ledger. Doesn't belong here: the limits (from_contract.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from ingest.contracts import Contract
from ingest.sql import identifier

_PENDING = """
select
    loads.load_id,
    loads.as_of_date,
    loads.record_count,
    coalesce(brought.row_count, 0) as row_count,
    coalesce(brought.live_count, 0) as live_count,
    (
        select count(*)
        from load_ledger.controls as controls
        where controls.load_id = loads.load_id and not controls.agrees
    ) as wrong_total_count,
from load_ledger.loads as loads
left join (
    select
        _from_load_id as load_id,
        count(*) as row_count,
        count(*) filter (where _is_deletion is not true) as live_count,
    from {pending}
    group by _from_load_id
) as brought on loads.load_id = brought.load_id
where loads.load_id in ({chosen})
order by {order}
"""

# The rows of the newest accepted export of that day or before it, however many exports ago a row last changed.
# A correction dated back is compared with what it replaces.
_KNOWN = """
with accepted as (
    select loads.as_of_date, loads.file_path, newer.file_path as new_file_path, newer.as_of_date as new_as_of_date,
    from load_ledger.loads as loads
    inner join load_ledger.loads as newer on loads.system = newer.system and loads.table_name = newer.table_name
    where newer.load_id = $load_id and loads.status = 'accepted'
),
compared as (
    select max(as_of_date) as day,
    from accepted
    where as_of_date <= new_as_of_date or file_path = new_file_path
)
select
    (
        select count(*)
        from {raw} as rows
        where rows._from_as_of_date <= compared.day and coalesce(rows._to_as_of_date > compared.day, true)
            and rows._is_deletion is not true
    ) as row_count,
    compared.day,
from compared
"""

# What the same file brought before, which its new content replaces.
_OF_PLACE = """
select count(*), null
from {raw} as rows
inner join load_ledger.loads as loads on rows._from_load_id = loads.load_id
inner join load_ledger.loads as newer
    on loads.system = newer.system and loads.table_name = newer.table_name and loads.file_path = newer.file_path
where newer.load_id = $load_id and rows._is_deletion is not true
"""

_DELETED = """
select count(*) filter (where ({keys}) in (
    select ({keys}) from {pending} where _from_load_id = $load_id and _is_deletion
)) / nullif(count(*), 0)
from {raw}
where _to_load_id is null and _is_deletion is not true
"""


@dataclass(frozen=True)
class LoadMeasures:
    """The measures of one load.

    row_count: rows it brought; required_row_count: 0 for a file without records where nothing was before, else 1;
    lost_share: of the rows known before, the share by which they became fewer (0 when nothing was known, negative when
    they became more), or the share of all rows that it deletes by their keys; quarantined_share: of its records;
    wrong_total_count: control totals that it doesn't hold.
    """

    load_id: int
    row_count: int
    required_row_count: int
    lost_share: float
    quarantined_share: float
    wrong_total_count: int = 0


@dataclass(frozen=True)
class _Waiting:
    load_id: int
    as_of: date
    record_count: int
    row_count: int
    live_count: int
    wrong_total_count: int


def measure_loads(
    cursor: duckdb.DuckDBPyConnection,
    contract: Contract,
    load_ids: Sequence[int],
    largest_lost_share: float,
    *,
    is_first: bool = False,
) -> list[LoadMeasures]:
    """The measures of a table's loads, oldest first.

    A full export is compared with the list known on its day: the newest accepted one, or a newer one that waits before
    it, unless that one lost more than largest_lost_share itself: the second of two halved exports isn't right either.
    is_first: nothing of the table was ever accepted, which spares asking.
    """
    measured: list[LoadMeasures] = []
    before: _Waiting | None = None
    for waiting in _waiting(cursor, contract, load_ids):
        accepted = (0, None) if is_first else _accepted_rows(cursor, contract, waiting)
        known = _known_rows(contract, accepted, before)
        deleted = 0.0 if contract.landing.load_mode == "full" else _deleted_share(cursor, contract, waiting)
        measures = _measures(waiting, known, deleted)
        measured.append(measures)
        if measures.lost_share <= largest_lost_share and measures.row_count >= measures.required_row_count:
            before = waiting
    return measured


def _measures(waiting: _Waiting, known: int, deleted: float) -> LoadMeasures:
    records = waiting.record_count
    lost = (known - waiting.live_count) / known if known else 0.0
    return LoadMeasures(
        load_id=waiting.load_id,
        row_count=waiting.row_count,
        required_row_count=1 if records or known else 0,
        lost_share=max(lost, deleted) if deleted else lost,
        wrong_total_count=waiting.wrong_total_count,
        quarantined_share=(records - waiting.row_count) / records if records else 0.0,
    )


def _waiting(cursor: duckdb.DuckDBPyConnection, contract: Contract, load_ids: Sequence[int]) -> list[_Waiting]:
    order = "loads.as_of_date, loads.load_id" if contract.landing.load_mode == "full" else "loads.load_id"
    chosen = ", ".join(str(load_id) for load_id in load_ids)
    pending = identifier(contract.pending_schema, contract.table)
    return [
        _Waiting(*row)
        for row in cursor.execute(_PENDING.format(pending=pending, chosen=chosen, order=order)).fetchall()
    ]


def _accepted_rows(cursor: duckdb.DuckDBPyConnection, contract: Contract, waiting: _Waiting) -> tuple[int, date | None]:
    """How many accepted rows a load is compared with, and of which day they are."""
    query = (_KNOWN if contract.landing.load_mode == "full" else _OF_PLACE).format(
        raw=identifier(contract.raw_schema, contract.table)
    )
    row = cursor.execute(query, {"load_id": waiting.load_id}).fetchone()
    return (int(row[0]), row[1]) if row else (0, None)


def _known_rows(contract: Contract, accepted: tuple[int, date | None], before: _Waiting | None) -> int:
    known, day = accepted
    if contract.landing.load_mode == "full" and before and (day is None or before.as_of >= day):
        return before.live_count
    return known


def _deleted_share(cursor: duckdb.DuckDBPyConnection, contract: Contract, waiting: _Waiting) -> float:
    """The share of the rows known now that a load deletes by their keys."""
    if waiting.live_count == waiting.row_count:
        return 0.0
    query = _DELETED.format(
        raw=identifier(contract.raw_schema, contract.table),
        pending=identifier(contract.pending_schema, contract.table),
        keys=", ".join(identifier(name) for name in contract.key),
    )
    row = cursor.execute(query, {"load_id": waiting.load_id}).fetchone()
    return float(row[0] or 0) if row else 0.0
