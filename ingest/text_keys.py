"""The keys of a contract's `landing` that say how text files are cut into records and fields.

Belongs here: encoding, separators, quotes, record ends. Doesn't belong here: how values are written or what files are
(landing_keys.py).
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, model_validator

from ingest.alphabets import ALPHABETS, alphabet_fault
from settings.fields import Section, fault, setting

ENCODINGS = ("utf-8", "utf-8-sig", "cp1250", "cp1252", "iso-8859-2", "utf-16", "utf-16-le", "utf-16-be")
Encoding = Literal["utf-8", "utf-8-sig", "cp1250", "cp1252", "iso-8859-2", "utf-16", "utf-16-le", "utf-16-be"]
_LONGEST_MARK = 8


def _separator(value: object) -> object:
    if isinstance(value, str) and (
        not 1 <= len(value) <= _LONGEST_MARK or value.isalnum() or any(letter in value for letter in '\r\n"\\\0')
    ):
        raise fault(
            f"must be 1 to {_LONGEST_MARK} characters, not all letters or digits, without quote, backslash or line end"
        )
    return value


def _quote(value: object) -> object:
    if (
        isinstance(value, str)
        and value
        and (len(value) != 1 or not value.isascii() or value.isalnum() or value.isspace() or not value.isprintable())
    ):
        raise fault("must be one ASCII character, or nothing")
    return value


def _record_end(value: object) -> object:
    if isinstance(value, str) and value:
        if len(value) > _LONGEST_MARK or value.isalnum() or "\0" in value or "\\" in value:
            raise fault(f"must be at most {_LONGEST_MARK} characters, not all letters or digits, without a backslash")
        if value.replace("\r\n", "\n").replace("\r", "\n").count("\n") > 1:
            raise fault("may hold one line end only")
    return value


def _pattern(value: object) -> object:
    if isinstance(value, str):
        try:
            re.compile(value)
        except re.error as error:
            raise fault(f"isn't a regular expression: {error}") from None
    return value


def _alphabet(value: object) -> object:
    if isinstance(value, str) and (message := alphabet_fault(value)):
        raise fault(message)
    return value


Alphabet = Annotated[str, BeforeValidator(_alphabet)]
Pattern = Annotated[str, BeforeValidator(_pattern)]
Separator = Annotated[str, BeforeValidator(_separator)]
Quote = Annotated[str, BeforeValidator(_quote)]
RecordEnd = Annotated[str, BeforeValidator(_record_end)]


class TextKeys(Section):
    """How a text file is cut into records and fields."""

    encoding: Encoding = setting("Encoding of a text file", ", ".join(ENCODINGS), "utf-8")
    alphabet: Alphabet = setting(
        "Letters beyond ASCII that the files may hold; another one shows that the encoding is declared wrongly",
        f'one of {", ".join(ALPHABETS)}, or the letters themselves; "" for any letter',
        "",
    )
    separator: Separator = setting(
        "Between two fields of a CSV file", 'one or more characters such as ",", "\\t", "+|", "¦"', ","
    )
    quote: Quote = setting("Around a field of a CSV file", 'one character such as "\\"", or "" for none', '"')
    escape: Literal["", "\\"] = setting(
        "Takes the meaning away from a quote, separator, line end or itself; a doubled quote always does",
        '"" for none, or "\\\\"',
        "",
    )
    records_end_by: Literal["mark", "field_count"] = setting(
        "mark: a record ends at its record_end; field_count: at the last line end before the next record's first "
        "separator, so that all values but the first may run over lines without quotes",
        "mark, field_count",
        "mark",
    )
    record_end: RecordEnd = setting(
        "What ends a record; line ends that aren't part of it belong to values",
        'one or more characters such as "\\r\\n" or "&|\\n", or "" for any line end',
        "",
    )
    header: bool = setting("Whether the first record names the columns", "true, false", True)
    skip_lines: int = setting("Lines before the header or the first record", "a whole number", 0, ge=0)
    header_pattern: Pattern | None = setting(
        "Found in the header; lines before the first such one are skipped", "a regular expression", None
    )
    footer_lines: int = setting("Lines behind the last record, empty ones not counted", "a whole number", 0, ge=0)
    footer_pattern: Pattern | None = setting(
        "Found in each line behind the last record; a file without such a line is refused, because it may be cut",
        "a regular expression",
        None,
    )

    @model_validator(mode="after")
    def _marks_agree(self) -> TextKeys:
        if self.quote and (self.quote in self.separator or self.quote in self.record_end):
            raise fault("has a quote that is part of its separator or record_end")
        if self.records_end_by == "field_count" and (self.record_end or self.quote):
            raise fault('has records that end by their field count; then quote and record_end must be ""')
        if self.record_end and (self.record_end in self.separator or _overlap(self.separator, self.record_end)):
            raise fault("has a separator and a record_end that overlap")
        if self.header_pattern is not None and (self.skip_lines or not self.header):
            raise fault("has a header_pattern with skip_lines or without a header")
        if self.footer_pattern is not None and self.footer_lines:
            raise fault("has both footer_lines and a footer_pattern")
        return self


def _overlap(one: str, other: str) -> bool:
    """Whether a text could be read as one mark or as the other, because one ends as the other begins."""

    def runs_into(first: str, second: str) -> bool:
        return any(second.startswith(first[place:]) for place in range(1, len(first)))

    return runs_into(one, other) or runs_into(other, one)
