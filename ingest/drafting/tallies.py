"""How many fields each record of a text has under a given layout, counted in the bytes of the whole file.

Belongs here: counting, with numpy, window by window. Doesn't belong here: which layout is right (layouts.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ingest.records import Marks, windows
from ingest.text_files import TextFile

_CHUNK = 4 << 20
_RETURN = 13
Offsets = npt.NDArray[np.int64]
Letters = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Layout:
    """separator: between fields; record_end: letters before the line end that end a record, "" for the line end alone.

    quote: around fields, "" for none; field_count: the fields of a record that may go over several lines, else 0.
    """

    separator: str
    record_end: str = ""
    quote: str = '"'
    field_count: int = 0


@dataclass(frozen=True)
class Tally:
    """records: number of fields -> records that have so many; 0 for those with broken quotes."""

    records: dict[int, int] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """The number of fields that most records have."""
        return max(self.records, key=lambda each: (self.records[each], each), default=1)

    @property
    def widest(self) -> int:
        """The number of fields of the widest record."""
        return max(self.records, default=1)

    @property
    def evenness(self) -> float:
        """The share of records with that number."""
        return self.records[self.width] / sum(self.records.values()) if self.records else 0.0

    def odd(self) -> list[tuple[int, int]]:
        """(number of fields, records) of the others, most frequent first."""
        return sorted(((w, n) for w, n in self.records.items() if w != self.width), key=lambda pair: -pair[1])


def field_counts(text: TextFile, layout: Layout, *, stop: int | None = None) -> Tally:
    """How many fields the records have, all of them or those of the first `stop` bytes."""
    found: Counter[int] = Counter()
    for widths in _widths(text, layout, stop):
        values, counts = np.unique(widths, return_counts=True)
        found.update(dict(zip(values.tolist(), counts.tolist(), strict=True)))
    return Tally(dict(found))


def fields_across_lines(text: TextFile, separators: list[str]) -> Layout | None:
    """The layout of a file whose values hold line ends without quotes; None when its lines don't add up to records.

    All records have one number of fields and begin with a digit; of several cuts, the one with most records.
    """
    layouts = [Layout(each, quote="", field_count=_record_width(text, each)) for each in dict.fromkeys(separators)]
    return min((each for each in layouts if each.field_count), key=lambda each: each.field_count, default=None)


def _record_width(text: TextFile, separator: str) -> int:
    """The smallest number of fields that every record can have, or 0.

    A record is complete at a line end that has all its separators; the next one begins with the next separated line.
    """
    pieces, begins = [np.zeros(0, np.int64)], [np.zeros(0, np.uint8)]
    for letters, starts, widths in _cut(text, Layout(separator, quote=""), None):
        pieces.append(widths - 1)
        begins.append(letters[starts])
    marks, digits = np.cumsum(np.concatenate(pieces)), np.concatenate(begins)
    total, most = (int(marks[-1]), int(np.diff(marks, prepend=0).max())) if len(marks) else (0, 0)
    for width in range(max(most, 2), total // 3 + 1):
        borders = np.arange(width, total, width)
        if total % width == 0 and bool(np.isin(borders, marks).all()):
            begin = digits[np.searchsorted(marks, borders, side="right")]
            if bool(((begin >= ord("0")) & (begin <= ord("9"))).all()):
                return width + 1
    return 0


def _widths(text: TextFile, layout: Layout, stop: int | None) -> Iterator[Offsets]:
    """The number of fields of every record, piece by piece; blank lines are no records."""
    for letters, starts, widths in _cut(text, layout, stop):
        is_end = (letters[starts] == text.newline) | (letters[starts] == _RETURN)
        lengths = np.diff(np.append(starts, len(letters)))
        kept = widths[~(is_end & (lengths <= 2))]
        if len(kept):
            yield kept


def _cut(text: TextFile, layout: Layout, stop: int | None) -> Iterator[tuple[Letters, Offsets, Offsets]]:
    """Pieces of the text: their letters, where each record begins in them, and how many fields it has."""
    for data, ends, is_broken in _records(text, layout, stop):
        letters = np.frombuffer(data, np.uint8)
        starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
        marks = _outside_quotes(letters, positions(letters, layout.separator.encode()), starts, layout.quote)
        widths = np.diff(np.searchsorted(marks, np.concatenate([[0], ends]))) + 1
        yield letters, starts, np.zeros_like(widths) if is_broken else widths


def positions(letters: Letters, token: bytes) -> Offsets:
    """Where a token begins in the letters, overlaps left out."""
    found = np.flatnonzero(letters == token[0])
    for step, letter in enumerate(token[1:], 1):
        found = found[found + step < len(letters)]
        found = found[letters[found + step] == letter]
    if len(token) > 1 and len(set(token)) == 1 and len(found):
        run = np.cumsum(np.concatenate([[True], np.diff(found) > 1]))
        place = np.arange(len(found)) - np.flatnonzero(np.concatenate([[True], np.diff(run) > 0]))[run - 1]
        found = found[place % len(token) == 0]
    return found


def _outside_quotes(letters: Letters, marks: Offsets, starts: Offsets, quote: str) -> Offsets:
    quotes = np.flatnonzero(letters == ord(quote)) if quote else np.zeros(0, np.int64)
    if not len(quotes) or not len(marks):
        return marks
    record = np.searchsorted(starts, marks, side="right") - 1
    inside = (np.searchsorted(quotes, marks) - np.searchsorted(quotes, starts[record])) % 2 == 1
    outside: Offsets = marks[~inside]
    return outside


def _records(text: TextFile, layout: Layout, stop: int | None) -> Iterator[tuple[bytes, Offsets, bool]]:
    """Records with their ends, in pieces, and whether the quotes of a piece's one record don't add up."""
    if len(layout.separator) == 1 and not layout.record_end:
        marks = Marks(text.newline, ord(layout.separator), ord(layout.quote) if layout.quote else None)
        size = text.stop or text.path.stat().st_size
        for window in windows(text.path, text.start, marks, stop=min(stop or size, size)):
            yield window.data, window.ends, bool(window.fault)
        return
    yield from _long_records(text, layout, stop)


def _long_records(text: TextFile, layout: Layout, stop: int | None) -> Iterator[tuple[bytes, Offsets, bool]]:
    end, read, rest = layout.record_end.encode(), 0, b""
    with text.path.open("rb") as source:
        source.seek(text.start)
        while (stop is None or read < stop) and (chunk := source.read(_CHUNK)):
            read += len(chunk)
            data = rest + chunk
            ends = _marked_ends(data, end, text.newline)
            done = int(ends[-1]) if len(ends) else 0
            if done:
                yield data[:done], ends, False
            rest = data[done:]
    if rest.strip() and stop is None:
        yield rest, np.array([len(rest)], np.int64), False


def _marked_ends(data: bytes, end: bytes, newline: int) -> Offsets:
    """Behind each line end that has the mark before it."""
    letters = np.frombuffer(data, np.uint8)
    newlines = np.flatnonzero(letters == newline)
    before = newlines - ((newlines > 0) & (letters[newlines - 1] == _RETURN))
    is_end = np.ones(len(newlines), np.bool_)
    for step, letter in enumerate(reversed(end), 1):
        is_end &= (before >= step) & (letters[np.maximum(before - step, 0)] == letter)
    ends: Offsets = newlines[is_end] + 1
    return ends
