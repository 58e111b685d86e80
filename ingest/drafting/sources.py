"""A file of any format as texts in DuckDB, read by the landing's own readers before a contract exists.

Belongs here: the format's own facts (sheets, keys, types of a Parquet file) and the reading. Doesn't belong here:
guesses about columns (headers.py, types.py).
"""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from ingest.archives import unpacked
from ingest.contract import Contract
from ingest.drafting.encodings import guess_encoding
from ingest.drafting.layouts import guess_layout, layout_keys
from ingest.landing_keys import Landing
from ingest.problems import FileRefused
from ingest.readers.reading import read_texts
from ingest.records import LONGEST_RECORD
from ingest.sql import literal
from ingest.text_files import open_text
from ingest.text_table import TEXTS

FORMATS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".dat": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
}
FORMATS |= {".jsonl": "jsonl", ".ndjson": "jsonl"}
DRAFT_TEXTS = "draft_texts"
_WIDEST = 400


@dataclass
class Source:
    """How a file is written. names, types: of its columns, where the format tells them."""

    landing: dict[str, Any]
    width: int = _WIDEST
    names: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def inspect(con: duckdb.DuckDBPyConnection, path: Path) -> Source:
    """What a file's format tells. FileRefused for a file that no contract could read."""
    if not path.stat().st_size:
        raise FileRefused("is empty (0 bytes), not even a header; export it again")
    packing = {"compression": kind} if (kind := _packing_of(path)) else {}
    with tempfile.TemporaryDirectory(prefix="draft-") as work:
        plain = unpacked(path, _landing(packing), Path(work) / "unpacked") if packing else path
        kind = _format_of(plain, Path(path.stem).suffix if packing else path.suffix)
        try:
            source = {"csv": _csv, "xlsx": _workbook, "parquet": _parquet, "jsonl": _json_lines}[kind](con, plain)
        except (duckdb.Error, OSError) as error:
            raise FileRefused(f"can't be read as {kind}: {str(error).splitlines()[0]}") from None
    source.landing |= packing
    return source


def add_texts(con: duckdb.DuckDBPyConnection, path: Path, source: Source, file_number: int) -> int:
    """Add a file's texts to draft_texts (file_number, row_number, c0, c1, …), header included; gives the width."""
    has_names = bool(source.names)
    landing = source.landing if has_names else source.landing | {"header": False}
    contract = _text_contract(path, landing, source.names or [f"c{place + 1}" for place in range(source.width)])
    if not has_names:
        optional = [column.model_copy(update={"optional": True}) for column in contract.columns]
        contract = contract.model_copy(update={"columns": optional})
    with tempfile.TemporaryDirectory(prefix="draft-") as work:
        table = read_texts(con, path, contract, Path(work))
    width = len(table.present)
    fields = ", ".join(f"c{place}" for place in range(width))
    rows = f"select cast({file_number} as bigint) as file_number, rowid as row_number, {fields} from {TEXTS}"
    con.execute(
        f"create temp table {DRAFT_TEXTS} as {rows}" if file_number == 0 else f"insert into {DRAFT_TEXTS} {rows}"
    )
    return width


def _packing_of(path: Path) -> str:
    """gz, zip, or "" for a file that isn't packed; a workbook is a zip of its own kind."""
    with path.open("rb") as source:
        start = source.read(4)
    if start.startswith(b"\x1f\x8b"):
        return "gz"
    if not start.startswith(b"PK\x03\x04") or not zipfile.is_zipfile(path):
        return ""
    with zipfile.ZipFile(path) as archive:
        return "" if "[Content_Types].xml" in archive.namelist() else "zip"


def _format_of(path: Path, suffix: str) -> str:
    with path.open("rb") as source:
        start = source.read(8)
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"PK\x03\x04") or suffix.lower() == ".xlsx":
        return "xlsx"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused("is an old workbook (.xls); save it as .xlsx")
    found = FORMATS.get(suffix.lower(), "csv")
    return "csv" if found == "parquet" else found


