"""Where each record of a text file begins and ends, found in the bytes alone.

A count of our own, that every reader's result must agree with.

Belongs here: record borders, quoted line ends, blank lines. Doesn't belong here: fields and their values, broken
quotes (quoted_records.py), numbers and lines (record_index.py). Works on windows of bytes with numpy; memory doesn't
grow with the file.

A quote has a meaning only at a field's border. Counting quotes by their parity finds the borders of a whole window at
once; from a quote that stands elsewhere (5" pipe) or is missing, the window is read field by field instead. A record
whose quotes don't add up is broken: its first line alone is given up, so that one bad quote never swallows its
neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.quoted_records import LONGEST_RECORD, Marks, read_by_field

__all__ = ["LONGEST_RECORD", "Marks", "Offsets", "Window", "windows"]

Offsets = npt.NDArray[np.int64]
_WINDOW = 4 << 20
_SMALL = 1 << 16
_RETURN = 13


@dataclass(frozen=True)
class Window:
    """Whole records in a row.

    offset: of the first byte in the file; ends: each record's end, line end included, in data; fault: a code when the
    window is one broken record.
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
            done = 0
            for told, fault in _told(data, ends, marks, is_whole=not is_doubtful, is_last=is_last):
                yield Window(start + done, data[done : int(told[-1])], told - done, fault)
                done = int(told[-1])
            size = _SMALL if is_doubtful else min(size * 4, _WINDOW)
            size = size if done else max(size, 4 * len(data))
            start += done


def _told(data: bytes, ends: Offsets, marks: Marks, *, is_whole: bool, is_last: bool) -> Iterator[tuple[Offsets, str]]:
    """Ends of neighbouring records and their fault: first the certain ones, then what reading by field adds."""
    done = int(ends[-1]) if len(ends) else 0
    if done:
        yield ends, ""
    if not is_whole or not done:
        for stretch in read_by_field(data[done:], marks, is_last=is_last):
            yield np.array(stretch.ends, np.int64) + done, stretch.fault


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
    padded = np.full(len(letters) + 2, marks.newline, np.uint8)
    padded[1:-1] = letters
    opening, closing = quotes[0::2], quotes[1::2]
    before, after = padded[opening], padded[closing + 2]
    follows = np.zeros(len(opening), np.bool_)
    follows[1:] = opening[1:] == closing[: len(opening) - 1] + 1
    opens = follows | (before == marks.separator) | (before == marks.newline)
    closes = (after == marks.separator) | (after == marks.newline) | (after == _RETURN) | (after == marks.quote)
    doubtful = np.concatenate([opening[~opens], closing[~closes]])
    return int(doubtful.min()) if len(doubtful) else None
