"""A broken rule as a sentence that a controller understands: table, column, what must hold, what was found, where.

Belongs here: words. Doesn't belong here: which load is to blame (verdicts.py), finding records (examples.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from expectations.examples import Example
from expectations.outcomes import Outcome
from expectations.rules import NOT_NULL, Rule
from expectations.samples import shortened
from expectations.views import LANDING_COLUMNS

_MOST_VALUES = 12
_LONGEST_CAUSE = 200


def sentence(outcome: Outcome, table: str, file: str) -> str:
    """What is wrong with a load. table: system.table; file: the place of the load's file."""
    rule = outcome.rule
    if outcome.crashed:
        cause = re.sub(r"^\(\S+\) ", "", (outcome.exception or "").split(" LINE ")[0])
        return f"{table}: the rule {rule.name} of {rule.source} couldn't be judged: {shortened(cause, _LONGEST_CAUSE)}."
    place = ", ".join(column for column in rule.columns if column not in LANDING_COLUMNS)
    where = f"{table}, {place}" if place and not rule.of_loads else table
    parts = [f"{where}: {_requirement(rule)}; {_found(outcome)}.", rule.notes, _told(outcome.examples, file)]
    return " ".join(part for part in parts if part)


def _requirement(rule: Rule) -> str:
    words = _WORDS.get(rule.type)
    text = words(rule.kwargs) if words else ""
    if rule.of_loads or not text:
        text = rule.says or _named(rule)
    share = rule.kwargs.get("mostly")
    return f"{text} (in at least {_percent(share)} of the records)" if share is not None else text


def _named(rule: Rule) -> str:
    """The rule's own name as words; for a rule without one, what kind of rule it is."""
    if rule.name.startswith(rule.type):
        return rule.type.removeprefix("expect_").replace("_to_", " must ", 1).replace("_", " ")
    return f'the rule "{rule.name.replace("_", " ")}" must hold'


def _found(outcome: Outcome) -> str:
    if outcome.rule.of_loads and outcome.observed is not None and "share" in str(outcome.rule.kwargs.get("column")):
        return f"it is {_percent(outcome.observed)}"
    if outcome.rule.of_loads and outcome.rule.query:
        return "; ".join(figure.partition("=")[2] for figure in outcome.sample)
    if outcome.rule.of_loads:
        return "it brought none"
    if outcome.unexpected_count is not None:
        count = outcome.unexpected_count
        alone = "1 row breaks this" if count == 1 else f"{count} rows break this"
        return alone if outcome.rule.query else f"{outcome.observed} break this"
    return f"found {outcome.observed}" if outcome.observed else "it doesn't"


def _told(examples: tuple[Example, ...], file: str) -> str:
    if not examples:
        return ""
    records = [f"record {each.record}: {each.value}" if each.record else each.value for each in examples]
    return f"For example in {file}, {'; '.join(records)}."


def _percent(share: Any) -> str:
    return f"{float(share) * 100:.4g} %"


def _range(kwargs: Mapping[str, Any]) -> str:
    least, most = kwargs.get("min_value"), kwargs.get("max_value")
    above = "more than" if kwargs.get("strict_min") else "at least"
    below = "less than" if kwargs.get("strict_max") else "at most"
    bounds = [f"{above} {least}"] if least is not None else []
    return "must be " + " and ".join([*bounds, *([f"{below} {most}"] if most is not None else [])])


def _of(measure: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda kwargs: f"{measure} {_range(kwargs)}"


def _set(kwargs: Mapping[str, Any]) -> str:
    values = [str(value) for value in kwargs.get("value_set") or ()]
    more = f" … ({len(values)} in all)" if len(values) > _MOST_VALUES else ""
    return f"must be one of {', '.join(values[:_MOST_VALUES])}{more}"


def _pair(kwargs: Mapping[str, Any]) -> str:
    first, second = kwargs.get("column_A"), kwargs.get("column_B")
    return f"{first} must {'not be less than' if kwargs.get('or_equal') else 'be more than'} {second}"


_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    NOT_NULL: lambda kwargs: "must not be empty",
    "expect_column_values_to_be_null": lambda kwargs: "must be empty",
    "expect_column_values_to_be_unique": lambda kwargs: "each value may stand only once",
    "expect_compound_columns_to_be_unique": lambda kwargs: "the values together may stand only once in a file",
    "expect_column_values_to_be_in_set": _set,
    "expect_column_values_to_be_between": _range,
    "expect_column_value_lengths_to_be_between": _of("the number of characters"),
    "expect_column_pair_values_a_to_be_greater_than_b": _pair,
    "expect_column_max_to_be_between": _of("the largest value"),
    "expect_column_min_to_be_between": _of("the smallest value"),
    "expect_column_sum_to_be_between": _of("the sum"),
    "expect_column_mean_to_be_between": _of("the mean"),
    "expect_table_row_count_to_be_between": _of("the number of rows"),
    "expect_table_columns_to_match_set": lambda kwargs: "must have the columns " + ", ".join(kwargs["column_set"]),
}
