"""The bytes of a text file: strictly decoded, its line ends and control letters noted, never read as a whole.

Belongs here: encodings. Doesn't belong here: records and fields (records.py), hashing (discovery.py).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.alphabets import strangers
from ingest.problems import FileRefused
from ingest.utf8 import has_controls, is_utf8, whole_letters

_CHUNK = 1 << 20
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r") + b"\x7f"
_NO_CONTROLS = bytes(code for code in range(256) if code not in _CONTROLS)
_C1 = re.compile(b"\xc2[\x80-\x9f]")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF16_ORDERS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
_UTF8_NAMES = ("utf-8", "utf-8-sig")


@dataclass
class TextFile:
    """A file as UTF-8 text.

    path: the file itself, or its UTF-8 copy; start: where the text begins, behind a byte order mark; counts are of
    bytes in the whole text; controls: the control letters of ASCII in it; is_cut: the last record lacks its end;
    stop: where the records end, None for the end of the file; is_framed: other lines stand around the records:
    lines_before them, and the texts of footers behind; remarks: what the ledger notes of all that.
    """

    path: Path
    start: int = 0
    line_feeds: int = 0
    carriage_returns: int = 0
    pairs: int = 0
    has_controls: bool = False
    controls: set[int] = field(default_factory=set)
    is_cut: bool = False
    stop: int | None = None
    is_framed: bool = False
    lines_before: int = 0
    footers: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    last_byte: bytes = b""

    def note(self, piece: bytes) -> None:
        """Count what matters in the next piece of the text."""
        if has_controls(piece):
            self.controls |= set(piece.translate(None, _NO_CONTROLS))
        has_control = bool(self.controls) or _has_c1(self.last_byte, piece)
        self.has_controls = self.has_controls or has_control
        self.note_lines(piece)

    def note_lines(self, piece: bytes) -> None:
        """Count the line ends of the next piece of the text."""
        returns = piece.count(b"\r")
        self.line_feeds += piece.count(b"\n")
        self.carriage_returns += returns
        # Looking for pairs takes as long as everything else here together, and most files have none.
        self.pairs += (piece.count(b"\r\n") if returns else 0) + (self.last_byte == b"\r" and piece[:1] == b"\n")
        self.last_byte = piece[-1:] or self.last_byte

    @property
    def newline(self) -> int:
        """The byte that ends a line."""
        return 10 if self.line_feeds or not self.carriage_returns else 13

    @property
    def has_stray_returns(self) -> bool:
        """Whether carriage returns stand elsewhere than before a line feed."""
        return bool(self.line_feeds) and self.carriage_returns > self.pairs

    @property
    def is_mixed(self) -> bool:
        """Whether some lines end in CR LF and others in LF."""
        return 0 < self.pairs < self.line_feeds


def _has_c1(before: bytes, piece: bytes) -> bool:
    is_there = before == b"\xc2" or b"\xc2" in piece  # spares nearly every piece the search
    return is_there and _C1.search(before + piece) is not None


def open_text(path: Path, encoding: str, copy: Path, alphabet: str = "") -> TextFile:
    """The file as UTF-8; `copy` is written when it is in another encoding.

    FileRefused for bytes that the declared encoding can't have, told with byte and line, or that plainly are another
    encoding's, and for letters beyond the declared alphabet.
    """
    if not encoding.startswith("utf-16"):
        _refuse_wide(path, encoding)
    strange = strangers(alphabet) if alphabet else None
    if encoding in _UTF8_NAMES:
        text = TextFile(path, start=_mark_length(path))
        for piece in _utf8_pieces(path, "utf-8", text.start, strange):
            text.note(piece)
        return text
    start = _start_of_other(path, encoding)
    text = TextFile(copy)
    with copy.open("wb") as target:
        for piece in _utf8_pieces(path, encoding, start, strange):
            _check_letters(piece, encoding)
            text.note(piece)
            target.write(piece)
    return text


def _start_of_other(path: Path, encoding: str) -> int:
    """Where the text begins in a file that isn't UTF-8."""
    if encoding == "utf-16":
        _refuse_unmarked(path)
        return 0
    if encoding in _UTF16_ORDERS:
        return _utf16_start(path, encoding)
    _refuse_utf8(path, encoding)
    return 0


