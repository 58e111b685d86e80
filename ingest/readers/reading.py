"""Choosing the reader of a file's format.

Belongs here: the choice, and a name for the file that no SQL or file pattern can misread. Doesn't belong here: any
format.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from ingest.archives import unpacked
from ingest.contracts import Contract
from ingest.problems import FileRefused
from ingest.readers.csv_files import read_csv
from ingest.readers.json_lines import read_json_lines
from ingest.readers.parquet_files import read_parquet
from ingest.readers.workbooks import read_workbook
from ingest.text_table import TextTable

Reader = Callable[[duckdb.DuckDBPyConnection, Path, Contract, Path], TextTable]
READERS: dict[str, Reader] = {"csv": read_csv, "jsonl": read_json_lines, "parquet": read_parquet, "xlsx": read_workbook}


def read_texts(con: duckdb.DuckDBPyConnection, path: Path, contract: Contract, work: Path) -> TextTable:
    """A file's records as texts; `work` is a folder for copies. FileRefused when the file can't be taken as a whole."""
    # DuckDB takes a file's name as a pattern: `orders[1].csv` would be looked for as `orders1.csv`.
    plain = work / f"export.{contract.landing.format}"
    try:
        plain.symlink_to(unpacked(path, contract.landing, work / "unpacked").resolve())
        return READERS[contract.landing.format](con, plain, contract, work)
    except (duckdb.Error, OSError) as error:
        raise FileRefused(f"can't be read as {contract.landing.format}: {str(error).splitlines()[0]}") from error
