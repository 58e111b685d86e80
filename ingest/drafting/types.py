"""Types of a file's columns: one spelling of numbers, days and instants for the table, and what fits it.

Belongs here: the choice among what is possible, and its doubts. Doesn't belong here: what is possible (columns.py).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ingest.drafting.columns import Facts, landing_of, number_sizes
from ingest.drafting.findings import ColumnDraft, Texts
from ingest.drafting.spellings import DAYS, INSTANTS, NUMBERS, Spelling, is_number
from ingest.drafting.words import is_flag, is_number_by_name_only, personal_suspicion
from ingest.format_overlaps import overlapping

_OFTEN = 100
_UNDECLARED = {
    "percent": "text: every value has a % behind it; list the column in percent_columns and make it a decimal",
    "currency": "text: every value has a sign of a currency beside it; declare currency_signs and make it a decimal",
}
_BIGGEST_DIGITS = 18
_WIDEST_DECIMAL = 38
_RANK: dict[str, list[Spelling]] = {
    "number": list(NUMBERS),
    "date": [(day,) for day in DAYS],
    "timestamp": [(instant,) for instant in INSTANTS],
}


@dataclass
class _Table:
    """What the table's columns have in common.

    numbers: their spelling; formats: of days and instants, the commonest first, further ones only where no text could
    be of two of them; negatives: how numbers below zero are written; words: pairs for true and false.
    """

    numbers: Spelling | None
    formats: dict[str, list[str]]
    negatives: list[str] = field(default_factory=list)
    words: list[Spelling] = field(default_factory=list)


def choose_types(texts: Texts, columns: list[ColumnDraft], facts: list[Facts]) -> dict[str, Any]:
    """Give every column its type and doubts; the landing keys that the table needs for them."""
    formats = {kind: list(_common(kind, facts, columns) or ()) for kind in ("date", "timestamp")}
    table = _Table(_common("number", facts, columns), formats)
    for place, (column, known) in enumerate(zip(columns, facts, strict=True)):
        column.nullable = known.filled < max(texts.count, _OFTEN)
        _type_of(texts, place, column, known, table)
        _suspect(column, known)
    return _landing(table, columns)


def _family(spelling: Spelling) -> str:
    return "number" if is_number(spelling) else spelling[0]


def _of_family(facts: Facts, family: str) -> list[Spelling]:
    return list(dict.fromkeys(tuple(each[1:]) for each in facts.fitting if _family(each) == family))


def _common(family: str, facts: list[Facts], columns: list[ColumnDraft]) -> Spelling | None:
    """The spelling of a family that fits most columns; columns that tell spellings apart count first."""
    votes: Counter[Spelling] = Counter()
    for known, column in zip(facts, columns, strict=True):
        is_text = family == "number" and (is_number_by_name_only(column.name) or known.shape.get("leading_zero"))
        votes.update([] if is_text else _of_family(known, family))
    ranked = _RANK[family]
    return min(votes, key=lambda each: (-votes[each], ranked.index(each)), default=None)


def _type_of(texts: Texts, place: int, column: ColumnDraft, facts: Facts, table: _Table) -> None:
    if not facts.filled:
        column.doubts.append("always empty: its type can't be seen")
    elif text_reason := _text_reason(column, facts):
        column.doubts.append(text_reason)
    elif not facts.fitting:
        column.doubts += _near_miss(facts)
    elif boolean := _boolean(column, facts, table.words):
        column.data_type = "boolean"
        table.words.append(boolean)
    elif _moment(column, facts, table):
        pass
    elif table.numbers is not None and table.numbers in _of_family(facts, "number"):
        _number(texts, place, column, facts, table)
    elif any(_family(each) == "number" for each in facts.fitting):
        own, others = _shown(_of_family(facts, "number")[0]), _shown(table.numbers) if table.numbers else "otherwise"
        column.doubts.append(f"text: its numbers are written with {own}, but the table's others with {others}")


def _text_reason(column: ColumnDraft, facts: Facts) -> str | None:
    """Why digits are no number, or None."""
    if not any(_family(each) == "number" for each in facts.fitting):
        return None
    if facts.shape["leading_zero"]:
        return f"text, not a number: {facts.shape['leading_zero']} values begin with a zero that would be lost"
    if facts.shape["leading_plus"]:
        return "text, not a number: values begin with +"
    if is_number_by_name_only(column.name):
        return "text, not a number: by its name its digits are no quantity"
    return None


def _near_miss(facts: Facts) -> list[str]:
    if facts.shape["exponent"]:
        return [
            f"text: numbers with an exponent such as 1E-2 stand in {facts.shape['exponent']} of {facts.filled} values"
        ]
    for shape, hint in _UNDECLARED.items():
        if facts.shape[shape] == facts.filled:
            return [hint]
    if facts.nearly is None:
        return []
    spelling, misfits, value = facts.nearly
    what = spelling[0] if _family(spelling) in ("number", "boolean") else f"{spelling[0]} of the form {spelling[1]}"
    hint = "; it looks like a word for empty" if facts.shape["empty_word"] >= misfits else ""
    return [f"would be a {what} but for {misfits} of {facts.filled} values, such as {value!r}{hint}"]


def _boolean(column: ColumnDraft, facts: Facts, words: list[Spelling]) -> Spelling | None:
    """The words for true and false, if the column is one: both stand there, or its name says so."""
    found = [tuple(each[1:]) for each in facts.fitting if each[0] == "boolean"]
    if found and (facts.distinct == 2 or is_flag(column.name)):
        known = {word: side for pair in words for side, word in enumerate(pair)}
        agreeing = [pair for pair in found if all(known.get(word, side) == side for side, word in enumerate(pair))]
        return agreeing[0] if agreeing else None
    is_digits = ("bigint", ".", "") in facts.fitting and facts.shape["zero_or_one"] == facts.filled
    if not is_digits or facts.distinct > 2:
        return None
    if is_flag(column.name):
        return ("1", "0")
    column.doubts.append("only 0 and 1: it may be a boolean") if facts.distinct == 2 else None
    return None


def _moment(column: ColumnDraft, facts: Facts, table: _Table) -> bool:
    """Whether the column is a day or an instant in a format of the table, or in one that can stand beside those."""
    for kind, formats in table.formats.items():
        possible = [each[0] for each in _of_family(facts, kind)]
        known = next((each for each in formats if each in possible), None)
        if known is None:
            known = next((each for each in possible if formats and overlapping([*formats, each]) is None), None)
            if known is None:
                continue
            formats.append(known)
            column.doubts.append(f"written as {known}, unlike {formats[0]} of the table's others; both are declared")
        column.data_type = kind
        _doubt_moment(column, facts, known, possible)
        return True
    return False


def _doubt_moment(column: ColumnDraft, facts: Facts, known: str, possible: list[str]) -> None:
    others = [each for each in possible if each != known]
    if others:
        column.doubts.append(f"read as {known}; every value would be right as {' or '.join(others)} as well")
    if column.data_type == "date" and any(_family(each) == "number" for each in facts.fitting):
        column.doubts.append("a day written as digits; it may be a plain number")
    if column.data_type == "timestamp" and facts.shape["midnight"] == facts.filled:
        column.doubts.append("always midnight: it may be a day; then declare it as a date with the zeros in its format")


def _number(texts: Texts, place: int, column: ColumnDraft, facts: Facts, table: _Table) -> None:
    spelling = table.numbers or NUMBERS[0]
    if facts.negative and facts.negative not in table.negatives:
        table.negatives.append(facts.negative)
    digits, decimals = number_sizes(texts, place, spelling[0])
    if digits + decimals > _WIDEST_DECIMAL:
        column.doubts.append(f"text: its numbers have up to {digits + decimals} digits, more than a decimal holds")
    elif decimals:
        column.data_type = f"decimal({18 if digits + decimals <= _BIGGEST_DIGITS else 38},{decimals})"
    elif digits > _BIGGEST_DIGITS:
        column.doubts.append(f"text: its whole numbers have up to {digits} digits, more than a bigint holds")
    else:
        column.data_type = "bigint"
    others = [each for each in _of_family(facts, "number") if each[0] != spelling[0]]
    if facts.shape["separated"] and others:
        column.doubts.append(
            f"read with {_shown(spelling)}; with {_shown(others[0])} every value would be another number"
        )


def _shown(spelling: Spelling) -> str:
    grouped = f" and {spelling[1]!r} between thousands" if spelling[1] else ""
    return f"{spelling[0]!r} before decimals{grouped}"


def _suspect(column: ColumnDraft, facts: Facts) -> None:
    meaning = personal_suspicion(column.name)
    if meaning is None and facts.filled and facts.shape["email"] * 5 >= facts.filled * 4:
        meaning = "an e-mail address"
    if meaning is not None:
        column.personal = True
        column.doubts.append(f"marked as personal: it may be {meaning}")
    if column.data_type == "varchar" and facts.filled and facts.shape["padded"]:
        column.doubts.append(f"values with blanks around them: {facts.shape['padded']}; trim them in the staging model")


def _landing(table: _Table, columns: list[ColumnDraft]) -> dict[str, Any]:
    kinds = {column.data_type.partition("(")[0] for column in columns}
    keys: dict[str, Any] = {}
    if table.numbers is not None and kinds & {"bigint", "decimal"}:
        keys |= landing_of(("decimal", *table.numbers))
    if table.negatives:
        keys["negative_numbers"] = ["before", *table.negatives]
    for kind, formats in table.formats.items():
        if kind in kinds:
            keys[f"{kind}_format"] = formats[0] if len(formats) == 1 else formats
    if table.words:
        keys["true_values"] = list(dict.fromkeys(pair[0] for pair in table.words))
        keys["false_values"] = list(dict.fromkeys(pair[1] for pair in table.words))
    return keys
