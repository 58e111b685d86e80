"""Texts to typed values, strictly: SQL expressions for each type in the dialect that the contract declares.

Belongs here: one column's value and fault. Doesn't belong here: numbers (numbers.py), dates (moments.py), whole
records, quarantine, or any row (all of it runs in DuckDB). A text must match the declared spelling as a whole before it
is cast, because DuckDB's casts take more than a contract says ('12.7' as 13, '1_000', '0x10').
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.columns import Column
from ingest.landing_keys import Landing
from ingest.moments import read_date, read_timestamp
from ingest.numbers import number_shown, read_decimal, read_whole
from ingest.sql import literal, literals
from ingest.value_readings import Reading


@dataclass(frozen=True)
class Parse:
    """SQL for one column.

    value: a good text's typed value, NULL for an empty one; good: whether the text can be loaded (quick, for every
    record); fault: the code of what is wrong with it, or NULL (thorough, for records that aren't good).
    """

    value: str
    good: str
    fault: str


def parse_column(column: Column, landing: Landing, text: str, *, check_controls: bool = False) -> Parse:
    """The parse of a column whose text is the SQL expression `text`. check_controls: the file holds control letters."""
    # Only what sorts before "!" can be blank: a comparison that spares trimming every text.
    blank = f"({text} is null or ({text} < '!' and trim({text}) = ''))"
    reading = _READERS[column.kind](column, landing, text)
    if column.allowed is not None:
        reading = reading.but(f"cast({reading.value} as varchar) not in ({literals(column.allowed)})", "not_allowed")
    if check_controls:
        reading = reading.but(f"regexp_matches({text}, {literal(_CONTROLS)})", "control_character")
    may_be_blank = column.name in landing.empty_key_columns or (column.nullable and column.name not in landing.key)
    missing = "null_key" if column.name in landing.key else "missing_required"
    cases = " ".join(f"when {condition} then '{code}'" for condition, code in reading.checks)
    return Parse(
        value=f"case when {blank} then null else {reading.value} end" if column.kind == "varchar" else reading.value,
        good=f"case when {blank} then {str(may_be_blank).lower()} else coalesce({reading.good}, false) end",
        fault=f"case when {blank} then {'cast(null as varchar)' if may_be_blank else literal(missing)} {cases} end",
    )


def phrase(column: Column, landing: Landing, code: str) -> str:
    """What a fault of a column means, and its mend; reads on from the column's name and value."""
    number, whole = number_shown(column, landing), number_shown(column, landing, "")
    days, instants = " or ".join(landing.date_formats), " or ".join(landing.timestamp_formats)
    mend = {
        "null_key": "is empty, but the column is part of the key; give every record its key in the source",
        "missing_required": "is empty, but the contract says `nullable: false`; fill it in the source, or allow that",
        "not_a_number": f"isn't a number as declared (like {number}); mend it or the declared separators",
        "not_a_whole_number": f"isn't a whole number (like {whole}); mend it, or declare a decimal",
        "too_many_decimals": f"has more than {column.decimals} decimals; round it, or widen {column.data_type}",
        "out_of_range": f"doesn't fit into {column.data_type}; mend the value or widen the type",
        "not_a_date": f"isn't a date of the form {days}; mend the value or the declared date_format",
        "not_a_timestamp": f"isn't an instant of the form {instants}; mend it or the timestamp_format",
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


def _varchar(column: Column, landing: Landing, text: str) -> Reading:
    return Reading(text, "true", [])


def _boolean(column: Column, landing: Landing, text: str) -> Reading:
    word = f"lower(trim({text}))"
    true, false = _lowered(landing.true_values), _lowered(landing.false_values)
    as_written = literals([*landing.true_values, *landing.false_values])
    # A word just as declared is seen at once; the others cost several times as much.
    value = (
        f"case when {text} in ({literals(landing.true_values)}) then true "
        f"when {text} in ({literals(landing.false_values)}) then false "
        f"when {word} in ({true}) then true when {word} in ({false}) then false end"
    )
    good = f"case when {text} in ({as_written}) then true else {word} in ({true}, {false}) end"
    return Reading(value, good, [(f"{word} not in ({true}, {false})", "not_a_boolean")])


def _lowered(words: list[str]) -> str:
    return literals(word.lower() for word in words)


_READERS: dict[str, Callable[[Column, Landing, str], Reading]] = {
    "varchar": _varchar,
    "bigint": read_whole,
    "decimal": read_decimal,
    "date": read_date,
    "timestamp": read_timestamp,
    "boolean": _boolean,
}
