"""The spellings of numbers, days, instants and booleans that a draft tries, most likely first.

Belongs here: the lists, and which of them a few values let one expect. Doesn't belong here: trying them on all values
(columns.py), where a text fits a spelling when our own strict parse takes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ingest.formats import format_pattern

Spelling = tuple[str, ...]

# (decimal separator, thousands separator). A declared space means the hard and the narrow one as well.
NUMBERS = ((".", ""), (",", ""), (".", ","), (",", "."), (",", " "), (".", " "), (".", "'"), (",", "'"))
DAYS = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d.%m.%y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%y-%m-%d",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%b %d, %Y",
    "%d %B %Y",
    "%B %d, %Y",
)
_LONG_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d")
_TIMES = (
    " %H:%M:%S",
    " %H:%M:%S.%f",
    " %H:%M:%S.%n",
    " %H:%M",
    "T%H:%M:%S",
    "T%H:%M:%S.%f",
    "T%H:%M:%S%z",
    "T%H:%M:%S.%f%z",
    " %H:%M:%S%z",
)
INSTANTS = (
    *(day + time for day in _LONG_DAYS for time in _TIMES),
    *(day + time for day in ("%m/%d/%Y", "%d/%m/%Y") for time in (" %I:%M:%S %p", " %I:%M %p")),
    "%Y%m%d%H%M%S",
)
BOOLEANS = (
    ("true", "false"),
    ("t", "f"),
    ("yes", "no"),
    ("y", "n"),
    ("tak", "nie"),
    ("prawda", "fałsz"),
    ("ja", "nein"),
    ("wahr", "falsch"),
    ("oui", "non"),
    ("vrai", "faux"),
    ("si", "no"),
    ("sí", "no"),
    ("ano", "ne"),
    ("x", "-"),
    ("on", "off"),
)
EMPTY_WORDS = ("null", "n/a", "na", "none", "nil", "-", "--", "\\n", "nan", "brak", "?", "#n/a", "(null)", "<null>")
EMAIL = r" *[^@ ]+@[^@ ]+\.[A-Za-z]{2,} *"
# How numbers below zero may be written besides -5, and what such a text looks like.
NEGATIVES = {"after": r"^ *[0-9][0-9., ']*- *$", "parentheses": r"^ *\( *[0-9][0-9., ']*\) *$"}
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


def expected(values: Iterable[str]) -> list[Spelling]:
    """The spellings that at least half of some values look like."""
    return _shared(values, half=True)


def of_all(values: Iterable[str]) -> list[Spelling]:
    """The spellings that all of some values look like."""
    return _shared(values, half=False)


def _shared(values: Iterable[str], *, half: bool) -> list[Spelling]:
    texts = [_positive(value.strip()) for value in values]
    needed = (len(texts) + 1) // 2 if half else len(texts)
    is_digits = all(text.isascii() and text.isdigit() for text in texts)
    return [
        each
        for each in _all()
        if texts and ((is_digits and is_number(each)) or sum(_looks(each, text) for text in texts) >= needed)
    ]


def _positive(text: str) -> str:
    """A number without the signs around it that make it negative; other texts as they are."""
    return text.strip("()- ") if any(re.match(pattern, text) for pattern in NEGATIVES.values()) else text


def is_number(spelling: Spelling) -> bool:
    """Whether it spells numbers."""
    return spelling[0] in ("bigint", "decimal")


@cache
def _all() -> list[Spelling]:
    return [
        *(("bigint", *number) for number in NUMBERS),
        *(("decimal", *number) for number in NUMBERS),
        *(("date", day) for day in DAYS),
        *(("timestamp", instant) for instant in INSTANTS),
        *(("boolean", *words) for words in BOOLEANS),
    ]


def _looks(spelling: Spelling, text: str) -> bool:
    if spelling[0] == "boolean":
        return text.lower() in spelling[1:]
    return _pattern(spelling).fullmatch(text) is not None


@cache
def _pattern(spelling: Spelling) -> re.Pattern[str]:
    kind, *parts = spelling
    if kind in ("date", "timestamp"):
        return re.compile(format_pattern(parts[0]))
    point, group = (re.escape(part) for part in parts)
    group = "[ \u00a0\u202f]" if parts[1] == " " else group
    whole = f"(?:[0-9]+|[0-9]{{1,3}}(?:{group}[0-9]{{3}})+)" if group else "[0-9]+"
    return re.compile(f"[+-]?{whole}" if kind == "bigint" else f"[+-]?(?:{whole})?(?:{point}[0-9]+)?")
