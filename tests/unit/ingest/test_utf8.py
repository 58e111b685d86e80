"""The quick checks of bytes say what decoding and looking at each letter say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest import text_files
from ingest.problems import FileRefused
from ingest.text_files import open_text
from ingest.utf8 import has_controls, is_utf8, whole_letters


def decodes(piece: bytes) -> bool:
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@given(st.one_of(st.binary(max_size=40), st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass"))))
@example(b"\xed\xa0\x80")  # half of a pair of UTF-16
@example(b"\xc0\xaf")  # a letter written longer than it is
@example(b"\xf4\x90\x80\x80")  # beyond the last letter
@example(b"")
def test_utf8_is_what_decodes(piece: bytes) -> None:
    assert is_utf8(piece) == decodes(piece)


@given(st.text(alphabet="aż€😀", min_size=1, max_size=9), st.integers(0, 40))
def test_a_cut_letter_waits_for_its_rest(text: str, place: int) -> None:
    data = text.encode()
    piece = data[: place % (len(data) + 1)]
    cut = whole_letters(piece)
    assert is_utf8(piece[:cut])
    assert len(piece) - cut < 5


@given(st.binary(max_size=30))
def test_control_letters_are_seen(piece: bytes) -> None:
    assert has_controls(piece) == any((letter < 32 and letter not in b"\t\n\r") or letter == 127 for letter in piece)


@given(st.text(alphabet="a\nż😀\t", max_size=40), st.integers(1, 9))
def test_pieces_of_any_size_give_the_same_text(tmp_path_factory: pytest.TempPathFactory, text: str, size: int) -> None:
    file = tmp_path_factory.mktemp("text") / "text.csv"
    file.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_files, "_CHUNK", size)
        found = open_text(file, "utf-8", file.with_suffix(".copy"))
    assert (found.line_feeds, found.has_controls) == (text.count("\n"), False)


@pytest.mark.parametrize("size", [1, 2, 3, 1 << 20])
def test_bad_bytes_are_told_with_place_and_line_whatever_the_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(text_files, "_CHUNK", size)
    file = tmp_path / "bad.csv"
    for content, told in ((b"a\n\xc5\xbc\n\xc5b", "byte 0xC5 at offset 5"), (b"a\nb\nab\xc5", "byte 0xC5 at offset 6")):
        file.write_bytes(content)
        with pytest.raises(FileRefused, match=rf"{told} \(line 3\)"):
            open_text(file, "utf-8", tmp_path / "copy")
