"""Records read field by field, for the stretches of a file where counting quotes isn't enough.

Belongs here: what a well-formed record is, and when one is broken for certain. Doesn't belong here: windows of a file
(records.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST_RECORD = 16 << 20


@dataclass(frozen=True)
class Marks:
    """The bytes that structure a file; separator and quote are None where the format has none.

    lines: the bytes that end a line of the file each, where others than newline do.
    """

    newline: int = 10
    separator: int | None = None
    quote: int | None = None
    lines: bytes = b""

    def pattern(self) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
        """What a whole record looks like, and what makes it broken whatever follows: text behind a closing quote."""
        newline = re.escape(bytes([self.newline]))
        if self.quote is None or self.separator is None:
            return re.compile(b"[^%b]*+(?:%b|\\Z)" % (newline, newline)), re.compile(b"(?!)")
        quote, separator = re.escape(bytes([self.quote])), re.escape(bytes([self.separator]))
        quoted = b"%b[^%b]*+(?:%b%b[^%b]*+)*+%b *+" % (quote, quote, quote, quote, quote, quote)
        plain = b"(?!%b)[^%b%b]*+" % (quote, separator, newline)
        value = b"(?:%b|%b)" % (quoted, plain)
        end = b"(?:\\r?%b|\\r?\\Z)" % newline
        whole = b"%b(?:%b%b)*+%b" % (value, separator, value, end)
        broken = b"(?:%b%b)*+%b(?!%b|%b)" % (value, separator, quoted, separator, end)
        return re.compile(whole, re.DOTALL), re.compile(broken, re.DOTALL)


@dataclass
class Stretch:
    """Neighbouring records: where each ends, and their common fault ("" for good ones)."""

    fault: str
    ends: list[int] = field(default_factory=list)


def read_by_field(data: bytes, marks: Marks, *, is_last: bool) -> Iterator[Stretch]:
    """The records of a piece of a file that can be told, good ones together, each broken one alone.

    data begins at a record; is_last: it ends with the file. Stops before a record that needs more bytes to be told.
    All ends count from the beginning of data.
    """
    whole, broken = marks.pattern()
    newline = bytes([marks.newline])
    good, position = Stretch(""), 0
    while position < len(data):
        match = whole.match(data, position)
        if match and (match.end() < len(data) or data.endswith(newline) or is_last):
            position = match.end()
            good.ends.append(position)
            continue
        is_too_long = len(data) - position > LONGEST_RECORD
        is_broken = match is None and (is_last or broken.match(data, position) is not None)
        if not is_broken and not is_too_long:
            break
        if good.ends:
            yield good
        good, position = Stretch(""), data.find(newline, position) + 1 or len(data)
        yield Stretch("broken_quotes" if match is None else "too_long", [position])
    if good.ends:
        yield good
