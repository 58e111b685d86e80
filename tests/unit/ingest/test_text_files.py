"""Encodings: text survives whole, and a wrong declaration is refused."""

from __future__ import annotations

import shutil
import subprocess
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


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "cp1252", "iso-8859-2"]


def encoded(text: str, encoding: str) -> bytes | None:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return None


@pytest.mark.parametrize("written", ENCODINGS)
@pytest.mark.parametrize("declared", ENCODINGS)
def test_each_polish_letter_survives_or_the_file_is_refused(tmp_path: Path, declared: str, written: str) -> None:
    """Promise: 0 damaged. A letter that two encodings write alike survives the wrong declaration, too."""
    for letter in POLISH:
        text = f"k;v\n1;x{letter}x\n"
        if (content := encoded(text, written)) is None:
            continue
        (tmp_path / "file.txt").write_bytes(content)
        try:
            found = open_text(tmp_path / "file.txt", declared, tmp_path / "copy.txt", "polish")
        except FileRefused:
            assert not {declared, written} <= {"utf-8", "utf-8-sig"}
            assert declared != written
            continue
        assert text_of(found) == text, (letter, declared, written)


def test_without_an_alphabet_a_wrong_declaration_may_pass_and_with_one_it_is_told_with_letter_and_line(
    tmp_path: Path,
) -> None:
    content = "k;v\n1;a\n2;łoś\n".encode("cp1250")
    (tmp_path / "file.txt").write_bytes(content)
    assert "³" in text_of(open_text(tmp_path / "file.txt", "cp1252", tmp_path / "copy.txt"))
    with pytest.raises(FileRefused, match=r"U\+00B3, line 3.*alphabet"):
        open_text(tmp_path / "file.txt", "cp1252", tmp_path / "copy.txt", "polish")
    assert text_of(open_text(tmp_path / "file.txt", "cp1252", tmp_path / "copy.txt", "³œ"))


def test_signs_of_print_belong_to_every_alphabet(tmp_path: Path) -> None:
    text = "k\n„ąęć” \u2013 5 €\u00a0…\n"
    assert text_of(opened(tmp_path, text.encode(), "utf-8")) == text
    open_text(tmp_path / "file.txt", "utf-8", tmp_path / "copy.txt", "polish")
    with pytest.raises(FileRefused, match="ą"):
        open_text(tmp_path / "file.txt", "utf-8", tmp_path / "copy.txt", "german")


ICONV = {"cp1250": "CP1250", "iso-8859-2": "ISO-8859-2", "utf-16": "UTF-16", "utf-16-le": "UTF-16LE",
         "utf-16-be": "UTF-16BE", "utf-8": "UTF-8"}  # fmt: skip


@pytest.mark.skipif(shutil.which("iconv") is None, reason="no iconv on this machine")
@pytest.mark.parametrize("encoding", ICONV)
def test_what_another_program_encoded_is_read(tmp_path: Path, encoding: str) -> None:
    text = f"a;b\n{POLISH};1\n"
    command = ["iconv", "-f", "UTF-8", "-t", ICONV[encoding]]
    content = subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout
    assert text_of(opened(tmp_path, content, encoding)) == text
    found = open_text(tmp_path / "file.txt", encoding, tmp_path / "copy.txt", "polish")
    assert text_of(found) == text


@pytest.mark.parametrize(("declared", "written"), [("utf-16-le", "utf-16-be"), ("utf-16-be", "utf-16-le")])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_other_byte_order_is_refused(tmp_path: Path, declared: str, written: str, mark: str) -> None:
    with pytest.raises(FileRefused, match="other order"):
        opened(tmp_path, (mark + "a;b\n1;2\n").encode(written), declared)
    assert text_of(opened(tmp_path, (mark + "a;b\n").encode(declared), declared)) == "a;b\n"
