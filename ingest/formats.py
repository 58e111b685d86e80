"""Date and time formats: which directives a contract may use, and the exact texts that a format admits.

Belongs here: %-formats as regular expressions. DuckDB's strptime alone takes more spellings than a format shows, so a
text must match the expression before it is parsed. Doesn't belong here: the parse itself (parsing.py).
"""

from __future__ import annotations

import re

# Digits of a directive: (when a separator stands beside it, when digits stand beside it).
_NUMBERS = {
    "Y": ("[1-9][0-9]{3}", "[1-9][0-9]{3}"),
    "y": ("[0-9]{2}", "[0-9]{2}"),
    "f": ("[0-9]{1,6}", "[0-9]{1,6}"),
    "j": ("[0-9]{3}", "[0-9]{3}"),
    "n": ("[0-9]{6}000", "[0-9]{6}000"),
}
_NUMBERS |= dict.fromkeys("mdHI", ("[0-9]{1,2}", "[0-9]{2}")) | dict.fromkeys("MS", ("[0-9]{2}", "[0-9]{2}"))
_WORDS = {"b": "[A-Za-z]{3}", "B": "[A-Za-z]{3,9}", "p": "[AaPp][Mm]", "z": "(?:Z|[+-][0-9]{2}:?[0-9]{2})", "%": "%"}
_POLISH = (
    "stycze[ńn]|stycznia", "luty|lutego", "marzec|marca", "kwiecie[ńn]|kwietnia", "maja|maj", "czerwiec|czerwca",
    "lipiec|lipca", "sierpie[ńn]|sierpnia", "wrzesie[ńn]|wrze[śs]nia", "pa[źz]dziernika|pa[źz]dziernik",
    "listopada|listopad", "grudzie[ńn]|grudnia",
)  # fmt: skip
_POLISH_SHORT = ("sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "pa[źz]", "lis", "gru")
_ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NUMBERED = ("excel_1900", "excel_1904", "epoch_seconds", "epoch_milliseconds")
_TOKEN = re.compile(r"%(.)|([^%]+)|(%)$", re.DOTALL)
DIRECTIVES = " ".join("%" + letter for letter in [*_NUMBERS, *_WORDS])


def format_fault(text: str) -> str | None:
    """What is wrong with a date or time format, or None."""
    directives = [letter for letter, _, _ in _TOKEN.findall(text) if letter]
    unknown = [letter for letter in directives if letter not in _NUMBERS and letter not in _WORDS]
    if unknown or (text.endswith("%") and not text.endswith("%%")):
        return f"has a directive we don't know; known are {DIRECTIVES}"
    if not directives:
        return "has no directive such as %Y"
    if len(set(directives)) < len(directives):
        return "has a directive twice"
    if not {"Y", "y"} & set(directives):
        return "has no year"
    if "j" not in directives and not ({"d"} <= set(directives) and {"m", "b", "B"} & set(directives)):
        return "has no month or no day"
    return None


def format_pattern(text: str, months: str = "english") -> str:
    """The regular expression of all texts that a format admits; one digit may stand for two beside a separator only."""
    found = tokens(text)
    return "".join(_token_pattern(found, index, months) for index in range(len(found)))


def tokens(text: str) -> list[tuple[str, str]]:
    """A format's parts in order: the letter of a directive or "", and the text between directives or ""."""
    return [(letter, words) for letter, words, _ in _TOKEN.findall(text)]


def english_months(text: str, months: str) -> list[tuple[str, str]]:
    """(pattern of a month's name, its English name) where a format has names in another language."""
    if months == "english":
        return []
    full, short = "%B" in text.replace("%%", ""), "%b" in text.replace("%%", "")
    names = list(zip(_POLISH, _ENGLISH, strict=True)) if full else []
    names += [(name, english[:3]) for name, english in zip(_POLISH_SHORT, _ENGLISH, strict=True)] if short else []
    return names


def has_zone(text: str) -> bool:
    """Whether texts of the format carry their own offset from UTC."""
    return "%z" in text.replace("%%", "")


def _token_pattern(parts: list[tuple[str, str]], index: int, months: str) -> str:
    letter, words = parts[index]
    if words:
        return "".join(
            f"[{char}]" if char in ".+*?()[]{}|$" else f"\\{char}" if char in "\\^" else char for char in words
        )
    if letter in "bB" and months == "polish":
        return f"(?i:{'|'.join(_POLISH if letter == 'B' else _POLISH_SHORT)})"
    if letter in _WORDS:
        return _WORDS[letter]
    beside = [parts[i][0] for i in (index - 1, index + 1) if 0 <= i < len(parts)]
    return _NUMBERS[letter][1 if any(other in _NUMBERS for other in beside) else 0]
