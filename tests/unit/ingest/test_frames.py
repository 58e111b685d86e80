"""What stands around the records: junk before the header, footers, sep= lines, and the archive around it all."""

from __future__ import annotations

import gzip
import io
import shutil
import subprocess
import zipfile
from collections import namedtuple
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from ingest.landing_keys import Landing
from tests.unit.ingest.shops import Shop, table
from tests.unit.ingest.test_dialects import texts_of

BODY = "k;v\n1;a\n2;b\n"
T = {"k": "bigint", "v": "varchar"}


def landed(shop: Shop, content: str | bytes, name: str = "t.csv", **keys: Any) -> tuple[list[str], list[Any], str]:
    """Problems, the rows that are loaded and the remark in the ledger."""
    shop.declare(table("t", T, separator=";", files=["t*"], **keys))
    shop.export(name, content)
    report = shop.land()
    rows = shop.current("k, v", "t") if not report.problems else []
    return report.problems, rows, report.loads[-1].status_reason


ROWS = [(1, "a"), (2, "b")]


@pytest.mark.parametrize(
    ("content", "keys", "remark"),
    [
        ("Report\n\n" + BODY, {"skip_lines": 2}, "skipped 2 lines before the header"),
        ("Report of 5;6\nk\n" + BODY, {"header_pattern": "^k;"}, "skipped 2 lines before the header"),
        (BODY, {"header_pattern": "^k;"}, ""),
        ("sep=;\n" + BODY, {}, "skipped its sep= line"),
        ('"sep=;"\r\n' + BODY.replace("\n", "\r\n"), {}, "skipped its sep= line"),
        ("\ufeffsep=;\n" + BODY, {}, "skipped its sep= line"),
        ("Report\nsep=;\n" + BODY, {"skip_lines": 1}, "skipped 1 lines before the header; skipped its sep= line"),
        (BODY + "Total;3\n", {"footer_lines": 1}, "left out 1 footer lines"),
        (BODY + "\nTotal;3\n\nend\n\n", {"footer_lines": 2}, "left out 2 footer lines"),
        (BODY + "Total;3\nTotal;4", {"footer_pattern": "^Total"}, "left out 2 footer lines"),
        ("x\n" + BODY + "end\n", {"skip_lines": 1, "footer_lines": 1},
         "skipped 1 lines before the header; left out 1 footer lines"),
    ],
)  # fmt: skip
def test_lines_around_the_records_are_left_out_with_a_remark(
    shop: Shop, content: str, keys: dict[str, Any], remark: str
) -> None:
    assert landed(shop, content, **keys) == ([], ROWS, remark)


@pytest.mark.parametrize(
    ("content", "keys", "word"),
    [
        ("sep=,\n" + BODY, {}, "separator is ','"),
        ("sep=,\n" + BODY, {"skip_lines": 1}, "separator is ','"),
        (BODY, {"footer_pattern": "^Total"}, "may be cut"),
        (BODY, {"skip_lines": 9}, "skip_lines"),
        (BODY, {"header_pattern": "^customer"}, "no header"),
        (BODY, {"footer_lines": 9}, "fewer lines"),
    ],
)
def test_a_file_without_the_declared_lines_is_refused(
    shop: Shop, content: str, keys: dict[str, Any], word: str
) -> None:
    ((problem,), _, _) = landed(shop, content, **keys)
    assert word in problem


def test_numbers_and_lines_count_from_the_file_and_footers_are_handed_on(tmp_path: Path) -> None:
    content = "Report\nk;v\n1;a\n\n2;b;c\nTotal;3\nchecked;by\n"
    rows, found = texts_of(
        tmp_path, content.replace("k;v", "c0;c1"), 2, separator=";", skip_lines=1, footer_lines=2
    )  # fmt: skip
    assert (rows, found.unread.tolist(), found.footers) == ([["1", "a"]], [2], ["Total;3", "checked;by"])
    (excerpt,) = found.excerpts(np.array([2]))
    assert excerpt.to_pylist() == [{"record_number": 2, "line_number": 5, "raw_text": "2;b;c\n"}]


def test_lines_around_records_with_marks_of_several_letters(tmp_path: Path) -> None:
    content = "Report\nc0+|c1&|\n1+|a\nb&|\n2+|c&|\nTotal 2\n"
    keys = {"separator": "+|", "record_end": "&|\n", "skip_lines": 1, "footer_pattern": "^Total"}
    rows, found = texts_of(tmp_path, content, 2, **keys)
    assert (rows, found.footers) == ([["1", "a\nb"], ["2", "c"]], ["Total 2"])
    (excerpt,) = found.excerpts(np.array([2]))
    assert excerpt["line_number"].to_pylist() == [5]


