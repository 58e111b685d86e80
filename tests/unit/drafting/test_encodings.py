"""Encodings: by strict decoding, and by the letters that come out where several decode."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.drafting.encodings import guess_encoding
from ingest.problems import FileRefused

POLISH = "zażółć gęślą jaźń, Łódź, śruba"


@pytest.mark.parametrize(
    ("text", "encoding", "guess"),
    [
        (POLISH, "utf-8", "utf-8"),
        (POLISH, "utf-8-sig", "utf-8"),
        (POLISH, "utf-16", "utf-16"),
        (POLISH, "cp1250", "cp1250"),
        (POLISH, "iso-8859-2", "iso-8859-2"),
        ("plain", "ascii", "utf-8"),
        ("Müller, Größe, Straße, 5 €", "cp1252", "cp1252"),
        ("žluťoučký kůň, šťáva", "cp1250", "cp1250"),
        ("crème brûlée, garçon, œuvre", "cp1252", "cp1252"),
        ("árvíztűrő tükörfúrógép", "iso-8859-2", "cp1250"),
    ],
)
def test_an_encoding_is_found(tmp_path: Path, text: str, encoding: str, guess: str) -> None:
    (tmp_path / "text").write_bytes(text.encode(encoding))
    assert guess_encoding(tmp_path / "text").encoding == guess


def test_one_byte_encodings_are_a_doubt_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes("Łódź".encode("cp1250"))
    assert guess_encoding(tmp_path / "text").doubts == [
        "read as cp1250: 100% of its 3 letters beyond ASCII are Polish ones in it"
    ]


def test_letters_that_are_the_same_in_two_encodings_are_told(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes("Hof, 3 Stück".encode("cp1252"))
    doubts = guess_encoding(tmp_path / "text").doubts
    assert "it may be cp1250 as well: its letters so far are the same in both" in doubts


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_known_by_its_zeros(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "text").write_bytes("a,b\n1,2\n".encode(encoding))
    guess = guess_encoding(tmp_path / "text")
    assert guess.encoding == encoding
    assert "no byte order mark" in guess.doubts[0]


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(bytes(1000))
    with pytest.raises(FileRefused, match="is no text"):
        guess_encoding(tmp_path / "text")