def _csv(con: duckdb.DuckDBPyConnection, path: Path) -> Source:
    encoding = guess_encoding(path)
    with tempfile.TemporaryDirectory(prefix="draft-") as work:
        guess = guess_layout(open_text(path, encoding.encoding, Path(work) / "utf8"))
    landing = {"format": "csv", "encoding": encoding.encoding, **layout_keys(guess.layout), **guess.keys}
    return Source(landing, guess.tally.widest, doubts=encoding.doubts + guess.doubts)


def _workbook(con: duckdb.DuckDBPyConnection, path: Path) -> Source:
    import python_calamine

    try:
        names = python_calamine.CalamineWorkbook.from_path(str(path)).sheet_names
    except python_calamine.CalamineError as error:
        raise FileRefused(f"isn't a workbook that can be read: {error}") from None
    others = f"the first of its sheets is read; the others are {', '.join(names[1:])}"
    landing = {"format": "xlsx"} | ({"sheet": names[0]} if len(names) > 1 else {})
    return Source(landing, doubts=[others] if len(names) > 1 else [])


def _json_lines(con: duckdb.DuckDBPyConnection, path: Path) -> Source:
    options = (
        "columns = {'line': 'varchar'}, header = false, delim = chr(1), quote = '', escape = '', auto_detect = false"
    )
    read = f"read_csv({literal(str(path))}, {options}, max_line_size = {LONGEST_RECORD})"
    lines = f"(select line from {read} where json_valid(line))"
    keys = "select unnest(json_keys(line)) as name, generate_subscripts(json_keys(line), 1) as place"
    found = con.execute(
        f"select name from ({keys} from {lines} where json_type(line) = 'OBJECT') "
        "group by name order by min(place), name"
    ).fetchall()
    if not found:
        raise FileRefused("holds no JSON object; write one object {…} a line")
    names = [str(name) for (name,) in found]
    nested = [name for name in names if _is_nested(con, lines, name)]
    doubts = [f"left out: {name} holds objects or lists, which a contract doesn't read" for name in nested]
    return Source({"format": "jsonl"}, names=[name for name in names if name not in nested], doubts=doubts)


def _is_nested(con: duckdb.DuckDBPyConnection, lines: str, name: str) -> bool:
    place = literal("/" + name.replace("~", "~0").replace("/", "~1"))
    row = con.execute(f"select count(*) from {lines} where json_type(line, {place}) in ('OBJECT', 'ARRAY')").fetchone()
    return row is not None and row[0] > 0


def _parquet(con: duckdb.DuckDBPyConnection, path: Path) -> Source:
    found = con.execute(f"describe select * from read_parquet({literal(str(path))})").fetchall()
    kept = [(name, kind) for name, kind, *_ in found if not _is_unreadable(kind)]
    doubts = [
        f"left out: {name} is {kind}, which a contract doesn't read" for name, kind, *_ in found if _is_unreadable(kind)
    ]
    if not kept:
        raise FileRefused("has no column of a plain type; export its columns as texts and numbers")
    types = [_contract_type(kind) for _, kind in kept]
    return Source({"format": "parquet"}, names=[name for name, _ in kept], types=types, doubts=doubts)


def _is_unreadable(kind: str) -> bool:
    return kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION", "BLOB"))


def _contract_type(kind: str) -> str:
    if kind in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"):
        return "bigint"
    if kind.startswith("DECIMAL"):
        return kind.lower().replace(" ", "")
    if kind in ("FLOAT", "DOUBLE", "HUGEINT", "UBIGINT"):
        return "number"
    plain = {"DATE": "date", "BOOLEAN": "boolean"}
    return "timestamp" if kind.startswith("TIMESTAMP") else plain.get(kind, "varchar")


def _landing(keys: dict[str, Any]) -> Landing:
    return Landing.model_validate({"files": ["x"], "key": ["x"], **keys})


def _text_contract(path: Path, landing: dict[str, Any], names: list[str]) -> Contract:
    """A contract that reads a file's fields as they stand, every one a text."""
    columns = [{"name": name, "data_type": "varchar", "headers": [name]} for name in names]
    keys = {"files": [path.name], "key": names[:1], **landing}
    return Contract.model_validate(
        {
            "system": "draft",
            "table": "draft",
            "entity": None,
            "path": path.parent,
            "description": "",
            "landing": Landing.model_validate(keys),
            "columns": columns,
            "source_file": path,
        }
    )
