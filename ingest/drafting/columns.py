"""What each column of a file could be: for every type and spelling, how many of its values our own parse takes.

Belongs here: counting, in DuckDB. Doesn't belong here: the choice among what is possible (types.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.columns import Column
from ingest.drafting.findings import Texts
from ingest.drafting.spellings import (
    EARLIEST_YEAR,
    EMAIL,
    EMPTY_WORDS,
    LATEST_YEAR,
    NEGATIVES,
    Spelling,
    expected,
    is_number,
)
from ingest.landing_keys import Landing
from ingest.parsing import parse_column
from ingest.sql import literal, literals

_SAMPLE = 2000
_LOOKED_AT = 50
_GUID = "[{(]?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}[)}]?"
_SIGN, _NUMBER = r" *(?:[$€£¥]|zł|Kč|PLN|EUR|USD|GBP|CHF|CZK) *", r" *-?[0-9][0-9., ']* *"
_MONEY = f"{_SIGN}{_NUMBER}|{_NUMBER}{_SIGN}"
_WIDE = "decimal(38,18)"


@dataclass
class Facts:
    """What is known of a column's values.

    filled: not blank; distinct: different ones among them; fitting: (type, spelling) that takes them all; nearly: the
    one that takes most of them without taking all, with the number of misfits and one of these; shape: named counts;
    negative: how numbers below zero are written, "" for a minus before them.
    """

    filled: int
    distinct: int
    fitting: list[Spelling] = field(default_factory=list)
    nearly: tuple[Spelling, int, str] | None = None
    shape: dict[str, int] = field(default_factory=dict)
    negative: str = ""


def column_facts(texts: Texts, place: int) -> Facts:
    """Everything a draft asks of one column."""
    column = f"c{place}"
    is_filled = f"trim(coalesce({column}, '')) <> ''"
    filled, distinct = _row(texts, f"count(*), count(distinct {column})", is_filled)
    facts = Facts(filled, distinct)
    if not filled:
        return facts
    facts.shape = _shape(texts, column, is_filled)
    facts.negative = next((style for style in NEGATIVES if facts.shape[style]), "")
    source = f"(select {column} from {texts.source} where {is_filled})"
    tried = expected(some_values(Texts(texts.con, source, filled), column))
    # Digits alone are the same number in every spelling.
    certain = [each for each in tried if is_number(each)] if facts.shape["digits"] == filled else []
    tests = {each: _good(each, column, facts.negative) for each in tried if each not in certain}
    counts = _fits(texts, source, tests)
    facts.fitting = certain + [spelling for spelling, count in counts.items() if count == filled]
    if not facts.fitting and counts:
        best = max(counts, key=lambda each: counts[each])
        if (misfits := filled - counts[best]) * 5 <= filled:
            facts.nearly = best, misfits, _example(texts, column, f"{is_filled} and not ({tests[best]})")
    return facts


def some_values(texts: Texts, column: str) -> list[str]:
    """A few different values from the beginning of a source without blanks."""
    first = f"(select {column} from {texts.source} limit {_SAMPLE})"
    found = texts.con.execute(f"select distinct {column} from {first} order by 1 limit {_LOOKED_AT}").fetchall()
    return [str(value) for (value,) in found]


def landing_of(spelling: Spelling) -> dict[str, object]:
    """The landing keys that declare a spelling."""
    kind, *parts = spelling
    if kind in ("bigint", "decimal"):
        return {"decimal_separator": parts[0], "thousands_separator": parts[1]}
    if kind in ("date", "timestamp"):
        return {f"{kind}_format": parts[0]}
    return {"true_values": [parts[0]], "false_values": [parts[1]]} if kind == "boolean" else {}


def number_sizes(texts: Texts, place: int, decimal_separator: str) -> tuple[int, int]:
    """The most digits before and behind the decimal separator."""
    column, point = f"c{place}", literal(decimal_separator)
    whole = f"length(ltrim(regexp_replace(split_part({column}, {point}, 1), '[^0-9]', '', 'g'), '0'))"
    behind = f"length(regexp_replace(split_part({column}, {point}, 2), '[^0-9]', '', 'g'))"
    digits, decimals = _row(texts, f"coalesce(max({whole}), 0), coalesce(max({behind}), 0)", "true")
    return digits, decimals


def _row(texts: Texts, what: str, where: str) -> tuple[int, ...]:
    row = texts.con.execute(f"select {what} from {texts.source} where {where}").fetchone()
    assert row is not None
    return tuple(row)


def _fits(texts: Texts, source: str, tests: dict[Spelling, str]) -> dict[Spelling, int]:
    """How many values of a source each test (SQL) takes."""
    if not tests:
        return {}
    counts = ", ".join(f"count(*) filter (where {test})" for test in tests.values())
    row = texts.con.execute(f"select {counts} from {source}").fetchone()
    assert row is not None
    return dict(zip(tests, row, strict=True))


def _good(spelling: Spelling, column: str, negative: str) -> str:
    """SQL of whether our strict parse takes a text; days beyond living memory are no days."""
    kind = spelling[0]
    below_zero = {"negative_numbers": ["before", negative]} if negative else {}
    landing = Landing.model_validate({"files": ["x"], "key": ["key"], **landing_of(spelling), **below_zero})
    parse = parse_column(Column(name="x", data_type=_WIDE if kind == "decimal" else kind), landing, column)
    if kind in ("date", "timestamp"):
        return f"{parse.good} and year({parse.value}) between {EARLIEST_YEAR} and {LATEST_YEAR}"
    return parse.good


def _shape(texts: Texts, column: str, is_filled: str) -> dict[str, int]:
    facts = {
        "digits": f"regexp_full_match({column}, '[0-9]{{1,18}}')",
        "leading_zero": f"regexp_full_match({column}, ' *[+-]?0[0-9]+ *')",
        "leading_plus": f"starts_with(ltrim({column}), '+')",
        "separated": f"regexp_matches({column}, '[0-9][.,'' \\x{{a0}}][0-9]')",
        "email": f"regexp_full_match({column}, {literal(EMAIL)})",
        "long": f"length({column}) > 60",
        **{style: f"regexp_matches({column}, {literal(pattern)})" for style, pattern in NEGATIVES.items()},
        "percent": f"regexp_full_match({column}, ' *[+-]?[0-9][0-9.,]* *% *')",
        "currency": f"regexp_full_match({column}, {literal(_MONEY)})",
        "padded": f"{column} <> trim({column})",
        "exponent": f"regexp_full_match({column}, '[+-]?[0-9.,]+[eE][+-]?[0-9]+')",
        "guid": f"regexp_full_match({column}, {literal(_GUID)})",
        "midnight": f"regexp_matches({column}, '[ T]0?0:00(?::00(?:\\.0+)?)? *$')",
        "zero_or_one": f"trim({column}) in ('0', '1')",
        "empty_word": f"lower(trim({column})) in ({literals(EMPTY_WORDS)})",
    }
    row = _row(texts, ", ".join(f"count(*) filter (where {test})" for test in facts.values()), is_filled)
    return dict(zip(facts, row, strict=True))


def _example(texts: Texts, column: str, where: str) -> str:
    """One of the values for which a condition (SQL) holds, in one short line."""
    row = texts.con.execute(f"select min({column}) from {texts.source} where {where}").fetchone()
    value = re.sub(r"\s+", " ", str(row[0] if row else ""))
    return value if len(value) <= 30 else value[:29] + "…"
