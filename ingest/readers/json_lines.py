"""JSON lines: one object a line, its values taken as the texts that stand there.

Belongs here: JSON only. Doesn't belong here: types (parsing.py); a number's digits are kept as written, never passed
through a float.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import numpy as np

from ingest.columns import Column
from ingest.contracts import Contract
from ingest.headers import may_lack, refuse_added
from ingest.landing_keys import Landing
from ingest.problems import FileRefused
from ingest.readers.csv_files import account_for, read_strictly, readable_source
from ingest.record_index import RecordIndex, index_records
from ingest.records import Marks
from ingest.sql import literal
from ingest.text_files import open_text
from ingest.text_table import TEXTS, UNREAD, Numbers, TextTable, keep_unread, numbered_texts

_LINES = "landing_lines"
_FAULTS = "landing_line_faults"
_NUMBER = r"\s*:\s*(-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\s*[,}]"


def read_json_lines(con: duckdb.DuckDBPyConnection, path: Path, contract: Contract, work: Path) -> TextTable:
    """Read a file of JSON lines as texts.

    `work` is a folder for copies. FileRefused when it can't be taken as a whole.
    """
    text = open_text(path, contract.landing.encoding, work / "utf8.jsonl", contract.landing.alphabet)
    index = index_records(text, Marks(text.newline), has_header=False)
    lost = _read_lines(con, readable_source(index, work), index)
    header = _header(con, contract)
    present = list(range(len(contract.columns)))
    unread = _note_faults(con, contract, index, lost)
    picked = ", ".join(f"{_value(column, contract.landing, i)} as c{i}" for i, column in enumerate(contract.columns))
    con.execute(
        f"create or replace temp table {TEXTS} as select {picked} from ({_values(contract)}) "
        f"where _record_number not in (select record_number from {_FAULTS}) order by _record_number"
    )
    con.execute(f"drop table {_LINES}; drop table {_FAULTS}")
    return TextTable(
        contract, present, index.record_count, unread, index.locate, len(present), text.has_controls, header=header
    )


def _read_lines(con: duckdb.DuckDBPyConnection, source: Path, index: RecordIndex) -> Numbers:
    """The lines as a temp table of their own. The separator is a control letter, which no JSON text may hold."""
    options = {"header": "false", "columns": "{'line': 'varchar'}", "delim": "chr(1)", "quote": "''", "escape": "''"}
    read_strictly(con, source, "line", options)
    unread = account_for(con, index)
    con.execute(
        f"create or replace temp table {_LINES} as select _record_number, "
        f"case when json_valid(line) then line end as line from {numbered_texts(unread)}"
    )
    return unread


def _note_faults(con: duckdb.DuckDBPyConnection, contract: Contract, index: RecordIndex, unread: Numbers) -> Numbers:
    """Every line that isn't a flat object, with the lines that weren't even read."""
    nested = " or ".join(f"t[{i + 1}] in ('OBJECT', 'ARRAY')" for i in range(len(contract.columns)))
    con.execute(
        f"create or replace temp table {_FAULTS} as select * from (select _record_number as record_number, case "
        f"when line is null then 'not_json' when json_type(line) <> 'OBJECT' then 'not_an_object' "
        f"when {nested} then 'nested_value' end as code from ({_values(contract)})) where code is not null"
    )
    others = f"union all select record_number, code, field_count from {UNREAD}" if len(unread) else ""
    found = con.execute(
        f"select record_number, code, null::bigint as field_count from {_FAULTS} {others} order by 1"
    ).to_arrow_table()
    numbers: Numbers = found["record_number"].to_numpy().astype(np.int64)
    keep_unread(con, found, index.shifts(numbers))
    return numbers


def _header(con: duckdb.DuckDBPyConnection, contract: Contract) -> list[str]:
    """All keys of the records, the contract's first: objects have no order. FileRefused as for a CSV header.

    A column that no record has is missing from the file, as it would be from a header.
    """
    found = con.execute(
        f"select distinct unnest(json_keys(line)) as key from {_LINES} where json_type(line) = 'OBJECT' order by key"
    ).fetchall()
    keys = [key for (key,) in found]
    missing = [
        column.name
        for column in contract.columns
        if not may_lack(contract, column) and not set(column.headers) & set(keys)
    ]
    if keys and missing:
        raise FileRefused(
            f"lacks {', '.join(missing)}: no record has such a key. "
            "If it was renamed, add its new name to the aliases in the contract"
        )
    known = [header for column in contract.columns for header in column.headers if header in keys]
    unknown = [key for key in keys if key not in known]
    refuse_added(contract, unknown)
    return known + unknown


def _values(contract: Contract) -> str:
    """SQL of each line with the texts v and JSON types t of the contract's columns, in order."""
    texts = ", ".join(_first_known("json_extract_string", column) for column in contract.columns)
    types = ", ".join(_first_known("json_type", column) for column in contract.columns)
    return f"select _record_number, line, [{texts}] as v, [{types}] as t from {_LINES}"


def _first_known(function: str, column: Column) -> str:
    paths = [literal("/" + header.replace("~", "~0").replace("/", "~1")) for header in column.headers]
    found = [f"{function}(line, {path})" for path in paths]
    return found[0] if len(found) == 1 else f"coalesce({', '.join(found)})"


def _value(column: Column, landing: Landing, position: int) -> str:
    """SQL of a value's text in the contract's dialect."""
    text, kind = f"v[{position + 1}]", f"t[{position + 1}]"
    exact = _exact_number(column, text)
    if landing.decimal_separator != ".":
        exact = f"replace({exact}, '.', ',')"
    words = (
        f"case {text} when 'true' then {literal(landing.true_values[0])} else {literal(landing.false_values[0])} end"
    )
    boolean = words if column.kind == "boolean" else text
    return f"case {kind} when 'DOUBLE' then {exact} when 'BOOLEAN' then {boolean} else {text} end"


def _exact_number(column: Column, text: str) -> str:
    """SQL of a number's digits as they stand in the line; the JSON reader alone would give them as a float prints.

    The digits found are taken only when they are that float; else 15 digits are certain, and more are marked as not.
    """
    names = "|".join(re.escape(json.dumps(header, ensure_ascii=False)) for header in column.headers)
    digits = f"regexp_extract(line, {literal(f'(?:{names}){_NUMBER}')}, 1)"
    short = f"length(regexp_replace({text}, '[^0-9]', '', 'g')) <= 15"
    is_it = f"try_cast({digits} as double) = try_cast({text} as double)"
    return f"case when {is_it} then {digits} when {short} then {text} else {text} || ' (inexact)' end"
