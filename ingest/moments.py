"""Dates and instants as contracts let them be written: %-formats, spreadsheet serials, seconds since 1970.

Belongs here: texts to DATE and TIMESTAMP as SQL. Doesn't belong here: which texts a %-format admits (formats.py), the
keys (value_keys.py), other types.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.columns import Column
from ingest.formats import english_months, format_pattern, has_zone
from ingest.landing_keys import Landing
from ingest.sql import literal
from ingest.value_readings import Reading, matches

# The formats that DuckDB's own cast reads, once a text is known to match them; several times faster than strptime.
_ISO = {"date": "%Y-%m-%d", "timestamp": "%Y-%m-%d %H:%M:%S"}
# Serial 60 is 29 February 1900, a day that spreadsheets made up and the calendar lacks.
_SERIAL_DAYS = {
    "excel_1900": "case when {n} between 1 and 59 then date '1899-12-31' + {n} "
    "when {n} between 61 and 2958465 then date '1899-12-30' + {n} end",
    "excel_1904": "case when {n} between 0 and 2957003 then date '1904-01-01' + {n} end",
}
_EPOCHS = {"epoch_seconds": 1, "epoch_milliseconds": 1000}
_EPOCH_DIGITS = {"epoch_seconds": 11, "epoch_milliseconds": 14}


@dataclass(frozen=True)
class _Spelling:
    """One declared format; SQL. value: NULL for a text that means no moment; skipped: an hour that the clock skips."""

    match: str
    value: str
    skipped: str = ""


def read_date(column: Column, landing: Landing, text: str) -> Reading:
    """A DATE."""
    return _reading([_date(layout, landing, text) for layout in landing.date_formats], "not_a_date")


def read_timestamp(column: Column, landing: Landing, text: str) -> Reading:
    """A TIMESTAMP in UTC."""
    return _reading([_instant(layout, landing, text) for layout in landing.timestamp_formats], "not_a_timestamp")


def _reading(spellings: list[_Spelling], code: str) -> Reading:
    if len(spellings) == 1:
        (one,) = spellings
        match, value, skipped = one.match, one.value, one.skipped
    else:
        match = f"({' or '.join(each.match for each in spellings)})"
        value = f"case {' '.join(f'when {each.match} then {each.value}' for each in spellings)} end"
        skipped = " or ".join(f"({each.match} and {each.skipped})" for each in spellings if each.skipped)
    reading = Reading(value, f"{match} and {value} is not null", [(f"not {match} or {value} is null", code)])
    return reading.but(skipped, "no_such_local_time") if skipped else reading


def _date(layout: str, landing: Landing, text: str) -> _Spelling:
    if layout in _SERIAL_DAYS:
        number = f"try_cast({text} as integer)"
        return _Spelling(matches(text, "[0-9]{1,7}"), _SERIAL_DAYS[layout].format(n=number))
    if layout in _EPOCHS:
        number, day = f"try_cast({text} as bigint)", 86_400 * _EPOCHS[layout]
        value = f"case when {number} % {day} = 0 then date '1970-01-01' + cast({number} // {day} as integer) end"
        return _Spelling(matches(text, f"-?[0-9]{{1,{_EPOCH_DIGITS[layout]}}}"), value)
    value = f"cast({_moment(text, layout, landing, 'date')} as date)"
    return _Spelling(matches(text, format_pattern(layout, landing.month_names)), value)


def _instant(layout: str, landing: Landing, text: str) -> _Spelling:
    if layout in _SERIAL_DAYS:
        return _local(*_serial_instant(layout, landing, text), landing)
    if layout in _EPOCHS:
        micros = 1_000_000 // _EPOCHS[layout]
        value = f"make_timestamp(try_cast({text} as bigint) * {micros})"
        return _Spelling(matches(text, f"-?[0-9]{{1,{_EPOCH_DIGITS[layout]}}}"), value)
    moment = _moment(text, layout, landing, "timestamp")
    match = matches(text, format_pattern(layout, landing.month_names))
    return _Spelling(match, f"timezone('UTC', {moment})") if has_zone(layout) else _local(match, moment, landing)


def _local(match: str, moment: str, landing: Landing) -> _Spelling:
    """An instant in the declared zone."""
    if landing.time_zone == "UTC":
        return _Spelling(match, moment)
    zone = literal(landing.time_zone)
    meant = f"timezone({zone}, {moment})"
    # Where the clock jumps ahead, an hour doesn't exist: reading it back gives another one.
    return _Spelling(match, f"timezone('UTC', {meant})", f"timezone({zone}, {meant}) <> {moment}")


def _serial_instant(layout: str, landing: Landing, text: str) -> tuple[str, str]:
    """Match and moment of a serial: days with a fraction, which is certain to the millisecond."""
    point = landing.decimal_separator
    plain = f"replace(trim({text}), {literal(point)}, '.')"
    days = _SERIAL_DAYS[layout].format(n=f"try_cast(split_part({plain}, '.', 1) as integer)")
    fraction = f"try_cast('0.' || split_part({plain}, '.', 2) || '0' as decimal(38, 20))"
    milliseconds = f"cast(round({fraction} * 86400000, 0) as bigint)"
    match = matches(text, f"[0-9]{{1,7}}(?:{re.escape(point)}[0-9]{{1,18}})?")
    return match, f"cast({days} as timestamp) + to_milliseconds({milliseconds})"


def _moment(text: str, layout: str, landing: Landing, kind: str) -> str:
    """SQL of a text that matches a format as a date or timestamp; NULL for a day that the calendar lacks."""
    if layout == _ISO[kind]:
        return f"try_cast({text} as {kind})"
    readable = f"regexp_replace(trim({text}), 'Z$', '+00:00')" if has_zone(layout) else f"trim({text})"
    for name, english in english_months(layout, landing.month_names):
        readable = f"regexp_replace({readable}, {literal(name)}, {literal(english)}, 'i')"
    moment = f"try_strptime({readable}, {literal(layout)})"
    # Nine digits of a second make another type; those behind the sixth are zeros.
    return f"cast({moment} as timestamp)" if "%n" in layout and not has_zone(layout) else moment
