"""Parquet: typed already; its values become exact texts, so that one strict parse serves every format.

Belongs here: Parquet only. Doesn't belong here: types of the contract (parsing.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from ingest.columns import Column
from ingest.contracts import Contract
from ingest.headers import match_header
from ingest.landing_keys import Landing
from ingest.problems import FileRefused
from ingest.sql import identifier, literal
from ingest.text_table import TEXTS, Numbers, TextTable, count_of, store_table

_INSTANT = "%Y-%m-%d %H:%M:%S.%f"


def read_parquet(con: duckdb.DuckDBPyConnection, path: Path, contract: Contract, work: Path) -> TextTable:
    """Read a Parquet file's rows as texts. FileRefused when it can't be taken as a whole."""
    source = f"read_parquet({literal(str(path))}, file_row_number = true)"
    found = con.execute(
        f"select column_name, column_type from (describe select * exclude (file_row_number) from {source})"
    ).fetchall()
    names, types = [row[0] for row in found], [row[1] for row in found]
    match = match_header(contract, names)
    picked, dialects = [], {}
    for position, place in match.positions.items():
        column = contract.columns[position]
        picked.append(f"{_text(column, identifier(names[place]), types[place])} as c{position}")
        if types[place] != "VARCHAR":
            dialects[position] = _canonical(contract.landing, types[place])
    con.execute(
        f"create or replace temp table {TEXTS} as select {', '.join(picked)} from {source} order by file_row_number"
    )
    promised = count_of(con, f"(select unnest(range(num_rows)) from parquet_file_metadata({literal(str(path))}))")
    if promised != count_of(con, TEXTS):
        raise FileRefused(f"promises {promised} rows, but {count_of(con, TEXTS)} could be read; export it again")
    none = np.zeros(0, np.int64)
    return TextTable(
        contract, list(match.positions), promised, none, lambda numbers: _excerpts(con, source, numbers), len(names),
        has_controls=True, remark=match.remark, dialects=dialects, header=match.names,
    )  # fmt: skip


def _text(column: Column, name: str, data_type: str) -> str:
    """SQL of a value as exact text in the canonical dialect."""
    if data_type.endswith("]") or data_type.startswith(("STRUCT", "MAP", "UNION", "BLOB")):
        raise FileRefused(f"holds {data_type} in {column.name}; export it as text or as a number")
    if data_type in ("FLOAT", "DOUBLE"):
        return _float_text(f"cast({name} as varchar)")
    if data_type.startswith("TIMESTAMP"):
        return _instant_text(
            column, f"timezone('UTC', {name})" if "ZONE" in data_type else f"cast({name} as timestamp)"
        )
    return f"cast({name} as varchar)"


def _float_text(text: str) -> str:
    """The shortest digits that are the float, never with an exponent, and without decimals when there are none."""
    expanded = f"coalesce(cast(try_cast({text} as decimal(38, 20)) as varchar), {text})"
    plain = f"case when contains({text}, 'e') then {expanded} else {text} end"
    return f"regexp_replace(regexp_replace({plain}, '(\\.[0-9]*[1-9])0+$', '\\1'), '\\.0+$', '')"


def _instant_text(column: Column, instant: str) -> str:
    if column.kind == "date":
        is_midnight = f"date_trunc('day', {instant}) = {instant}"
        return (
            f"cast(case when {is_midnight} then cast(cast({instant} as date) as varchar) else {instant} end as varchar)"
        )
    return f"strftime({instant}, {literal(_INSTANT)})"


def _canonical(landing: Landing, data_type: str) -> Landing:
    zone = "UTC" if "ZONE" in data_type else landing.time_zone
    words = {"true_values": ["true", *landing.true_values], "false_values": ["false", *landing.false_values]}
    spelling = {
        "decimal_separator": ".",
        "thousands_separator": "",
        "negative_numbers": ["before"],
        "currency_signs": [],
        "percent_columns": [],
        "date_format": "%Y-%m-%d",
        "timestamp_format": _INSTANT,
    }
    return landing.model_copy(update={**words, **spelling, "time_zone": zone})


def _excerpts(con: duckdb.DuckDBPyConnection, source: str, numbers: Numbers) -> Iterable[pa.Table]:
    store_table(con, "landing_wanted", pa.table({"number": numbers - 1}))
    yield con.execute(
        "select file_row_number + 1 as record_number, cast(null as bigint) as line_number, "
        f"cast(to_json(columns_of) as varchar) as raw_text from {source} as columns_of "
        "where file_row_number in (select number from landing_wanted)"
    ).to_arrow_table()
