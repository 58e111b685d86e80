"""Types of a file's columns: one spelling of numbers, days and instants for the table, and what fits it.

Belongs here: the choice among what is possible, and its doubts. Doesn't belong here: what is possible (columns.py).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from ingest.drafting.columns import Facts, landing_of, number_sizes
from ingest.drafting.findings import ColumnDraft, Texts
from ingest.drafting.spellings import DAYS, INSTANTS, NUMBERS, Spelling, is_number
from ingest.drafting.words import is_flag, is_number_by_name_only, personal_suspicion

_OFTEN = 100
_BIGGEST_DIGITS = 18
_WIDEST_DECIMAL = 38
_RANK: dict[str, list[Spelling]] = {
    "number": list(NUMBERS),
    "date": [(day,) for day in DAYS],
    "timestamp": [(instant,) for instant in INSTANTS],
}


def choose_types(texts: Texts, columns: list[ColumnDraft], facts: list[Facts]) -> dict[str, Any]:
    """Give every column its type and doubts; the landing keys that the table needs for them."""
    chosen = {family: _common(family, facts, columns) for family in _RANK}
    words: list[Spelling] = []
    for place, (column, known) in enumerate(zip(columns, facts, strict=True)):
        column.nullable = known.filled < max(texts.count, _OFTEN)
        _type_of(texts, place, column, known, chosen, words)
        _suspect(column, known)
    return _landing(chosen, columns, words)


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


def _type_of(
    texts: Texts,
    place: int,
    column: ColumnDraft,
    facts: Facts,
    chosen: dict[str, Spelling | None],
    words: list[Spelling],
) -> None:
    if not facts.filled:
        column.doubts.append("always empty: its type can't be seen")
    elif text_reason := _text_reason(column, facts):
        column.doubts.append(text_reason)
    elif not facts.fitting:
        column.doubts += _near_miss(facts)
    elif boolean := _boolean(column, facts, words):
        column.data_type = "boolean"
        words.append(boolean)
    elif _moment(column, facts, chosen):
        pass
    elif chosen["number"] is not None and chosen["number"] in _of_family(facts, "number"):
        _number(texts, place, column, facts, chosen["number"])
    elif any(_family(each) != "boolean" for each in facts.fitting):
        column.doubts.append(_other_spelling(facts, chosen))


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


def _moment(column: ColumnDraft, facts: Facts, chosen: dict[str, Spelling | None]) -> bool:
    """Whether the column is a day or an instant in the table's spelling."""
    for kind in ("date", "timestamp"):
        possible, wanted = _of_family(facts, kind), chosen[kind]
        if wanted is None or wanted not in possible:
            continue
        column.data_type = kind
        others = [each[0] for each in possible if each != wanted]
        if others:
            column.doubts.append(f"read as {wanted[0]}; every value would be right as {' or '.join(others)} as well")
        if kind == "date" and any(_family(each) == "number" for each in facts.fitting):
            column.doubts.append("a day written as digits; it may be a plain number")
        if kind == "timestamp" and facts.shape["midnight"] == facts.filled:
            column.doubts.append("always midnight: it may be a day; then cast it in the staging model")
        return True
    return False


def _number(texts: Texts, place: int, column: ColumnDraft, facts: Facts, spelling: Spelling) -> None:
    digits, decimals = number_sizes(texts, place, spelling[0])
    if digits + decimals > _WIDEST_DECIMAL:
        column.doubts.append(f"text: its numbers have up to {digits + decimals} digits, more than a decimal holds")
    elif decimals:
        column.data_type = f"decimal({18 if digits + decimals <= _BIGGEST_DIGITS else 38},{decimals})"
    elif digits > _BIGGEST_DIGITS:
        column.doubts.append(f"text: its whole numbers have up to {digits} digits, more than a bigint holds")
    else:
        column.data_type = "bigint"
    others = [each for each in _of_family(facts, "number") if each != spelling and _reads_otherwise(each, spelling)]
    if facts.shape["separated"] and others:
        column.doubts.append(
            f"read with {_shown(spelling)}; with {_shown(others[0])} every value would be another number"
        )


def _reads_otherwise(one: Spelling, other: Spelling) -> bool:
    return one[0] != other[0]


def _shown(spelling: Spelling) -> str:
    grouped = f" and {spelling[1]!r} between thousands" if spelling[1] else ""
    return f"{spelling[0]!r} before decimals{grouped}"


def _other_spelling(facts: Facts, chosen: dict[str, Spelling | None]) -> str:
    spelling = facts.fitting[0]
    table = chosen[_family(spelling)]
    own = spelling[1] if _family(spelling) != "number" else _shown(tuple(spelling[1:]))
    others = (table[0] if _family(spelling) != "number" else _shown(table)) if table else "another"
    return f"text: it is a {spelling[0]} written as {own}, but the table's others are written as {others}"


def _suspect(column: ColumnDraft, facts: Facts) -> None:
    meaning = personal_suspicion(column.name)
    if meaning is None and facts.filled and facts.shape["email"] * 5 >= facts.filled * 4:
        meaning = "an e-mail address"
    if meaning is not None:
        column.personal = True
        column.doubts.append(f"marked as personal: it may be {meaning}")
    if column.data_type == "varchar" and facts.filled and facts.shape["padded"]:
        column.doubts.append(f"values with blanks around them: {facts.shape['padded']}; trim them in the staging model")


def _landing(chosen: dict[str, Spelling | None], columns: list[ColumnDraft], words: list[Spelling]) -> dict[str, Any]:
    kinds = {column.data_type.partition("(")[0] for column in columns}
    keys: dict[str, Any] = {}
    for family, spelling in chosen.items():
        if spelling is not None and kinds & ({"bigint", "decimal"} if family == "number" else {family}):
            keys |= landing_of(("decimal" if family == "number" else family, *spelling))
    if words:
        keys["true_values"] = list(dict.fromkeys(pair[0] for pair in words))
        keys["false_values"] = list(dict.fromkeys(pair[1] for pair in words))
    return keys
