"""Lines around the records of a text file: what stands before the header and behind the last record.

Belongs here: telling them by their few fields. Doesn't belong here: leaving them out (ingest/frames.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ingest.drafting.tallies import Layout
from ingest.text_files import TextFile

_LOOKED_AT = 1 << 16
_MOST_BEFORE = 30
_MOST_BEHIND = 10
_SEPARATOR_LINE = re.compile(r'"?sep=(.{1,8}?)"?', re.IGNORECASE)


def said_separator(text: TextFile) -> str | None:
    """The separator that the first line itself names, as spreadsheets write it; None without such a line."""
    lines = _lines(text, text.start)
    match = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    return match[1] if match else None


def guess_surroundings(text: TextFile, layout: Layout, width: int) -> dict[str, Any]:
    """The landing keys skip_lines and footer_lines of a file whose records mostly have `width` fields; {} without any.

    A line belongs to no record when it has less than half of the fields, and so have all lines between it and the edge.
    """
    if width < 2 or layout.field_count or layout.record_end:
        return {}
    size = text.path.stat().st_size
    before = _edge(_lines(text, text.start), layout, width, _MOST_BEFORE)
    tail = _lines(text, max(text.start, size - _LOOKED_AT))
    behind = _edge([line for line in reversed(tail) if line.strip()], layout, width, _MOST_BEHIND)
    if before + behind >= len(tail):
        return {}
    return ({"skip_lines": before} if before else {}) | ({"footer_lines": behind} if behind else {})


def _edge(lines: Iterable[str], layout: Layout, width: int, most: int) -> int:
    """How many lines stand before the first whole record; 0 when there are too many, or only empty ones."""
    is_filled = False
    for number, line in enumerate(lines):
        fields = _fields(line, layout)
        if fields == width or number > most:
            return number if is_filled and number <= most else 0
        if line.strip() and (fields * 2 > width or _SEPARATOR_LINE.fullmatch(line)):
            return 0
        is_filled = is_filled or bool(line.strip())
    return 0


def _fields(line: str, layout: Layout) -> int:
    quote = re.escape(layout.quote)
    plain = re.sub(f"{quote}[^{quote}]*{quote}", "", line) if layout.quote else line
    return plain.count(layout.separator) + 1


def _lines(text: TextFile, start: int) -> list[str]:
    """Lines from byte `start` on; the first may be cut when it isn't that of the text, the last one too."""
    with text.path.open("rb") as source:
        source.seek(start)
        data = source.read(_LOOKED_AT)
    lines = [line.rstrip("\r") for line in data.decode(errors="replace").split(chr(text.newline))]
    return lines[1:] if start > text.start else lines