@pytest.mark.parametrize(
    "keys",
    [
        {"skip_lines": -1},
        {"skip_lines": 1, "header_pattern": "x"},
        {"header_pattern": "x", "header": False},
        {"header_pattern": "("},
        {"footer_lines": 1, "footer_pattern": "x"},
        {"zip_member": "x"},
        {"compression": "rar"},
        {"alphabet": "klingon"},
    ],
)
def test_contradictory_keys_are_refused(keys: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Landing.model_validate({"files": ["x"], "key": ["k"]} | keys)


def zipped(**members: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "compression"),
    [
        (gzip.compress(BODY.encode()), "gz"),
        (gzip.compress(BODY[:6].encode()) + gzip.compress(BODY[6:].encode()), "gz"),
        (zipped(one=BODY), "zip"),
    ],
    ids=["gz", "two gz in a row", "zip"],
)
def test_packed_files_are_read_like_plain_ones(shop: Shop, content: bytes, compression: str) -> None:
    assert landed(shop, content, compression=compression) == ([], ROWS, "")


def test_the_ledger_has_the_sha256_of_the_file_as_it_lies_there(shop: Shop) -> None:
    import hashlib

    content = gzip.compress(BODY.encode())
    landed(shop, content, compression="gz")
    assert shop.query("select file_sha256 from load_ledger.loads") == [(hashlib.sha256(content).hexdigest(),)]


def test_a_member_of_a_zip_is_chosen_by_its_pattern(shop: Shop) -> None:
    content = zipped(**{"readme.txt": "x", "data/t.csv": BODY})
    assert landed(shop, content, compression="zip", zip_member="*.csv")[1] == ROWS
    assert "exactly one file" in landed(shop, content, compression="zip")[0][0]
    assert "exactly one file like *.tsv" in landed(shop, content, compression="zip", zip_member="*.tsv")[0][0]
    assert "holds nothing" in landed(shop, zipped(), compression="zip")[0][0]


@pytest.mark.parametrize("compression", ["gz", "zip"])
def test_every_cut_of_an_archive_is_told(shop: Shop, compression: str) -> None:
    body = "k;v\n" + "".join(f"{number};{number * 7919}\n" for number in range(100))
    whole = gzip.compress(body.encode()) if compression == "gz" else zipped(one=body)
    for length in range(1, len(whole), max(1, len(whole) // 15)):
        problems, _, _ = landed(shop, whole[:length], compression=compression)
        assert len(problems) == 1, length
        assert "refused" in shop.statuses()


def test_a_changed_byte_in_an_archive_is_told(shop: Shop) -> None:
    whole = bytearray(gzip.compress(BODY.encode()))
    whole[-6] ^= 1
    assert "isn't a whole gz file" in landed(shop, bytes(whole), compression="gz")[0][0]


def test_an_archive_that_is_not_declared_is_named(shop: Shop) -> None:
    assert "declare `compression: gz`" in landed(shop, gzip.compress(BODY.encode()))[0][0]
    assert "declare `compression: zip`" in landed(shop, zipped(one=BODY))[0][0]


def test_an_archive_that_the_disk_cannot_hold_is_refused(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("ingest.archives.shutil.disk_usage", lambda path: usage(100, 60, 40))
    assert "free some disk" in landed(shop, gzip.compress(BODY.encode() * 100), compression="gz")[0][0]


@pytest.mark.skipif(shutil.which("gzip") is None, reason="no gzip on this machine")
def test_what_another_program_packed_is_read(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(BODY)
    subprocess.run(["gzip", "-9", str(tmp_path / "t.csv")], check=True)
    assert landed(shop, (tmp_path / "t.csv.gz").read_bytes(), "t.csv.gz", compression="gz")[1] == ROWS


def test_packed_json_lines_and_nested_values(shop: Shop) -> None:
    lines = '{"k": 1, "v": "a"}\n{"k": 2, "v": {"x": [1]}}\n{"k": 3, "v": ["a"]}\n{"k": 4, "v": "b"}\n'
    shop.declare(table("t", T, format="jsonl", compression="gz", files=["t*"]))
    shop.export("t.jsonl.gz", gzip.compress(lines.encode()))
    assert shop.land().problems == []
    assert shop.current("k, v", "t") == [(1, "a"), (4, "b")]
    assert [(row[0], row[3]) for row in shop.faults()] == [(2, "nested_value"), (3, "nested_value")]
