"""Records that end by their field count: unquoted values over several lines, no mark of its own at a record's end.

Belongs here: telling the line ends between records from those inside values. Doesn't belong here: other marks
(translation.py), the count of records (records.py). Works on pieces of bytes with numpy; line by line only in a piece
with a fault.

The first value of a record holds no line end, so a record ends at the last line end before the first separator of the
next one. A line that begins no record is a record of its own, together with the good one before it, whose last value
it may continue: both have a wrong number of fields then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.problems import FileRefused
from ingest.quoted_records import LONGEST_RECORD

Offsets = npt.NDArray[np.int64]
_RETURN = 13
_UNKNOWN, _NONE = -1, -2
_FAR = np.iinfo(np.int64).max


@dataclass(frozen=True)
class InnerEnds:
    """newline: the byte that ends a line; line_feed, carriage_return: what is written for those inside values."""

    newline: int
    line_feed: int
    carriage_return: int


def by_field_count(
    pieces: Iterator[bytes], separator: int, ends: InnerEnds, field_count: int | None
) -> Iterator[bytes]:
    """The text with codes for the line ends inside values.

    field_count: None for that of the first line, the header. FileRefused for records of a single field.
    """
    held = b""
    for piece in pieces:
        held += piece
        if field_count is None:
            header, newline, rest = held.partition(bytes([ends.newline]))
            if not newline:
                continue
            field_count, held = header.count(separator) + 1, rest
            yield header + newline
        text, held = _settled(held, separator, ends, field_count, is_last=False)
        yield text
    if field_count is not None and held:
        yield _settled(held, separator, ends, field_count, is_last=True)[0]
    elif held:
        yield held


def _settled(data: bytes, separator: int, ends: InnerEnds, field_count: int, *, is_last: bool) -> tuple[bytes, bytes]:
    """The records of a piece that are certain, with codes inside values, and what must wait for more bytes."""
    if field_count < 2:
        raise FileRefused("has records of one field, which can't end by their field count; declare a record_end")
    lines = _Lines(data, separator, ends.newline, field_count, is_last=is_last)
    borders, done = lines.borders(give_up=is_last or len(data) > LONGEST_RECORD)
    letters = np.frombuffer(data, np.uint8)[:done].copy()
    is_inner = np.ones(done, np.bool_)
    is_inner[borders[borders < done]] = False
    before = borders[(borders > 0) & (borders < done)] - 1
    is_inner[before[letters[before] == _RETURN]] = False
    is_return = (letters == _RETURN) & is_inner
    letters[(letters == 10) & is_inner] = ends.line_feed
    letters[is_return] = ends.carriage_return
    return letters.tobytes(), data[done:]


class _Lines:
    """The lines of a piece, and for each whether a record begins there and with which line it ends."""

    def __init__(self, data: bytes, separator: int, newline: int, field_count: int, *, is_last: bool) -> None:
        letters = np.frombuffer(data, np.uint8)
        self.size, self.count, self.is_last = len(data), field_count, is_last
        self.newlines = np.flatnonzero(letters == newline)
        if is_last and not data.endswith(bytes([newline])):
            self.newlines = np.append(self.newlines, len(data))
        self.separators = np.flatnonzero(letters == separator)

    def borders(self, *, give_up: bool) -> tuple[Offsets, int]:
        """The line ends between records, and how many bytes they settle."""
        regular = self._regular()
        if regular is not None and (self.is_last or len(regular)):
            return regular, self._done(regular)
        settled = self._line_by_line(give_up=give_up)
        return settled, self._done(settled)

    def _done(self, borders: Offsets) -> int:
        return self.size if self.is_last else int(borders[-1]) + 1 if len(borders) else 0

    def _regular(self) -> Offsets | None:
        """The borders when every record has its fields; the last record waits, as its end shows in the next one."""
        step, marks = self.count - 1, self.separators
        if not len(self.newlines) or (len(marks) and marks[0] > self.newlines[0]):
            return None
        following = marks[step::step]
        last_of = marks[step - 1 :: step][: len(following)]
        places = np.searchsorted(self.newlines, following) - 1
        found: Offsets = self.newlines[places]
        if len(found) and ((places < 0) | (found < last_of)).any():
            return None
        if not self.is_last:
            return found[:-1]
        if len(marks) % step or not len(marks):
            return None
        return np.append(found, self.newlines[-1])

    def _line_by_line(self, *, give_up: bool) -> Offsets:
        """The same with faults."""
        ends, borders, line = self._ends().tolist(), [], 0
        is_good = False
        while line < len(ends) and (ends[line] != _UNKNOWN or give_up):
            if ends[line] >= 0:
                borders.append(ends[line])
                is_good, line = True, ends[line] + 1
                continue
            if is_good:
                borders.pop()
            borders.append(line)
            is_good, line = False, line + 1
        if is_good and not self.is_last:
            borders.pop()
        return self.newlines[np.array(borders, np.int64)]

    def _ends(self) -> Offsets:
        """For each line the one with which a record beginning there ends; _NONE, or _UNKNOWN without more bytes."""
        step, last = self.count - 1, len(self.newlines) - 1
        first = np.searchsorted(self.separators, np.append([0], self.newlines[:-1] + 1)[: last + 1])
        marks = np.append(self.separators, np.full(step + 1, _FAR))
        begins = marks[first] < self.newlines
        ends = np.searchsorted(self.newlines, marks[first + step]) - 1
        is_whole = self.newlines[np.maximum(ends, 0)] > marks[first + step - 1]
        is_open = marks[first + step] == _FAR
        unknown = np.where(marks[first + step - 1] < _FAR, last, _NONE) if self.is_last else _UNKNOWN
        found: Offsets = np.where(begins, np.where(is_open, unknown, np.where(is_whole, ends, _NONE)), _NONE)
        return found
