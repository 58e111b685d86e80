"""Texts to typed values, strictly: SQL expressions for each type in the dialect that the contract declares.

Belongs here: one column's value and fault. Doesn't belong here: whole records, quarantine, or any row (all of it runs
in DuckDB). A text must match the declared spelling as a whole before it is cast, because DuckDB's casts take more
than a contract says ('12.7' as 13, '1_000', '0x10').
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.columns import Column
from ingest.formats import format_pattern, has_zone
from ingest.landing_keys import Landing
from ingest.sql import literal, literals

_SPACES = " \u00a0\u202f"
# The formats that DuckDB's own cast reads, once a text is known to match them; several times faster than strptime.
_ISO = {"date": "%Y-%m-%d", "timestamp": "%Y-%m-%d %H:%M:%S"}


@dataclass(frozen=True)
class Parse:
    """SQL for one column.

    value: a good text's typed value, NULL for an empty one; good: whether the text can be loaded (quick, for every
    record); fault: the code of what is wrong with it, or NULL (thorough, for records that aren't good).
    """

    value: str
    good: str
    fault: str


@dataclass(frozen=True)
class _Reading:
    """How one type is read, for texts that aren't blank. checks: (condition, code) in the order of telling."""

    value: str
    good: str
    checks: list[tuple[str, str]]


def parse_column(column: Column, landing: Landing, text: str, *, check_controls: bool = False) -> Parse:
    """The parse of a column whose text is the SQL expression `text`. check_controls: the file holds control letters."""
    # Only what sorts before "!" can be blank: a comparison that spares trimming every text.
    blank = f"({text} is null or ({text} < '!' and trim({text}) = ''))"
    reading = _READERS[column.kind](column, landing, text)
    if column.allowed is not None:
        reading = _with(reading, f"cast({reading.value} as varchar) not in ({literals(column.allowed)})", "not_allowed")
    if check_controls:
        reading = _with(reading, f"regexp_matches({text}, {literal(_CONTROLS)})", "control_character")
    may_be_blank = column.name in landing.empty_key_columns or (column.nullable and column.name not in landing.key)
    missing = "null_key" if column.name in landing.key else "missing_required"
    cases = " ".join(f"when {condition} then '{code}'" for condition, code in reading.checks)
    return Parse(
        value=f"case when {blank} then null else {reading.value} end" if column.kind == "varchar" else reading.value,
        good=f"case when {blank} then {str(may_be_blank).lower()} else coalesce({reading.good}, false) end",
        fault=f"case when {blank} then {'cast(null as varchar)' if may_be_blank else literal(missing)} {cases} end",
    )


def _with(reading: _Reading, condition: str, code: str) -> _Reading:
    return _Reading(reading.value, f"{reading.good} and not ({condition})", [*reading.checks, (condition, code)])


def phrase(column: Column, landing: Landing, code: str) -> str:
    """What a fault of a column means, and its mend; reads on from the column's name and value."""
    mend = {
        "null_key": "is empty, but the column is part of the key; give every record its key in the source",
        "missing_required": "is empty, but the contract says `nullable: false`; fill it in the source, or allow that",
        "not_a_number": f"isn't a number as declared ({_number_shown(landing)}); mend it or the declared separators",
        "not_a_whole_number": f"isn't a whole number (like {_whole_shown(landing)}); mend it, or declare a decimal",
        "too_many_decimals": f"has more than {column.decimals} decimals; round it, or widen {column.data_type}",
        "out_of_range": f"doesn't fit into {column.data_type}; mend the value or widen the type",
        "not_a_date": f"isn't a date of the form {landing.date_format}; mend the value or the declared date_format",
        "not_a_timestamp": f"isn't an instant of the form {landing.timestamp_format}; mend it or the timestamp_format",
        "no_such_local_time": f"is skipped by the clock change in {landing.time_zone}; mend it or the time_zone",
        "not_a_boolean": f"is none of the declared words ({', '.join([*landing.true_values, *landing.false_values])})",
        "not_allowed": f"is none of the allowed values ({', '.join(column.allowed or [])}); mend it, or allow it",
        "control_character": "holds a control letter, which no text has; mend the value or the declared encoding",
    }
    return mend[code]


def fault_codes(column: Column) -> list[str]:
    """All codes that a column's fault may have."""
    by_kind = {
        "varchar": [],
        "bigint": ["not_a_whole_number", "out_of_range"],
        "decimal": ["not_a_number", "too_many_decimals", "out_of_range"],
        "date": ["not_a_date"],
        "timestamp": ["not_a_timestamp", "no_such_local_time"],
        "boolean": ["not_a_boolean"],
    }
    return ["null_key", "missing_required", "control_character", *by_kind[column.kind], "not_allowed"]


def sql_type(column: Column) -> str:
    """The column's type in DuckDB."""
    return column.data_type.upper()


_CONTROLS = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\x{80}-\\x{9f}]"


