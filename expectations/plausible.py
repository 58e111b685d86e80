"""Values that a type can hold and business can't mean: days of no calendar in use, numbers that overflow a sum.

Belongs here: the bounds and the rules that hold them, one for all dates of a table and one for all its numbers (a rule
a column would cost seconds a night). Doesn't belong here: bounds that one column's meaning asks for, such as a price
that isn't negative; those are written by hand.

An amount of the star is DECIMAL(18,4), which ends below 10^14. Below 10^11 a thousand records of the largest size still
add up within it, and one of them can be translated at a rate of up to 1,000. A column in which 9999-12-31 means that
something is open says `latest: 9999-12-31` in its contract; the template's end dates that models compare and never
reckon with do.
"""

from __future__ import annotations

from collections.abc import Iterator

from expectations.rules import FOUND_COLUMN, FOUND_VALUE, QUERY_ARGUMENT, ROW_QUERY, Rule
from expectations.views import LANDING_COLUMNS
from ingest.columns import Column
from ingest.contracts import Contract
from ingest.sql import identifier, literal

INTEGER_DIGITS = 11
LARGEST_NUMBER = 10**INTEGER_DIGITS


def plausible_rules(contract: Contract) -> Iterator[Rule]:
    """The rules of a table's dates and numbers; personal columns have their own, for their values are hidden."""
    dates = [column for column in contract.columns if column.kind in ("date", "timestamp")]
    numbers = [column for column in contract.columns if column.integer_digits > INTEGER_DIGITS]
    bound = f"numbers must lie between -{LARGEST_NUMBER:,} and {LARGEST_NUMBER:,}"
    for is_personal, prefix in ((False, ""), (True, "personal_")):
        of_kind = [column for column in dates if column.personal == is_personal]
        for earliest, latest in sorted({(column.earliest, column.latest) for column in of_kind}):
            chosen = [column for column in of_kind if (column.earliest, column.latest) == (earliest, latest)]
            is_common = (earliest, latest) == _COMMON
            name = f"{prefix}dates_are_plausible" + ("" if is_common else f"_{earliest:%Y}_{latest:%Y}")
            says = f"dates must lie from {earliest} to {latest}"
            yield from _rule(contract, name, says, {each.name: _is_no_day(each) for each in chosen})
        large = {each.name: _is_too_large(each) for each in numbers if each.personal == is_personal}
        yield from _rule(contract, f"{prefix}numbers_are_plausible", bound, large)


_BATCH = "\0"
_COMMON = (Column.model_fields["earliest"].default, Column.model_fields["latest"].default)


def _is_no_day(column: Column) -> str:
    """Infinity, which DuckDB's dates know, is no day either."""
    name = identifier(column.name)
    return f"not (cast({name} as date) between date '{column.earliest}' and date '{column.latest}')"


def _is_too_large(column: Column) -> str:
    return f"not ({identifier(column.name)} > -{LARGEST_NUMBER} and {identifier(column.name)} < {LARGEST_NUMBER})"


def _rule(contract: Contract, name: str, says: str, broken: dict[str, str]) -> Iterator[Rule]:
    """A query that tells key, record, column and value of whatever breaks one of these conditions."""
    told = ", ".join([*(identifier(key) for key in contract.key), *LANDING_COLUMNS])
    parts = [
        f"select {told}, {literal(column)} as {FOUND_COLUMN}, cast({identifier(column)} as varchar) as {FOUND_VALUE} "
        f"from {_BATCH} where {condition}"
        for column, condition in broken.items()
    ]
    if parts:
        query = " union all ".join(parts).replace("{", "{{").replace("}", "}}").replace(_BATCH, "{batch}")
        final = name.endswith("numbers_are_plausible")
        source = contract.source_file.name
        yield Rule(name, ROW_QUERY, {QUERY_ARGUMENT: query}, source, says=says, can_be_accepted=not final)
