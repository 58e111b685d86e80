"""Record borders found in the bytes: counts, lines and raw texts, whatever the quotes do."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import records
from ingest.record_index import RecordIndex, index_records, write_readable_copy
from ingest.records import Marks, windows
from ingest.text_files import open_text


def indexed(folder: Path, content: bytes, *, has_header: bool = True) -> RecordIndex:
    path = folder / "file.csv"
    path.write_bytes(content)
    text = open_text(path, "utf-8", folder / "copy")
    return index_records(text, Marks(text.newline, ord(","), ord('"')), has_header=has_header)


def located(index: RecordIndex) -> list[tuple[int, int, str]]:
    numbers = np.arange(1, index.record_count + 1)
    rows = [row for excerpt in index.locate(numbers) for row in excerpt.to_pylist()]
    return [(row["record_number"], row["line_number"], row["raw_text"].rstrip("\r\n")) for row in rows]


CASES = [
    (b"a,b\n1,2\n3,4\n", ["1,2", "3,4"], {}),
    (b"a,b\n1,2\n3,4", ["1,2", "3,4"], {}),
    (b"a,b\r\n1,2\r\n\r\n3,4\r\n", ["1,2", "3,4"], {}),
    (b"a,b\r1,2\r3,4\r", ["1,2", "3,4"], {}),
    (b'a,b\n1,"x\ny"\n3,4\n', ['1,"x\ny"', "3,4"], {}),
    (b'a,b\n1,"say ""hi"""\n3,4\n', ['1,"say ""hi"""', "3,4"], {}),
    (b'a,b\n1,5" pipe\n3,"x\n,"\n', ['1,5" pipe', '3,"x\n,"'], {}),
    (b'a,b\n1,"open\n3,4\n5,6\n', ['1,"open', "3,4", "5,6"], {1: "broken_quotes"}),
    (b'a,b\n1,"open\n3,"4"\n5,6\n', ['1,"open', '3,"4"', "5,6"], {1: "broken_quotes"}),
    (b'a,b\n1,"x"y\n3,4\n', ['1,"x"y', "3,4"], {1: "broken_quotes"}),
    (b'a,b\n1,2\n3,"cut', ["1,2", '3,"cut'], {2: "broken_quotes"}),
    (b"a,b\n1,2\r2\n3,4\n", ["1,2\r2", "3,4"], {1: "stray_return"}),
    (b"a,b\n", [], {}),
    (b"a,b", [], {}),
]


@pytest.mark.parametrize(("content", "texts", "broken"), CASES)
def test_borders_of_records(tmp_path: Path, content: bytes, texts: list[str], broken: dict[int, str]) -> None:
    index = indexed(tmp_path, content)
    assert index.record_count == len(texts)
    assert index.broken == broken
    assert [text for _, _, text in located(index)] == texts


def test_line_numbers_count_quoted_line_ends_and_blank_lines(tmp_path: Path) -> None:
    index = indexed(tmp_path, b'a,b\n1,"x\ny"\n\n3,4\n')
    assert [(number, line) for number, line, _ in located(index)] == [(1, 2), (2, 5)]


def test_a_file_without_header_counts_from_its_first_line(tmp_path: Path) -> None:
    index = indexed(tmp_path, b"1,2\n3,4\n", has_header=False)
    assert located(index) == [(1, 1, "1,2"), (2, 2, "3,4")]


def test_a_copy_leaves_out_blank_lines_and_broken_records(tmp_path: Path) -> None:
    index = indexed(tmp_path, b'a,b\r\n1,"x\r\ny"\r\n\r\n3,"4\n5,6')
    write_readable_copy(index, tmp_path / "copy.csv")
    assert (tmp_path / "copy.csv").read_bytes() == b'a,b\n1,"x\r\ny"\n5,6'


FIELDS = st.text(alphabet='ab,"\n\r ż;', max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(FIELDS, min_size=2, max_size=3), max_size=8), st.integers(1, 40), st.sampled_from(["\n", "\r\n"])
)
def test_whatever_python_writes_is_found_in_any_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[list[str]], window: int, newline: str
) -> None:
    monkeypatch.setattr(records, "_WINDOW", window)
    monkeypatch.setattr(records, "_SMALL", window)
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator=newline).writerows([["head", "line"], *rows])
    index = indexed(tmp_path, written.getvalue().encode())
    assert (index.record_count, index.broken) == (len(rows), {})
    found = [next(csv.reader(io.StringIO(text, newline=""))) for _, _, text in located(index)]
    assert found == rows


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet='a,"\n\r', max_size=40), st.integers(1, 12))
def test_no_byte_is_lost_whatever_the_quotes_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, window: int
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content.encode())
    whole = [(each.offset, each.data, each.fault) for each in windows(path, 0, Marks(10, ord(","), ord('"')))]
    assert b"".join(data for _, data, _ in whole) == content.encode()
    monkeypatch.setattr(records, "_WINDOW", window)
    monkeypatch.setattr(records, "_SMALL", window)
    pieces = list(windows(path, 0, Marks(10, ord(","), ord('"'))))
    assert b"".join(each.data for each in pieces) == content.encode()
    ends = [each.offset + int(end) for each in pieces for end in each.ends]
    again = [each.offset + int(end) for each in windows(path, 0, Marks(10, ord(","), ord('"'))) for end in each.ends]
    assert ends == again == sorted(set(ends))


def test_one_bad_quote_in_a_large_file_costs_one_record(tmp_path: Path) -> None:
    lines = [f'{number},"text {number}"' for number in range(60_000)]
    lines[30_000] = '30000,"never closed'
    index = indexed(tmp_path, ("a,b\n" + "\n".join(lines) + "\n").encode())
    assert (index.record_count, index.broken) == (60_000, {30_001: "broken_quotes"})


def test_many_records_are_located_across_checkpoints(tmp_path: Path) -> None:
    lines = [f"{number},{'x' * 90}" for number in range(60_000)]
    index = indexed(tmp_path, ("a,b\n" + "\n".join(lines) + "\n").encode())
    assert len(index.checkpoints) > 1
    wanted = np.array([1, 30_000, 59_999, 60_000])
    rows = [row for excerpt in index.locate(wanted) for row in excerpt.to_pylist()]
    assert [row["raw_text"].split(",")[0] for row in rows] == ["0", "29999", "59998", "59999"]
    assert [row["line_number"] for row in rows] == [2, 30_001, 60_000, 60_001]