def _utf16_start(path: Path, encoding: str) -> int:
    """A mark is passed over; the other byte order is refused, by its mark or because its zero bytes come first."""
    with path.open("rb") as source:
        head = source.read(_CHUNK)
    mark = _UTF16_ORDERS[encoding]
    first, second = head[0::2].count(0), head[1::2].count(0)
    is_other = first > second if encoding == "utf-16-le" else second > first
    if head.startswith(mark[::-1]) or is_other:
        raise FileRefused(f"isn't {encoding} text: its bytes stand in the other order; declare that encoding")
    return len(mark) if head.startswith(mark) else 0


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as source:
        return source.read(4)


def _refuse_wide(path: Path, encoding: str) -> None:
    with path.open("rb") as source:
        head = source.read(_CHUNK)
    if head.count(0) > len(head) // 4 and not head.startswith(_UTF16_MARKS):
        raise FileRefused(
            f"isn't {encoding} text: a letter has two bytes, as in UTF-16; declare `encoding: utf-16-le` or utf-16-be"
        )


def _refuse_unmarked(path: Path) -> None:
    if not _first_bytes(path).startswith(_UTF16_MARKS):
        raise FileRefused(
            "isn't utf-16 text: its byte order mark is missing; declare the encoding that the system writes"
        )


def _mark_length(path: Path) -> int:
    start = _first_bytes(path)
    if start.startswith(_UTF16_MARKS):
        raise FileRefused("starts with the mark of UTF-16, not UTF-8; declare `encoding: utf-16`, or export as UTF-8")
    return len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0


def _utf8_pieces(path: Path, encoding: str, start: int, strange: re.Pattern[str] | None) -> Iterator[bytes]:
    """The file's text as pieces of UTF-8, every byte checked, and every letter where an alphabet is declared."""
    if encoding == "utf-8" and strange is None:
        yield from _checked_pieces(path, start)
    else:
        yield from _decoded_pieces(path, encoding, start, strange)


def _checked_pieces(path: Path, start: int) -> Iterator[bytes]:
    """Pieces of a UTF-8 file. Where the check fails, decoding tells what is wrong."""
    rest = b""
    with path.open("rb") as source:
        source.seek(start)
        while chunk := source.read(_CHUNK):
            data = rest + chunk
            cut = whole_letters(data)
            if not is_utf8(data[:cut]):
                break
            rest = data[cut:]
            yield chunk
        else:
            if not rest:
                return
    for _ in _decoded_pieces(path, "utf-8", start, None):
        pass


def _decoded_pieces(path: Path, encoding: str, start: int, strange: re.Pattern[str] | None) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    position, lines = start, 1
    with path.open("rb") as source:
        source.seek(start)
        while True:
            chunk = source.read(_CHUNK)
            held = len(decoder.getstate()[0])
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise FileRefused(_bad_bytes(error, encoding, position - held, lines)) from None
            if strange and (found := strange.search(text)):
                raise FileRefused(_stranger(found[0], encoding, lines + text.count("\n", 0, found.start())))
            lines += text.count("\n")
            position += len(chunk)
            if not chunk:
                return
            yield chunk if encoding == "utf-8" else text.encode()


def _bad_bytes(error: UnicodeDecodeError, encoding: str, position: int, lines: int) -> str:
    found = " ".join(f"0x{byte:02X}" for byte in error.object[error.start : error.end][:4])
    line = lines + error.object[: error.start].count(b"\n")
    return (
        f"isn't {encoding} text: byte {found} at offset {position + error.start} (line {line}) can't stand there; "
        f"declare the encoding that the system writes, or export the file in {encoding}"
    )


def _stranger(letter: str, encoding: str, line: int) -> str:
    return (
        f'holds "{letter}" (U+{ord(letter):04X}, line {line}), which the declared alphabet lacks; is it really '
        f"{encoding} text? Declare the encoding that the system writes, or add the letter to the alphabet"
    )


def _check_letters(piece: bytes, encoding: str) -> None:
    if match := _C1.search(piece):
        raise FileRefused(
            f"isn't {encoding} text: it holds the control letter U+{ord(match[0].decode()):04X}, which no text has; "
            "declare the encoding that the system writes"
        )


def _refuse_utf8(path: Path, encoding: str) -> None:
    """Single-byte encodings take nearly any bytes, so the letters of UTF-8 would pass as pairs of wrong ones."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    is_ascii = True
    with path.open("rb") as source:
        try:
            while chunk := source.read(_CHUNK):
                is_ascii = is_ascii and chunk.isascii()
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return
    if not is_ascii:
        raise FileRefused(f"is UTF-8 text, but {encoding} is declared; declare `encoding: utf-8`")
