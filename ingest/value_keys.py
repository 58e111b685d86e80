"""The keys of a contract's `landing` that say how values are written: numbers, dates, instants, truth.

Belongs here: spellings of values. Doesn't belong here: records and fields (text_keys.py), what files are
(landing_keys.py).
"""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, model_validator

from ingest.format_overlaps import overlapping
from ingest.formats import NUMBERED, format_fault
from settings.fields import Section, fault, setting

_FORMATS = f"a format such as %Y-%m-%d or %d.%m.%Y, one of {', '.join(NUMBERED)}, or a list of them"

_IN_NUMBERS = "+-\u2212()%.,'_"


def _strftime(value: object) -> object:
    if isinstance(value, str) and (message := format_fault(value)):
        raise fault(message)
    return value


def _formats(value: object) -> object:
    """One format, or a list of formats of which a text can be one only."""
    for each in value if isinstance(value, list) else [value]:
        if each not in NUMBERED:
            _strftime(each)
    if isinstance(value, list) and (not value or not all(isinstance(each, str) for each in value)):
        raise fault("must be a format, or a list of formats")
    if isinstance(value, list) and len(set(value)) < len(value):
        raise fault("has a format twice")
    if isinstance(value, list) and (pair := overlapping(value)):
        raise fault(f"has two formats that one text can be of with different meanings: {pair[0]} and {pair[1]}")
    return value


def _zone(value: object) -> object:
    if isinstance(value, str):
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise fault("isn't a time zone of the IANA list") from None
    return value


def _currency_sign(value: object) -> object:
    if isinstance(value, str) and (
        not value.strip()
        or value != value.strip()
        or any(letter in "+-\u2212()%.,'" or letter.isdigit() for letter in value)
    ):
        raise fault("isn't a sign or code of a currency such as zł or EUR")
    return value


TimeFormat = Annotated[str, BeforeValidator(_strftime)]
TimeFormats = Annotated[str | list[str], BeforeValidator(_formats)]
Zone = Annotated[str, BeforeValidator(_zone)]
CurrencySign = Annotated[str, BeforeValidator(_currency_sign)]


class ValueKeys(Section):
    """How values are written."""

    decimal_separator: Literal[".", ","] = setting("Before the decimals of a number", '"." or ","', ".")
    thousands_separator: Literal["", ".", ",", " ", "'", "\u2019", "_", "\u00a0", "\u202f"] = setting(
        "Between groups of three digits; a space stands for the hard and the narrow one as well, ' for \u2019",
        '"" for none, ".", ",", " ", "\'", "_"',
        "",
    )
    negative_numbers: list[Literal["before", "after", "parentheses", "unicode"]] = setting(
        "How numbers below zero are written: before: -5; after: 5-; parentheses: (5); unicode: with the minus U+2212",
        "a list of before, after, parentheses, unicode",
        ["before"],
        min_length=1,
    )
    currency_signs: list[CurrencySign] = setting(
        "Signs and codes, all of one currency, that may stand before or behind a number; any other one is a fault",
        "a list such as [zł, PLN]",
        [],
    )
    percent_columns: list[str] = setting(
        "Decimal columns in which every number has a % behind it and means hundredths: 12.5 % is 0.125",
        "a list of columns",
        [],
    )
    date_format: TimeFormats = setting("How dates are written", _FORMATS, "%Y-%m-%d")
    timestamp_format: TimeFormats = setting("How instants are written", _FORMATS, "%Y-%m-%d %H:%M:%S")
    month_names: Literal["english", "polish"] = setting(
        "Language of the names behind %b and %B", "english, polish", "english"
    )
    time_zone: Zone = setting("Zone of instants without one of their own", "a name of the IANA list", "UTC")
    true_values: list[str] = setting("Words for true", "a list of words", ["true", "1", "yes", "t", "y"], min_length=1)
    false_values: list[str] = setting(
        "Words for false", "a list of words", ["false", "0", "no", "f", "n"], min_length=1
    )

    @property
    def date_formats(self) -> list[str]:
        """All formats of dates."""
        return [self.date_format] if isinstance(self.date_format, str) else self.date_format

    @property
    def timestamp_formats(self) -> list[str]:
        """All formats of instants."""
        return [self.timestamp_format] if isinstance(self.timestamp_format, str) else self.timestamp_format

    @model_validator(mode="after")
    def _values_agree(self) -> ValueKeys:
        if self.decimal_separator == self.thousands_separator:
            raise fault("has the same decimal_separator and thousands_separator")
        if {word.lower() for word in self.true_values} & {word.lower() for word in self.false_values}:
            raise fault("has a word that means both true and false")
        return self
