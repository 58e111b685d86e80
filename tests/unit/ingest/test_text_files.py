"""Encodings: text survives whole, and a wrong declaration is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import text_files
from ingest.problems import FileRefused
from ingest.text_files import TextFile, open_text

POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"


def opened(folder: Path, content: bytes, encoding: str) -> TextFile:
    path = folder / "file.txt"
    path.write_bytes(content)
    return open_text(path, encoding, folder / "copy.txt")


def text_of(text: TextFile) -> str:
    return text.path.read_bytes()[text.start :].decode()


@pytest.mark.parametrize(
    ("declared", "written"),
    [("utf-8", "utf-8"), ("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8"), ("cp1250", "cp1250"),
     ("iso-8859-2", "iso-8859-2"), ("utf-16", "utf-16")],
)  # fmt: skip
def test_polish_letters_survive(tmp_path: Path, declared: str, written: str) -> None:
    assert text_of(opened(tmp_path, f"a;b\n{POLISH};1\n".encode(written), declared)) == f"a;b\n{POLISH};1\n"


@pytest.mark.parametrize(
    ("declared", "written", "word"),
    [
        ("utf-8", "cp1250", "offset 4 .line 2."),
        ("utf-8", "utf-16", "UTF-16"),
        ("cp1250", "utf-8", "declare `encoding: utf-8`"),
        ("iso-8859-2", "utf-8", "declare `encoding: utf-8`"),
        ("iso-8859-2", "cp1250", "control letter"),
        ("utf-16", "utf-8", "isn't utf-16"),
    ],
)
def test_a_wrong_declaration_is_refused(tmp_path: Path, declared: str, written: str, word: str) -> None:
    with pytest.raises(FileRefused, match=word):
        opened(tmp_path, f"a;b\n{POLISH};1\n".encode(written), declared)


def test_plain_ascii_fits_every_single_byte_declaration(tmp_path: Path) -> None:
    assert text_of(opened(tmp_path, b"a;b\n1;2\n", "cp1250")) == "a;b\n1;2\n"


def test_a_bad_byte_is_told_with_its_offset_and_line_in_a_large_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_files, "_CHUNK", 7)
    good = "zażółć\n" * 40
    with pytest.raises(FileRefused, match=rf"0xFF at offset {len(good.encode()) + 1} \(line 41\)"):
        opened(tmp_path, good.encode() + b"x\xff\n", "utf-8")


@pytest.mark.parametrize("chunk", [1, 2, 3, 1000])
def test_line_ends_are_counted_across_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(text_files, "_CHUNK", chunk)
    text = opened(tmp_path, b"a\r\nb\r\nc\nd\re\n", "utf-8")
    assert (text.line_feeds, text.carriage_returns, text.pairs) == (4, 3, 2)
    assert text.is_mixed
    assert text.has_stray_returns


@pytest.mark.parametrize("letter", ["\x00", "\x1a", "\x7f", "\x85"])
def test_control_letters_are_noticed(tmp_path: Path, letter: str) -> None:
    assert opened(tmp_path, f"a\n{letter}\n".encode(), "utf-8").has_controls
    assert not opened(tmp_path, b"a\tb\r\n", "utf-8").has_controls
