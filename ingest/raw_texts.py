"""Quarantined records read again from their raw text, without their file, with their old numbers.

Belongs here: from raw texts to a TextTable by the readers of files. Doesn't belong here: judging or storing them
(replay.py).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from ingest.contracts import Contract
from ingest.landing_keys import Landing
from ingest.problems import FileRefused
from ingest.readers.csv_files import read_csv
from ingest.readers.json_lines import read_json_lines
from ingest.text_table import UNREAD, Numbers, TextTable, count_of, numbered_texts, store_table

_BATCH = 10_000
# What stood around the records of the file is gone; their texts are UTF-8 by now.
_BARE = {
    "encoding": "utf-8",
    "alphabet": "",
    "skip_lines": 0,
    "header_pattern": None,
    "footer_lines": 0,
    "footer_pattern": None,
}


@dataclass
class Renumbered(TextTable):
    """Texts of the records in a temp table, numbered as in their file. records: see read_raw_texts."""

    records: str = ""

    def numbered(self) -> str:
        """SQL of the texts with _record_number, the record's number in its file."""
        return (
            f"(select t.* replace (r.record_number as _record_number) from {numbered_texts(self.unread)} as t "
            f"inner join {self.records} as r on t._record_number = r.place)"
        )


def read_raw_texts(
    con: duckdb.DuckDBPyConnection, records: str, contract: Contract, header: list[str] | None, work: Path
) -> TextTable:
    """The texts of quarantined records.

    records: a table with place (from 1 on), record_number, line_number and raw_text; header: the names in the header of
    their file, None when nobody knows them; work: a folder for copies. FileRefused when they can't be read, or not each
    as one record of its own.
    """
    landing, is_json = _landing_of(contract), contract.landing.format in ("jsonl", "parquet")
    if not is_json and landing.header and not header:
        raise FileRefused("has a header that isn't known any more; land the file again")
    path = work / "records.txt"
    head = _header_line(header or [], landing) if landing.header and not is_json else ""
    _write(con, records, path, head, "\n" if is_json else landing.record_end or "\n")
    try:
        read = read_json_lines if is_json else read_csv
        texts = read(con, path, contract.model_copy(update={"landing": landing}), work)
        _refuse_other_records(con, records, texts)
    except duckdb.Error as error:
        raise FileRefused(f"has records that can't be read again: {str(error).splitlines()[0]}") from error
    # Values are judged as the contract says, not as the copy was written.
    return _renumbered(con, records, texts, contract)


def _landing_of(contract: Contract) -> Landing:
    """How the copy is written. A sheet's rows are kept as plain CSV, whatever the contract says of text files."""
    plain = {"separator": ",", "quote": '"', "escape": "", "record_end": "", "records_end_by": "mark"}
    return contract.landing.model_copy(update=_BARE | (plain if contract.landing.format == "xlsx" else {}))


def _header_line(names: list[str], landing: Landing) -> str:
    quote = landing.quote
    quoted = [f"{quote}{name.replace(quote, quote * 2)}{quote}" for name in names] if quote else names
    return landing.separator.join(quoted)


def _write(con: duckdb.DuckDBPyConnection, records: str, path: Path, head: str, end: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as target:
        target.write(head + end if head else "")
        cursor = con.execute(f"select raw_text from {records} order by place")
        while rows := cursor.fetchmany(_BATCH):
            target.writelines(text + end for (text,) in rows)


def _refuse_other_records(con: duckdb.DuckDBPyConnection, records: str, texts: TextTable) -> None:
    """A quote that isn't closed may swallow the next record: then no record can be told from its neighbour."""
    count = count_of(con, records)
    if texts.record_count == count:
        con.execute("create or replace temp table replay_found (place bigint, raw_text varchar)")
        for excerpt in texts.excerpts(np.arange(1, count + 1, dtype=np.int64)):
            store_table(con, "replay_excerpt", excerpt)
            con.execute(
                "insert into replay_found select record_number, rtrim(raw_text, chr(10) || chr(13)) from replay_excerpt"
            )
        if not count_of(con, f"(select place, raw_text from {records} except from replay_found)"):
            return
    raise FileRefused("has records that can't be told apart without their file; land the file again")


def _renumbered(con: duckdb.DuckDBPyConnection, records: str, texts: TextTable, contract: Contract) -> Renumbered:
    unread = texts.unread
    if len(unread):
        con.execute(
            f"update {UNREAD} as u set record_number = r.record_number from {records} as r "
            "where u.record_number = r.place"
        )
        numbers = con.execute(f"select record_number from {UNREAD} order by 1").fetchnumpy()["record_number"]
        unread = np.asarray(numbers, np.int64)

    def excerpts(numbers: Numbers) -> list[pa.Table]:
        store_table(con, "replay_wanted", pa.table({"number": numbers}))
        wanted = f"from {records} where record_number in (select number from replay_wanted)"
        return [con.execute(f"select record_number, line_number, raw_text {wanted}").to_arrow_table()]

    kept = {each.name: getattr(texts, each.name) for each in fields(TextTable)}
    own = {"contract": contract, "unread": unread, "excerpts": excerpts, "records": records}
    return Renumbered(**kept | own)
