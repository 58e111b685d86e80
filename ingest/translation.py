"""Marks of several letters written as one-letter codes, so that one way of finding records serves every dialect.

Belongs here: the copy of a text in which control letters that it doesn't hold stand for its separators, record ends,
escapes and unquoted line ends, and the way back. Doesn't belong here: encodings (text_files.py), records that end by
their field count (field_counts.py), borders of records (records.py). The way back is exact: each code stands for one
spelling.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ingest.field_counts import InnerEnds, by_field_count
from ingest.landing_keys import Landing
from ingest.problems import FileRefused
from ingest.quoted_records import LONGEST_RECORD
from ingest.sql import literal
from ingest.text_files import TextFile

_CHUNK = 1 << 20
_CODES = bytes(code for code in range(1, 32) if code not in b"\t\n\r")


@dataclass(frozen=True)
class StandIn:
    """code: the letter in the copy; written: what it stands for in the file; meant: what it stands for in a value."""

    code: str
    written: str
    meant: str


@dataclass(frozen=True)
class Translated:
    """A text whose marks are one letter each.

    separator: the letter between fields; stand_ins: in the order in which they must be taken back; line_marks: the
    letters that each end one line of the file.
    """

    text: TextFile
    separator: str
    stand_ins: tuple[StandIn, ...] = ()
    line_marks: bytes = b""

    def meant(self, text: str) -> str:
        """A value as the file means it."""
        for each in self.stand_ins:
            text = text.replace(each.code, each.meant)
        return text

    def meant_sql(self, text: str) -> str:
        """SQL of the same."""
        for each in self.stand_ins:
            text = f"replace({text}, {literal(each.code)}, {literal(each.meant)})"
        return text

    def as_written(self, excerpt: pa.Table) -> pa.Table:
        """A table with the raw texts of records as the file has them."""
        if not self.stand_ins:
            return excerpt
        raw = pc.utf8_rtrim(excerpt["raw_text"], "\n")
        for each in self.stand_ins:
            raw = pc.replace_substring(raw, each.code, each.written)
        return excerpt.set_column(excerpt.column_names.index("raw_text"), "raw_text", raw)


def translated(text: TextFile, landing: Landing, field_count: int, copy: Path) -> Translated:
    """The text with one-letter marks; `copy` is written when its own marks are longer.

    field_count: of a record, for records that end by it in a file without a header.
    """
    if not _needs_codes(text, landing):
        return Translated(text, landing.separator, (), bytes([text.newline]))
    plan = _Plan(text, landing)
    pieces = plan.pieces()
    if landing.records_end_by == "field_count":
        ends = InnerEnds(text.newline, plan.line_feed, plan.carriage_return)
        count = None if landing.header else field_count
        pieces = by_field_count(pieces, ord(plan.separator), ends, count)
    written = replace(
        text, path=copy, start=0, stop=None, is_framed=False, line_feeds=0, carriage_returns=0, pairs=0, last_byte=b""
    )
    with copy.open("wb") as target:
        for piece in pieces:
            written.note_lines(piece)
            target.write(piece)
    written.is_cut = plan.is_cut
    return Translated(written, plan.separator, plan.stand_ins(), plan.line_marks(written.newline))


def _needs_codes(text: TextFile, landing: Landing) -> bool:
    is_plain_end = landing.record_end == "" or (landing.record_end == "\n" and not text.carriage_returns)
    is_short = len(landing.separator.encode()) == 1
    return not (is_plain_end and is_short and not landing.escape and landing.records_end_by == "mark")


class _Plan:
    """Which codes stand for what in one file."""

    def __init__(self, text: TextFile, landing: Landing) -> None:
        self.text, self.landing = text, landing
        taken = text.controls | set(landing.separator.encode())
        self.free = iter([code for code in _CODES if code not in taken])
        self.end = _end_in(text, landing.record_end)
        self.stop, self.added = _stop_of(text), b""
        self.is_cut = False
        if self.end or landing.records_end_by == "field_count":
            self.stop, self.is_cut, self.added = _real_end(text, self.end)
        self.line_feed, self.carriage_return = self._code(), self._code()
        is_short = len(landing.separator.encode()) == 1
        self.separator = landing.separator if is_short else chr(self._code())
        self.tokens: list[tuple[str, int, str]] = []
        if landing.escape:
            letters = [landing.escape, landing.quote, landing.separator, "\r\n", "\n", "\r"]
            self.tokens = [(landing.escape + letter, self._code(), letter) for letter in letters if letter]
        self.end_code = self._code()
        if self.end:
            self.tokens.append((self.end, self.end_code, self.end))
        if not is_short:
            self.tokens.append((landing.separator, ord(self.separator), landing.separator))

    def _code(self) -> int:
        try:
            return next(self.free)
        except StopIteration:
            raise FileRefused(
                "holds too many control letters to be read with these separators; is it text in the declared encoding?"
            ) from None

    def stand_ins(self) -> tuple[StandIn, ...]:
        """Line ends inside a value last, because they may be part of what another code stands for."""
        end = [StandIn("\n", self.end, self.end)] if self.end else []
        marks = [StandIn(chr(code), written, meant) for written, code, meant in self.tokens if code != self.end_code]
        inner = [StandIn(chr(self.line_feed), "\n", "\n"), StandIn(chr(self.carriage_return), "\r", "\r")]
        return (*end, *marks, *inner)

    def line_marks(self, newline: int) -> bytes:
        """The codes that hold a line end of the file each."""
        line = chr(self.text.newline)
        found = {ord(each.code) for each in self.stand_ins() if line in each.written}
        return bytes(found if self.end else found | {newline})

    def pieces(self) -> Iterator[bytes]:
        """The text with its marks replaced."""
        swaps = [(written.encode(), bytes([code])) for written, code, _ in self.tokens]
        letters = b"".join(written for written, _ in swaps)
        line_ends = bytes.maketrans(b"\n\r", bytes([self.line_feed, self.carriage_return]))
        back = bytes.maketrans(bytes([self.end_code]), b"\n")
        for piece in _pieces(self.text, self.stop, letters, self.added):
            marked = reduce(lambda text, swap: text.replace(*swap), swaps, piece)
            yield marked.translate(line_ends).translate(back) if self.end else marked


def _end_in(text: TextFile, record_end: str) -> str:
    """The record end as the file has it: where all its lines end in CR LF, a declared line feed means that."""
    if "\r" not in record_end and text.pairs and not text.is_mixed:
        return record_end.replace("\n", "\r\n")
    return record_end


def _stop_of(text: TextFile) -> int:
    return text.path.stat().st_size if text.stop is None else text.stop


def _real_end(text: TextFile, end: str) -> tuple[int, bool, bytes]:
    """Where the text ends but for empty lines, whether its last record lacks its end there, and what is to be added.

    A record end of nothing but line ends may be missing at the end of a file, as everywhere.
    """
    stop = _stop_of(text)
    with text.path.open("rb") as source:
        while stop > text.start:
            first = max(text.start, stop - _CHUNK)
            source.seek(first)
            kept = source.read(stop - first).rstrip(b"\r\n")
            stop = first + len(kept)
            if kept:
                break
        mark = end.rstrip("\r\n").encode()
        source.seek(max(text.start, stop - len(mark)))
        is_whole = source.read(stop - source.tell()) == mark
    is_cut = not is_whole and stop > text.start
    return stop, is_cut, b"" if is_cut or stop == text.start else end.encode()[len(mark) :]


def _pieces(text: TextFile, stop: int, letters: bytes, added: bytes) -> Iterator[bytes]:
    """The text up to `stop`, and `added`, in pieces none of which ends inside a mark made of these letters."""
    held, left = b"", stop - text.start
    with text.path.open("rb") as source:
        source.seek(text.start)
        while chunk := source.read(min(_CHUNK, left)):
            left -= len(chunk)
            data = held + chunk
            whole = len(data.rstrip(letters)) if len(data) < LONGEST_RECORD else len(data)
            held = data[whole:]
            yield data[:whole]
    yield held + added
