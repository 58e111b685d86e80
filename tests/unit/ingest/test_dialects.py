"""Every way to cut a text into records and fields: what is written in a dialect is read back, letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ingest import records, translation
from ingest.contract import Contract
from ingest.landing_keys import Landing
from ingest.readers.csv_files import read_csv
from ingest.text_table import TextTable
from tests.unit.ingest.shops import Shop, table

CON = duckdb.connect()
Rows = list[list[str]]


def contract_of(columns: int, **landing: Any) -> Contract:
    names = [f"c{place}" for place in range(columns)]
    written = {"files": ["x"], "key": ["c0"]} | landing
    return Contract.model_validate(
        {
            "system": "shop", "table": "t", "entity": None, "path": Path(), "description": "", "source_file": Path(),
            "landing": Landing.model_validate(written),
            "columns": [{"name": name, "data_type": "varchar", "headers": [name]} for name in names],
        }
    )  # fmt: skip


def texts_of(folder: Path, content: str | bytes, columns: int, **landing: Any) -> tuple[Rows, TextTable]:
    """The fields of all records that could be split, and what the reader says of the file."""
    folder.mkdir(exist_ok=True)
    (folder / "file.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    found = read_csv(CON, folder / "file.csv", contract_of(columns, **landing), folder)
    picked = ", ".join(f"coalesce(c{place}, '')" for place in range(columns))
    rows = CON.execute(f"select {picked} from landing_texts order by rowid").fetchall()
    return [list(row) for row in rows], found


@contextmanager
def small_windows(size: int) -> Iterator[None]:
    """Pieces so small that every mark meets a border of one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "_WINDOW", size)
        patch.setattr(records, "_SMALL", size)
        patch.setattr(translation, "_CHUNK", size)
        yield


MARKS = [
    {"separator": "+|", "record_end": "&|\n"},
    {"separator": "+|", "record_end": "&|\r\n"},
    {"separator": "||", "record_end": "##"},
    {"separator": "¦", "record_end": "\r\n"},
    {"separator": ";", "record_end": "\r"},
    {"separator": "\t", "record_end": "¶\n"},
    {"separator": "|"},
    {"separator": "<=>"},
]
SHORT = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LETTERS = st.text(alphabet="ab+|&#;¦¶<=>\t\n\r\"'\\ ż", max_size=8)
RECORDS = st.lists(st.tuples(LETTERS, LETTERS, LETTERS).map(list), max_size=8)


@SHORT
@given(RECORDS, st.sampled_from(MARKS), st.integers(1, 30))
def test_quoted_records_are_read_back_in_every_dialect(
    tmp_path: Path, rows: Rows, marks: dict[str, str], window: int
) -> None:
    end = marks.get("record_end", "\n")
    quoted = [[f'"{value.replace(chr(34), chr(34) * 2)}"' for value in row] for row in [["c0", "c1", "c2"], *rows]]
    content = "".join(marks["separator"].join(row) + end for row in quoted)
    with small_windows(window):
        found, account = texts_of(tmp_path, content, 3, **marks)
    assert (found, account.record_count) == (rows, len(rows))


@SHORT
@given(RECORDS, st.sampled_from(MARKS), st.integers(1, 30))
def test_unquoted_records_are_read_back_in_every_dialect(
    tmp_path: Path, rows: Rows, marks: dict[str, str], window: int
) -> None:
    end = marks.get("record_end", "\n")
    forbidden = set(marks["separator"] + end) | (set() if "record_end" in marks else {"\r"})
    rows = [["".join(letter for letter in value if letter not in forbidden) for value in row] for row in rows]
    content = "".join(marks["separator"].join(row) + end for row in [["c0", "c1", "c2"], *rows])
    with small_windows(window):
        found, account = texts_of(tmp_path, content, 3, **marks, quote="")
    assert (found, account.record_count) == (rows, len(rows))


@SHORT
@given(RECORDS, st.sampled_from(MARKS), st.booleans(), st.integers(1, 30))
def test_a_backslash_takes_the_meaning_away(
    tmp_path: Path, rows: Rows, marks: dict[str, str], is_quoted: bool, window: int
) -> None:
    separator, end = marks["separator"], marks.get("record_end", "\n")
    quote = '"' if is_quoted else ""

    special: str = "|".join(map(re.escape, ["\\", quote] if is_quoted else ["\\", separator, "\r\n", "\n", "\r"]))

    def escaped(value: str) -> str:
        return quote + re.sub(special, r"\\\g<0>", value) + quote

    if not is_quoted:
        # Half a mark at a value's border would make a whole one with what follows.
        rows = [[value.strip(separator + end + "\\\r") for value in row] for row in rows]
        rows = [[value.replace(end.rstrip("\r\n") or "\0", "") for value in row] for row in rows]
    content = "".join(separator.join(map(escaped, row)) + end for row in [["c0", "c1", "c2"], *rows])
    with small_windows(window):
        found, account = texts_of(tmp_path, content, 3, **marks, quote=quote, escape="\\")
    assert (found, account.record_count) == (rows, len(rows))


INNER = st.text(alphabet='ab\n\r" ż', max_size=8)


