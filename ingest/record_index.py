"""The records of one text file, numbered: how many there are, which are broken, and where each one lies.

Belongs here: numbers, lines and raw texts of records, and a copy without what no reader can take. Doesn't belong
here: finding the borders (records.py) or the fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ingest.records import Marks, Offsets, Window, windows
from ingest.text_files import TextFile

_CHECKPOINT = 1 << 20


@dataclass(frozen=True)
class Checkpoint:
    """Where a record begins.

    offset: in bytes; record: how many records lie before it (the header is one); line: its 1-based line.
    """

    offset: int
    record: int
    line: int


@dataclass
class RecordIndex:
    """The records of a text file.

    A record's number is 1 for the first one behind the header; blank lines are no records.

    record_count: without the header; broken: number -> code of records that no reader gets to see; header_count: 1 or
    0.
    """

    text: TextFile
    marks: Marks
    header_count: int
    record_count: int = 0
    broken: dict[int, str] = field(default_factory=dict)
    checkpoints: list[Checkpoint] = field(default_factory=list)
    has_blanks: bool = False

    @property
    def needs_copy(self) -> bool:
        """Whether DuckDB's strict reader would stumble over the file as it is."""
        return bool(self.broken) or self.has_blanks or self.text.is_mixed or self.text.is_framed

    @property
    def readable_count(self) -> int:
        """Records that a reader must account for."""
        return self.record_count - len(self.broken)

    def broken_numbers(self) -> Offsets:
        """The numbers of broken records, ascending."""
        return np.array(sorted(self.broken), np.int64)

    def shifts(self, unread: npt.NDArray[np.int64]) -> tuple[Offsets, Offsets]:
        """How to number the rows of a reader that left out the records `unread` (ascending numbers).

        Gives (first row, to be added): from its first row on, a row's own number plus the second is the record's
        number.
        """
        places = unread - np.arange(len(unread), dtype=np.int64)
        first, index = np.unique(places[::-1], return_index=True)
        return first, len(unread) - index

    def readable_to_record(self, ordinals: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The numbers of records counted without the broken ones."""
        if not self.broken:
            return ordinals
        first, added = self.shifts(self.broken_numbers())
        position = np.searchsorted(first, ordinals, side="right")
        numbers: Offsets = ordinals + np.concatenate([[0], added])[position]
        return numbers

    def locate(self, numbers: npt.NDArray[np.int64]) -> Iterator[pa.Table]:
        """Line and raw text of records (ascending numbers), as tables of record_number, line_number, raw_text."""
        ordinals = numbers - 1 + self.header_count
        edges = [checkpoint.record for checkpoint in self.checkpoints]
        blocks = np.searchsorted(edges, ordinals, side="right") - 1
        for block in np.unique(blocks):
            yield from self._located(self.checkpoints[block], int(block), ordinals[blocks == block])

    def _located(self, at: Checkpoint, block: int, wanted: npt.NDArray[np.int64]) -> Iterator[pa.Table]:
        stop = self.checkpoints[block + 1].offset if block + 1 < len(self.checkpoints) else self.text.stop
        record, line = at.record, at.line
        for window in windows(self.text.path, at.offset, self.marks, stop=stop):
            real = np.flatnonzero(~window.blanks())
            inside = wanted[(wanted >= record) & (wanted < record + len(real))]
            if len(inside):
                places = real[inside - record]
                yield _excerpt(window, places, inside + 1 - self.header_count, line, self.marks)
            record += len(real)
            line += _line_count(window, self.marks)


def index_records(text: TextFile, marks: Marks, *, has_header: bool) -> RecordIndex:
    """Count and number all records of a text."""
    index = RecordIndex(text, marks, int(has_header))
    record, line = 0, 1 + text.lines_before
    for window in windows(text.path, text.start, marks, stop=text.stop):
        if not index.checkpoints or window.offset - index.checkpoints[-1].offset >= _CHECKPOINT:
            index.checkpoints.append(Checkpoint(window.offset, record, line))
        blanks = window.blanks()
        index.has_blanks = index.has_blanks or bool(blanks.any())
        for number, code in _faults(index, window, blanks, record).items():
            index.broken[number] = code
        record += int(len(blanks) - blanks.sum())
        line += _line_count(window, marks)
    if text.is_cut and record:
        index.broken[record - index.header_count] = "cut_record"
    index.record_count = max(record - index.header_count, 0)
    index.broken = {number: code for number, code in index.broken.items() if number > 0}
    return index


def write_readable_copy(index: RecordIndex, target: Path) -> None:
    """Copy the text without blank lines and broken records, every line ending in LF, for a strict reader."""
    record, unwanted = 0, index.broken_numbers()
    with target.open("wb") as copy:
        for window in windows(index.text.path, index.text.start, index.marks, stop=index.text.stop):
            blanks = window.blanks()
            numbers = np.cumsum(~blanks) + record - index.header_count
            broken = unwanted[
                np.searchsorted(unwanted, numbers[0]) : np.searchsorted(unwanted, numbers[-1], side="right")
            ]
            copy.write(_kept(window, blanks | np.isin(numbers, broken), index.marks))
            record += int(len(blanks) - blanks.sum())


def _faults(index: RecordIndex, window: Window, blanks: npt.NDArray[np.bool_], record: int) -> dict[int, str]:
    if window.fault:
        return {record + 1 - index.header_count: window.fault}
    if not index.text.has_stray_returns:
        return {}
    numbers = np.cumsum(~blanks) + record - index.header_count
    return dict.fromkeys(numbers[window.stray_returns(index.marks)].tolist(), "stray_return")


def _line_count(window: Window, marks: Marks) -> int:
    return sum(window.data.count(bytes([line])) for line in marks.lines or bytes([marks.newline]))


def _kept(window: Window, dropped: npt.NDArray[np.bool_], marks: Marks) -> bytes:
    letters = np.frombuffer(window.data, np.uint8)
    keep = np.repeat(~dropped, window.ends - window.starts)
    if marks.newline == ord("\n"):
        before = window.ends[window.ends - window.starts > 1] - 2
        keep[before[(letters[before] == ord("\r")) & (letters[before + 1] == ord("\n"))]] = False
    return letters[keep].tobytes()


def _excerpt(window: Window, places: Offsets, numbers: Offsets, line: int, marks: Marks) -> pa.Table:
    letters = np.frombuffer(window.data, np.uint8)
    newlines = np.flatnonzero(np.isin(letters, list(marks.lines)) if marks.lines else letters == marks.newline)
    lines = np.searchsorted(newlines, window.starts[places]) + line
    borders = np.concatenate([np.zeros(1, np.int64), window.ends])
    texts = pa.LargeStringArray.from_buffers(len(window.ends), pa.py_buffer(borders), pa.py_buffer(window.data)).take(
        pa.array(places)
    )
    return pa.table({"record_number": numbers, "line_number": lines, "raw_text": texts})
