"""CSV: records counted in the bytes, columns found by name, fields split by DuckDB's strict reader, nothing guessed.

Belongs here: CSV only. Doesn't belong here: encodings (text_files.py), record borders (records.py), types (parsing.py).
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.contracts import Contract
from ingest.frames import framed
from ingest.headers import HeaderMatch, match_header, match_positions
from ingest.landing_keys import Landing
from ingest.problems import FileRefused
from ingest.record_index import RecordIndex, index_records, write_readable_copy
from ingest.records import LONGEST_RECORD, Marks, windows
from ingest.sql import literal
from ingest.text_files import TextFile, open_text
from ingest.text_table import TEXTS, Numbers, TextTable, count_of, keep_unread
from ingest.translation import Translated, translated

_BUFFER = 2 * LONGEST_RECORD
_CODES = """case error_type
    when 'MISSING COLUMNS' then 'missing_fields'
    when 'TOO MANY COLUMNS' then 'extra_fields'
    when 'UNQUOTED VALUE' then 'broken_quotes'
    when 'LINE SIZE OVER MAXIMUM' then 'too_long'
    else 'unreadable'
end"""


def read_csv(con: duckdb.DuckDBPyConnection, path: Path, contract: Contract, work: Path) -> TextTable:
    """Read a CSV file's records as texts.

    `work` is a folder for copies. FileRefused when the file can't be taken as a whole.
    """
    landing = contract.landing
    text = open_text(path, landing.encoding, work / "utf8.csv", landing.alphabet)
    return read_csv_text(con, framed(text, landing), contract, work)


def read_csv_text(con: duckdb.DuckDBPyConnection, text: TextFile, contract: Contract, work: Path) -> TextTable:
    """The same from text already decoded."""
    landing = contract.landing
    plain = translated(text, landing, len(contract.columns), work / "marks.csv")
    text, quote = plain.text, ord(landing.quote) if landing.quote else None
    index = index_records(
        text, Marks(text.newline, ord(plain.separator), quote, plain.line_marks), has_header=landing.header
    )
    fields = [plain.meant(name) for name in _first_record(index, landing)]
    match = match_header(contract, fields) if landing.header else match_positions(contract, len(fields))
    _load_texts(con, readable_source(index, work), plain, len(fields), match, landing)
    unread = account_for(con, index)
    return TextTable(
        contract,
        list(match.positions),
        index.record_count,
        unread,
        lambda numbers: map(plain.as_written, index.locate(numbers)),
        len(fields),
        text.has_controls,
        "; ".join(filter(None, [match.remark, *text.remarks])),
        header=match.names,
        footers=text.footers,
    )


def readable_source(index: RecordIndex, work: Path) -> Path:
    """The file to give to DuckDB: the text itself, or a copy without what would stop a strict reader."""
    if not index.needs_copy:
        return index.text.path
    write_readable_copy(index, work / "readable.txt")
    return work / "readable.txt"


def _first_record(index: RecordIndex, landing: Landing) -> list[str]:
    for window in windows(index.text.path, index.text.start, index.marks, stop=index.text.stop):
        real = np.flatnonzero(~window.blanks())
        if not len(real):
            continue
        if window.fault:
            raise FileRefused("has a header with a quote that isn't closed; export it again")
        record = window.data[window.starts[real[0]] : window.ends[real[0]]].decode()
        return _fields(record, index.marks, landing.quote)
    raise FileRefused("holds nothing but blank lines; export it again, or remove it")


def _fields(record: str, marks: Marks, quote: str) -> list[str]:
    csv.field_size_limit(LONGEST_RECORD)
    text, separator = io.StringIO(record.rstrip("\r\n"), newline=""), chr(marks.separator or 0)
    if quote:
        return next(csv.reader(text, delimiter=separator, quotechar=quote), [])
    return next(csv.reader(text, delimiter=separator, quoting=csv.QUOTE_NONE), [])


def _load_texts(
    con: duckdb.DuckDBPyConnection,
    source: Path,
    plain: Translated,
    field_count: int,
    match: HeaderMatch,
    landing: Landing,
) -> None:
    columns = ", ".join(f"'f{place}': 'varchar'" for place in range(field_count))
    chosen = ", ".join(f"{plain.meant_sql(f'f{place}')} as c{index}" for index, place in match.positions.items())
    options = {
        "header": str(landing.header).lower(),
        "columns": f"{{{columns}}}",
        "delim": literal(plain.separator),
        "quote": literal(landing.quote),
        "escape": literal(landing.quote),
    }
    read_strictly(con, source, chosen, options)


def read_strictly(con: duckdb.DuckDBPyConnection, source: Path, chosen: str, options: dict[str, str]) -> None:
    """Fill landing_texts by DuckDB's strict reader; what it refuses is in the temp table csv_faults."""
    con.execute("drop table if exists csv_faults; drop table if exists csv_scans")
    fixed = {
        "auto_detect": "false",
        "strict_mode": "true",
        "store_rejects": "true",
        "rejects_table": "'csv_faults'",
        "rejects_scan": "'csv_scans'",
        "rejects_limit": "0",
        "max_line_size": str(LONGEST_RECORD),
        "buffer_size": str(_BUFFER),
    }
    keywords = ", ".join(f"{name} = {value}" for name, value in (options | fixed).items())
    con.execute(
        f"create or replace temp table {TEXTS} as select {chosen} from read_csv({literal(str(source))}, {keywords})"
    )


def account_for(con: duckdb.DuckDBPyConnection, index: RecordIndex) -> Numbers:
    """Note every record that isn't among the texts; FileRefused when reader and count differ."""
    faults = con.execute(
        f"select line - {index.header_count} as ordinal, min({_CODES}) as code, "
        "min(case when error_type = 'MISSING COLUMNS' then column_idx end) as present, "
        "max(case when error_type = 'TOO MANY COLUMNS' then column_idx end) as found "
        "from csv_faults group by 1 order by 1"
    ).to_arrow_table()
    read = count_of(con, TEXTS)
    if read + len(faults) != index.readable_count:
        raise FileRefused(
            f"can't be read with certainty: it has {index.readable_count} records, but {read} were read and "
            f"{len(faults)} refused; check the declared separator and quote, or export it again"
        )
    if not len(faults) and not index.broken:
        return np.zeros(0, np.int64)
    unread = pa.concat_tables([_misfits(faults, index), _broken(index)]).sort_by("record_number")
    numbers: Numbers = unread["record_number"].to_numpy()
    keep_unread(con, unread, index.shifts(numbers))
    return numbers


def _misfits(faults: pa.Table, index: RecordIndex) -> pa.Table:
    """Records that DuckDB refused, by their numbers in the file."""
    counts = pc.coalesce(faults["found"], faults["present"])
    numbers = index.readable_to_record(faults["ordinal"].to_numpy().astype(np.int64))
    return pa.table(
        {"record_number": numbers, "code": faults["code"].cast(pa.string()), "field_count": counts.cast(pa.int64())}
    )


def _broken(index: RecordIndex) -> pa.Table:
    numbers = index.broken_numbers()
    return pa.table(
        {
            "record_number": numbers,
            "code": pa.array([index.broken[number] for number in numbers.tolist()], pa.string()),
            "field_count": pa.nulls(len(numbers), pa.int64()),
        }
    )