@SHORT
@given(
    st.lists(st.tuples(st.text(alphabet="ab ", min_size=1, max_size=3), INNER, INNER).map(list), max_size=8),
    st.sampled_from(["\n", "\r\n"]), st.sampled_from(["\t", "||", "¦"]), st.booleans(), st.integers(1, 30),
)  # fmt: skip
def test_records_that_end_by_their_field_count_are_read_back(
    tmp_path: Path, rows: Rows, newline: str, separator: str, header: bool, window: int
) -> None:
    # Nothing tells a value's last line end from an empty line behind the file, or its return from half a line end.
    rows = [[first, second, third.rstrip("\r") if row < len(rows) - 1 else third.rstrip("\r\n") + "."]
            for row, (first, second, third) in enumerate(rows)]  # fmt: skip
    content = "".join(separator.join(row) + newline for row in [["c0", "c1", "c2"]][: int(header)] + rows)
    keys = {"separator": separator, "quote": "", "records_end_by": "field_count", "header": header}
    if not rows and not header:
        return
    with small_windows(window):
        found, account = texts_of(tmp_path, content, 3, **keys)
    assert (found, account.record_count) == (rows, len(rows))


def located(found: TextTable) -> list[tuple[int, int, str]]:
    import numpy as np

    tables = [each.to_pylist() for each in found.excerpts(np.arange(1, found.record_count + 1))]
    return [
        (row["record_number"], row["line_number"], row["raw_text"].rstrip("\r\n")) for rows in tables for row in rows
    ]


def test_lines_and_raw_texts_are_those_of_the_file(tmp_path: Path) -> None:
    content = 'c0+|c1&|\r\n1+|two\r\nlines&|\r\n\r\n2+|"a+|&|\r\nb"&|\r\n3+|x&|\r\n'
    _, found = texts_of(tmp_path, content, 2, separator="+|", record_end="&|\n")
    assert located(found) == [
        (1, 2, "1+|two\r\nlines"),
        (2, 4, '\r\n2+|"a+|&|\r\nb"'),
        (3, 7, "3+|x"),
    ]


def test_a_last_record_without_its_declared_end_is_cut(shop: Shop) -> None:
    shop.declare(table("t", {"k": "bigint", "v": "varchar"}, separator="+|", record_end="&|\n"))
    for content, loaded in (("1+|a&|\n2+|b", 1), ("1+|a&|\n2+|b&|", 2), ("1+|a&|\n2+|b&|\n\n", 2)):
        shop.export("t.csv", "k+|v&|\n" + content)
        report = shop.land()
        assert (report.problems, report.record_count, report.loaded_count) == ([], 2, loaded)
        assert shop.current("v", "t") == [("a",), ("b",)][:loaded]
    shop.export("t.csv", "k+|v&|\n1+|a&|\n2+|b&")
    shop.land()
    assert [row[3] for row in shop.faults()][-1] == "cut_record"


def field_counted(folder: Path, content: str) -> tuple[Rows, list[tuple[int, int, str]], list[int]]:
    keys = {"separator": "|", "quote": "", "records_end_by": "field_count"}
    rows, found = texts_of(folder, "c0|c1|c2\n" + content, 3, **keys)
    return rows, located(found), found.unread.tolist()


def test_a_record_that_lacks_a_field_costs_itself_and_the_value_it_may_belong_to(tmp_path: Path) -> None:
    rows, places, unread = field_counted(tmp_path, "1|a|b\n2|a\nb|c\n3|x\n4|a|b\n5|a|b\n")
    assert rows == [["1", "a", "b"], ["4", "a", "b"], ["5", "a", "b"]]
    assert places[1] == (2, 3, "2|a\nb|c\n3|x")
    assert unread == [2]


def test_a_record_with_a_field_too_many_costs_itself_and_the_one_before_it(tmp_path: Path) -> None:
    rows, places, unread = field_counted(tmp_path, "1|a|b|c\n2|a|b\n3|a|b\n4|a|b|c\n5|a|b\n")
    assert rows == [["2", "a", "b"], ["5", "a", "b"]]
    assert places == [(1, 2, "1|a|b|c"), (2, 3, "2|a|b"), (3, 4, "3|a|b\n4|a|b|c"), (4, 6, "5|a|b")]
    assert unread == [1, 3]


def test_a_good_record_between_faults_may_end_in_the_second_one(tmp_path: Path) -> None:
    rows, places, unread = field_counted(tmp_path, "1|a|b|c\n2|a|b\n3|a|b|c\n4|a\nx|b\n5|a|b\n")
    assert (rows, unread) == ([["4", "a\nx", "b"], ["5", "a", "b"]], [1, 2])
    assert places[1] == (2, 3, "2|a|b\n3|a|b|c")


def test_lines_that_are_no_records_are_quarantined_one_by_one(tmp_path: Path) -> None:
    _, places, unread = field_counted(tmp_path, "1;a;b\n2|a;b\n3;a;b\n")
    assert (len(places), unread) == (3, [1, 2, 3])


@pytest.mark.parametrize(
    "keys",
    [
        {"separator": ""},
        {"separator": "a"},
        {"separator": '"'},
        {"separator": "\n"},
        {"separator": "abcdefgh|"},
        {"separator": "||", "record_end": "|\n"},
        {"separator": "|&", "record_end": "&|\n"},
        {"separator": "\t", "record_end": "\n\n"},
        {"record_end": '"'},
        {"separator": "'|", "quote": "'"},
        {"escape": "/"},
        {"records_end_by": "field_count"},
        {"records_end_by": "field_count", "quote": "", "record_end": "&\n"},
        {"records_end_by": "lines"},
    ],
)
def test_unknown_or_contradictory_marks_are_refused(keys: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Landing.model_validate({"files": ["x"], "key": ["k"]} | keys)
