"""Whatever lies in the folder: no crash, no hang, and records in the file = loaded + quarantined, or a plain refusal.

The drill runs for $WHALE_FUZZ_SECONDS (600 unless set); the suite runs a few seconds of the same.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ingest.problems import FileRefused
from ingest.quarantine import create_quarantine
from ingest.readers.reading import read_texts
from ingest.store import RawStore
from ingest.typed_tables import settle_account
from tests.unit.ingest.test_dialects import contract_of

COLUMNS = 3
LONGEST_SECONDS = 20.0
DIALECTS: list[dict[str, Any]] = [
    {},
    {"separator": ";", "quote": "'", "decimal_separator": ",", "thousands_separator": " "},
    {"separator": "\t", "quote": "", "header": False},
    {"separator": "+|", "record_end": "&|\n"},
    {"separator": "||", "record_end": "\r\n", "escape": "\\"},
    {"separator": "|", "quote": "", "records_end_by": "field_count"},
    {"separator": "¦", "records_end_by": "field_count", "quote": "", "header": False},
    {"encoding": "cp1250", "separator": ";", "escape": "\\", "quote": ""},
    {"encoding": "iso-8859-2", "separator": ";", "alphabet": "polish"},
    {"encoding": "utf-16", "separator": "|"},
    {"encoding": "utf-16-le", "separator": "\t"},
    {"skip_lines": 1, "footer_lines": 1},
    {"header_pattern": "c0", "footer_pattern": "^Total", "separator": ";"},
    {"compression": "gz"},
    {"format": "jsonl"},
    {"format": "xlsx"},
    {"format": "parquet"},
]
TYPES = ["varchar", "bigint", "decimal(9,2)", "date", "timestamp", "boolean"]
LUMPS = [
    b'"', b"'", b"\n", b"\r", b"\r\n", b"\\", b",", b";", b"|", b"+|", b"&|\n", b"\t", b"\0", b"\xff", b"\xc2\xa6",
    b"\xc2",
    b"\xef\xbb\xbf", b"\xff\xfe", b"1", b"-", b"c0,c1,c2\n", b"c0;c1;c2\n", b"sep=;\n", b"Total\n", b"{", b"}", b"[",
    b" ", "ą€\u00a0".encode(), b"\x1a", b"\x1f", b"\x01", b"2026-01-31", b"12,5", b'""', b'"\n"',
]  # fmt: skip


class Tank:
    """One connection and one folder for many files."""

    def __init__(self, folder: Path, con: duckdb.DuckDBPyConnection) -> None:
        self.folder, self.con = folder, con
        create_quarantine(con)
        self.files = self.records = self.refused = 0

    def take(self, content: bytes, dialect: dict[str, Any], kinds: list[str]) -> None:
        """Read a file; any exception but a refusal is a failure, and so is a record that nobody accounts for."""
        contract = contract_of(len(kinds), **dialect)
        columns = [
            each.model_copy(update={"data_type": kind}) for each, kind in zip(contract.columns, kinds, strict=True)
        ]
        contract = contract.model_copy(update={"columns": columns})
        self.files += 1
        began = time.monotonic()
        with tempfile.TemporaryDirectory(dir=self.folder) as work:
            path = Path(work) / "file"
            path.write_bytes(content)
            try:
                table = read_texts(self.con, path, contract, Path(work))
                account = settle_account(self.con, table, 1)
            except FileRefused:
                self.refused += 1
                return
            finally:
                kept = self.con.execute("select record_number, raw_text, message from landing_quarantine").fetchall()
                self.con.execute("delete from landing_quarantine")
            numbers = [row[0] for row in self.con.execute(f"select _record_number from {account.typed}").fetchall()]
        told = numbers + [row[0] for row in kept]
        assert sorted(told) == list(range(1, account.record_count + 1)), "each record is loaded or quarantined, once"
        assert all(row[1] is not None and row[2] for row in kept), "quarantine tells the raw text and the reason"
        assert time.monotonic() - began < LONGEST_SECONDS
        self.records += account.record_count


@pytest.fixture(scope="module")
def tank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tank]:
    folder = tmp_path_factory.mktemp("fuzz")
    with RawStore(folder / "raw.duckdb") as store:
        yield Tank(folder, store.con)


DIALECT, KINDS = st.sampled_from(DIALECTS), st.lists(st.sampled_from(TYPES), min_size=COLUMNS, max_size=COLUMNS)
NOISE = st.lists(st.one_of(st.sampled_from(LUMPS), st.binary(max_size=6)), max_size=40).map(b"".join)


def headed(content: bytes, dialect: dict[str, Any]) -> bytes:
    """Noise behind a header, so that its records are looked at."""
    if "format" in dialect or "compression" in dialect:
        return content
    return text_file([], dialect | {"header": True}).replace(b"Total;3\n", b"") + content


def fuzz(examples: int) -> Callable[[Any], Any]:
    return settings(
        max_examples=examples, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck), derandomize=examples < 1000, database=None,
    )  # fmt: skip


@fuzz(60)
@given(NOISE, DIALECT, KINDS, st.booleans())
def test_any_bytes_are_accounted_for(
    tank: Tank, content: bytes, dialect: dict[str, Any], kinds: list[str], has_header: bool
) -> None:
    tank.take(headed(content, dialect) if has_header else content, dialect, kinds)


def good_file(chance: random.Random, dialect: dict[str, Any]) -> bytes:
    """A whole file of a dialect, written by other code than ours."""
    kind = dialect.get("format", "csv")
    rows = [
        [str(number), chance.choice(["x", "ż ó", "12.5", 'a"b', "2026-01-31", ""]), "yes"]
        for number in range(chance.randint(0, 30))
    ]
    if kind == "jsonl":
        import json

        return "".join(json.dumps(dict(zip(("c0", "c1", "c2"), row, strict=True))) + "\n" for row in rows).encode()
    if kind == "xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        for row in [["c0", "c1", "c2"], *rows]:
            book.active.append(row)
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()
    if kind == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        sink = io.BytesIO()
        pq.write_table(pa.table({f"c{place}": [row[place] for row in rows] for place in range(COLUMNS)}), sink)
        return sink.getvalue()
    return text_file(rows, dialect)


def text_file(rows: list[list[str]], dialect: dict[str, Any]) -> bytes:
    quote, separator = dialect.get("quote", '"'), dialect.get("separator", ",")
    end = dialect.get("record_end") or "\n"
    lines = [["c0", "c1", "c2"], *rows] if dialect.get("header", True) else rows
    written = io.StringIO(newline="")
    if quote and len(separator) == 1:
        csv.writer(written, delimiter=separator, quotechar=quote, lineterminator=end).writerows(lines)
        text = written.getvalue()
    else:
        text = "".join(separator.join(value.replace('"', "") for value in line) + end for line in lines)
    before = "Report\n" if dialect.get("skip_lines") or dialect.get("header_pattern") else ""
    after = "Total;3\n" if dialect.get("footer_lines") or dialect.get("footer_pattern") else ""
    content = (before + text + after).encode(dialect.get("encoding", "utf-8"), errors="replace")
    return gzip.compress(content) if dialect.get("compression") else content


def mutated(chance: random.Random, content: bytes) -> bytes:
    """The file with up to four mishaps: a cut, a lump put in, a byte changed, a piece doubled, moved or left out."""
    for _ in range(chance.randint(1, 4)):
        first, last = sorted(chance.randint(0, len(content)) for _ in range(2))
        piece = content[first:last]
        content = chance.choice(
            [
                content[:first],
                content[:first] + chance.choice(LUMPS) + content[first:],
                content[:first] + bytes([chance.randrange(256)]) + content[first + 1 :],
                content[:last] + piece + content[last:],
                content[:first] + content[last:],
                content[:first] + content[last:] + piece,
                content.replace(b"\n", chance.choice([b"\r\n", b"\r", b"\n\n"]), chance.randint(1, 9)),
            ]
        )
    return content


def real_files(folder: Path) -> list[tuple[bytes, dict[str, Any]]]:
    """The first kilobytes of real exports, none of which has a header, with the dialects that come near to them."""
    found = []
    for path in sorted(folder.rglob("*.csv")):
        with path.open("rb") as source:
            head = source.read(6000)
        near = [each for each in DIALECTS if each.get("separator", ",").encode() in head.partition(b"\n")[0]]
        found += [
            (head, each) for each in near if not {"format", "compression", "header_pattern", "encoding"} & set(each)
        ]
    return found


def rounds(tank: Tank, seed: int, seconds: float, real: list[tuple[bytes, dict[str, Any]]]) -> None:
    """Mutations of whole files until the time is up; a failure names its seed."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seed += 1
        chance = random.Random(seed)
        dialect, fields = chance.choice(DIALECTS), COLUMNS
        content = good_file(chance, dialect)
        if real and chance.random() < 0.4:
            content, dialect = chance.choice(real)
            fields = content.partition(b"\n")[0].count(dialect.get("separator", ",").encode()) + 1
            dialect = dialect | {"header": False}
        kinds = [chance.choice(TYPES[: 1 + 5 * chance.randrange(2)]) for _ in range(fields)]
        try:
            tank.take(mutated(chance, content), dialect, kinds)
        except BaseException as error:
            error.add_note(f"seed {seed}, dialect {dialect}, types {kinds}")
            raise


@pytest.mark.drill
@pytest.mark.shared
@pytest.mark.timeout(3600)
def test_ten_minutes_of_noise_and_mutations(tank: Tank, shared_data: Path) -> None:
    seconds = float(os.environ.get("WHALE_FUZZ_SECONDS", "600"))
    real = real_files(shared_data / "adventureworks")
    end = time.monotonic() + seconds / 2
    seed = int(time.time())

    @fuzz(1000)
    @given(NOISE, DIALECT, KINDS, st.booleans())
    def noise(content: bytes, dialect: dict[str, Any], kinds: list[str], has_header: bool) -> None:
        if time.monotonic() < end:
            tank.take(headed(content, dialect) if has_header else content, dialect, kinds)

    while time.monotonic() < end:
        noise()
    rounds(tank, seed=seed, seconds=seconds / 2, real=real)
    print(f"{tank.files} files, {tank.refused} refused, {tank.records} records")
