"""The profile of a load: what its rows look like, measured in one pass of SQL over a table's waiting rows.

Belongs here: which figures there are of a load and of a column. Doesn't belong here: limits (learning.py), keeping
figures (ingest).

Of a personal column nothing is told but how often it is filled and how many values it has; of a key no value but days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from expectations.measures import LoadMeasures
from ingest.contracts import Column, Contract
from ingest.sql import identifier

_NUMBERS = ("bigint", "decimal")
_DAYS = ("date", "timestamp")


@dataclass(frozen=True)
class Figure:
    """One figure of a load. column: None for the load as a whole; value: exact, as DuckDB writes it."""

    load_id: int
    column: str | None
    measure: str
    value: str


@dataclass(frozen=True)
class _Aggregate:
    column: str
    measure: str
    sql: str


def profiles(
    cursor: duckdb.DuckDBPyConnection, contract: Contract, measures: Sequence[LoadMeasures]
) -> Iterator[Figure]:
    """The figures of loads that wait. A figure that a load doesn't have, such as the sum of no values, is left out."""
    for load in measures:
        yield Figure(load.load_id, None, "row_count", str(load.row_count))
        yield Figure(load.load_id, None, "quarantined_share", f"{load.quarantined_share:.6g}")
    pending = identifier(contract.pending_schema, contract.table)
    there = {name for name, *_ in cursor.execute(f"select * from {pending} limit 0").description or ()}
    columns = [column for column in contract.columns if column.name in there]
    aggregates = [each for column in columns for each in _aggregates(contract, column)]
    chosen = ", ".join(str(load.load_id) for load in measures)
    told = ", ".join(f"cast({each.sql} as varchar)" for each in aggregates) or "null"
    query = f"select _from_load_id, {told} from {pending} where _from_load_id in ({chosen}) group by all"
    for load_id, *values in cursor.execute(query).fetchall():
        for each, value in zip(aggregates, values, strict=False):
            if value is not None:
                yield Figure(load_id, each.column, each.measure, value)


def _aggregates(contract: Contract, column: Column) -> Iterator[_Aggregate]:
    def figure(measure: str, sql: str) -> _Aggregate:
        return _Aggregate(column.name, measure, sql.format(identifier(column.name)))

    is_key = column.name in contract.key
    if column.nullable and not is_key:
        yield figure("null_share", "round(1 - count({0}) / count(*), 6)")
    # The only column of a key has as many values as there are rows.
    if contract.key != [column.name] and (is_key or column.kind == "varchar"):
        yield figure("distinct_count", "approx_count_distinct({0})")
    if column.personal:
        return
    if column.kind in _NUMBERS and not is_key and not column.references:
        yield figure("sum", "sum({0})")
        yield figure("mean", "round(avg({0}), 6)")
        yield figure("minimum", "min({0})")
        yield figure("maximum", "max({0})")
    if column.kind in _DAYS:
        yield figure("earliest", "min({0})")
        yield figure("latest", "max({0})")
        yield figure("latest_age_days", "date_diff('day', cast(max({0}) as date), any_value(_from_as_of_date))")
