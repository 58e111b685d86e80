"""Where each record of a text file begins and ends, found in the bytes alone: the count that a reader's result must
agree with.

Belongs here: record borders, quoted line ends, broken quotes, blank lines, the line number and raw text of a record.
Doesn't belong here: fields and their values. Works on windows of bytes with numpy; memory doesn't grow with the file.

A quote has a meaning only at a field's border. Counting quotes by their parity finds the borders of a whole window at
once; where a quote stands elsewhere (5" pipe) or is missing, the one record around it is read field by field, and the
count goes on behind it. A record whose quotes don't add up is broken: its first line alone is given up, so that one
bad quote never swallows its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Offsets = npt.NDArray[np.int64]
LONGEST_RECORD = 16 << 20
_WINDOW = 4 << 20
_SMALL = 1 << 14
_ENOUGH = 1 << 18
_RETURN = 13


@dataclass(frozen=True)
class Marks:
    """The bytes that structure a file; separator and quote are None where the format has none."""

    newline: int = 10
    separator: int | None = None
    quote: int | None = None


@dataclass(frozen=True)
class Window:
    """Whole records in a row. offset: of the first byte in the file; ends: each record's end, line end included, in
    data; fault: a code when the window is one broken record.
    """

    offset: int
    data: bytes
    ends: Offsets
    fault: str = ""

    @property
    def starts(self) -> Offsets:
        """Where each record begins in data."""
        return np.concatenate([np.zeros(1, np.int64), self.ends[:-1]])

    def blanks(self) -> npt.NDArray[np.bool_]:
        """Which records are blank lines, and so none at all."""
        letters = np.frombuffer(self.data, np.uint8)
        starts = self.starts
        lengths = self.ends - starts
        first = letters[starts]
        is_end = (first == 10) | (first == _RETURN)
        pairs = (lengths == 2) & (first == _RETURN) & (letters[self.ends - 1] == 10)
        blank: npt.NDArray[np.bool_] = ((lengths == 1) & is_end) | pairs
        return blank

    def stray_returns(self, marks: Marks) -> npt.NDArray[np.bool_]:
        """Which records hold a carriage return that ends no line and stands outside quotes."""
        letters = np.frombuffer(self.data, np.uint8)
        returns = np.flatnonzero(letters == _RETURN)
        followed = np.append(letters, [0])[returns + 1] == marks.newline
        returns = returns[~followed]
        if marks.quote is not None:
            quotes = np.flatnonzero(letters == marks.quote)
            returns = returns[np.searchsorted(quotes, returns) % 2 == 0]
        found = np.zeros(len(self.ends), np.bool_)
        found[np.searchsorted(self.ends, returns, side="right")] = True
        return found


def windows(path: Path, start: int, marks: Marks, *, stop: int | None = None) -> Iterator[Window]:
    """All records from byte `start` (a record's beginning) to byte `stop` (the end of the file), in order."""
    stop = path.stat().st_size if stop is None else stop
    size = _WINDOW
    with path.open("rb") as source:
        while start < stop:
            source.seek(start)
            data = source.read(min(size, stop - start))
            is_last = start + len(data) >= stop
            ends, is_doubtful = _certain_ends(data, marks, is_last=is_last)
            done = int(ends[-1]) if len(ends) else 0
            if done:
                yield Window(start, data[:done], ends)
            start, size = start + done, min(size * 4, _WINDOW) if done and not is_doubtful else size
            if is_doubtful or not done:
                end, fault = _one_record(data[done:], marks, is_last=is_last)
                if end is None:
                    size = max(size, len(data) - done) * 4
                    continue
                yield Window(start, data[done : done + end], np.array([end], np.int64), fault)
                start, size = start + end, _SMALL


def _certain_ends(data: bytes, marks: Marks, *, is_last: bool) -> tuple[Offsets, bool]:
    """The ends of all records up to the first quote that stands where none should, and whether there is one."""
    letters = np.frombuffer(data, np.uint8)
    newlines = np.flatnonzero(letters == marks.newline)
    quotes = np.flatnonzero(letters == marks.quote) if marks.quote is not None else np.zeros(0, np.int64)
    doubt = _first_doubt(letters, quotes, marks) if len(quotes) else None
    if doubt is not None:
        quotes, newlines = quotes[quotes < doubt], newlines[newlines < doubt]
    ends = newlines[np.searchsorted(quotes, newlines) % 2 == 0] + 1
    tail = len(data) - (int(ends[-1]) if len(ends) else 0)
    if is_last and doubt is None and tail:
        if len(quotes) % 2:
            return ends, True
        ends = np.append(ends, len(data))
    return ends, doubt is not None


def _first_doubt(letters: npt.NDArray[np.uint8], quotes: Offsets, marks: Marks) -> int | None:
    """The first quote that opens or closes elsewhere than at a field's border."""
    padded = np.concatenate([[marks.newline], letters, [marks.newline]]).astype(np.uint8)
    opening, closing = quotes[0::2], quotes[1::2]
    before, after = padded[opening], padded[closing + 2]
    follows = np.zeros(len(opening), np.bool_)
    follows[1:] = opening[1:] == closing[: len(opening) - 1] + 1
    opens = follows | (before == marks.separator) | (before == marks.newline)
    closes = (after == marks.separator) | (after == marks.newline) | (after == _RETURN) | (after == marks.quote)
    doubtful = np.concatenate([opening[~opens], closing[~closes]])
    return int(doubtful.min()) if len(doubtful) else None


def _one_record(data: bytes, marks: Marks, *, is_last: bool) -> tuple[int | None, str]:
    """The end of the first record, read field by field, and its fault; None when more bytes are needed to tell."""
    end = _well_formed_end(data, marks)
    if end is not None and (end < len(data) or data[-1] == marks.newline or is_last):
        return end, ""
    line = data.find(marks.newline) + 1
    is_hopeless = len(data) >= _ENOUGH and _has_misplaced_quote(data, marks)
    if end is None and (is_hopeless or is_last or len(data) > LONGEST_RECORD):
        return line or len(data), "broken_quotes"
    if len(data) > LONGEST_RECORD:
        return line or len(data), "too_long"
    return (len(data), "") if is_last else (None, "")


def _well_formed_end(data: bytes, marks: Marks) -> int | None:
    if marks.quote is None or marks.separator is None:
        line = data.find(marks.newline) + 1
        return line or len(data)
    match = _record_pattern(marks).match(data)
    return match.end() if match else None


def _record_pattern(marks: Marks) -> re.Pattern[bytes]:
    quote, separator, newline = (
        re.escape(bytes([each or 0])) for each in (marks.quote, marks.separator, marks.newline)
    )
    quoted = b"%b[^%b]*+(?:%b%b[^%b]*+)*+%b" % (quote, quote, quote, quote, quote, quote)
    plain = b"(?!%b)[^%b%b]*+" % (quote, separator, newline)
    field = b"(?:%b *|%b)" % (quoted, plain)
    return re.compile(b"%b(?:%b%b)*+(?:\\r?%b|\\r?\\Z)" % (field, separator, field, newline), re.DOTALL)


def _has_misplaced_quote(data: bytes, marks: Marks) -> bool:
    """Whether more bytes couldn't mend the first record: a closing quote with something else than a border behind it."""
    letters = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(letters == marks.quote)
    return len(quotes) > 0 and _first_doubt(letters, quotes, marks) is not None