def _varchar(column: Column, landing: Landing, text: str) -> _Reading:
    return _Reading(text, "true", [])


def _whole(column: Column, landing: Landing, text: str) -> _Reading:
    value = f"try_cast({_plain_number(landing, text)} as bigint)"
    match = _matches(text, f"[+-]?{_digits(landing)}")
    return _Reading(
        value,
        f"{match} and {value} is not null",
        [(f"not {match}", "not_a_whole_number"), (f"{value} is null", "out_of_range")],
    )


def _decimal(column: Column, landing: Landing, text: str) -> _Reading:
    point, digits = re.escape(landing.decimal_separator), _digits(landing)
    fitting = f"{point}[0-9]{{1,{column.decimals}}}0*" if column.decimals else f"{point}0+"
    value = f"try_cast({_plain_number(landing, text)} as {sql_type(column)})"
    return _Reading(
        value,
        f"{_matches(text, f'[+-]?(?:{digits}(?:{fitting})?|{fitting})')} and {value} is not null",
        [
            (f"not {_matches(text, f'[+-]?(?:{digits}(?:{point}[0-9]+)?|{point}[0-9]+)')}", "not_a_number"),
            (
                f"regexp_matches({text}, {literal(f'{point}[0-9]{{{column.decimals}}}[0-9]*[1-9]')})",
                "too_many_decimals",
            ),
            (f"{value} is null", "out_of_range"),
        ],
    )


def _date(column: Column, landing: Landing, text: str) -> _Reading:
    value = f"cast({_moment(text, landing.date_format, 'date')} as date)"
    match = _matches(text, format_pattern(landing.date_format))
    return _Reading(value, f"{match} and {value} is not null", [(f"not {match} or {value} is null", "not_a_date")])


def _timestamp(column: Column, landing: Landing, text: str) -> _Reading:
    layout = landing.timestamp_format
    moment = _moment(text, layout, "timestamp")
    match = _matches(text, format_pattern(layout))
    checks = [(f"not {match} or {moment} is null", "not_a_timestamp")]
    good = f"{match} and {moment} is not null"
    if has_zone(layout):
        return _Reading(f"timezone('UTC', {moment})", good, checks)
    if landing.time_zone == "UTC":
        return _Reading(moment, good, checks)
    zone = literal(landing.time_zone)
    meant = f"timezone({zone}, {moment})"
    # Where the clock jumps ahead, an hour doesn't exist: reading it back gives another one.
    skipped = (f"timezone({zone}, {meant}) <> {moment}", "no_such_local_time")
    return _with(_Reading(f"timezone('UTC', {meant})", good, checks), *skipped)


def _boolean(column: Column, landing: Landing, text: str) -> _Reading:
    word = f"lower(trim({text}))"
    true = literals(each.lower() for each in landing.true_values)
    false = literals(each.lower() for each in landing.false_values)
    value = f"case when {word} in ({true}) then true when {word} in ({false}) then false end"
    return _Reading(value, f"{word} in ({true}, {false})", [(f"{word} not in ({true}, {false})", "not_a_boolean")])


_READERS: dict[str, Callable[[Column, Landing, str], _Reading]] = {
    "varchar": _varchar,
    "bigint": _whole,
    "decimal": _decimal,
    "date": _date,
    "timestamp": _timestamp,
    "boolean": _boolean,
}


def _matches(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {literal(f' *(?:{pattern}) *')})"


def _moment(text: str, layout: str, kind: str) -> str:
    """SQL of a text that matches a format as a date or timestamp; NULL for a day that the calendar lacks."""
    if layout == _ISO[kind]:
        return f"try_cast({text} as {kind})"
    readable = f"regexp_replace(trim({text}), 'Z$', '+00:00')" if has_zone(layout) else f"trim({text})"
    return f"try_strptime({readable}, {literal(layout)})"


def _group(landing: Landing) -> str:
    """The thousands separator as a class of letters: who declares a space means the hard and the narrow one as well."""
    return (
        _SPACES
        if landing.thousands_separator in _SPACES and landing.thousands_separator
        else landing.thousands_separator
    )


def _digits(landing: Landing) -> str:
    group = _group(landing)
    if not group:
        return "[0-9]+"
    return f"(?:[0-9]+|[0-9]{{1,3}}(?:[{group}][0-9]{{3}})+)"


def _plain_number(landing: Landing, text: str) -> str:
    for letter in _group(landing):
        text = f"replace({text}, {literal(letter)}, '')"
    return text if landing.decimal_separator == "." else f"replace({text}, ',', '.')"


def _number_shown(landing: Landing) -> str:
    return "like " + _whole_shown(landing) + landing.decimal_separator + "5"


def _whole_shown(landing: Landing) -> str:
    return f"1{landing.thousands_separator}234"
