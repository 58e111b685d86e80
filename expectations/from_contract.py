"""What a table's contract promises, as rules made at run time: nothing of this is written down a second time.

Belongs here: the rules of keys, nulls, allowed values, columns and types, and of the loads as a whole. Doesn't belong
here: rules of a business that no contract can say; those are written by hand (suites.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from expectations.plausible import plausible_rules
from expectations.rules import NOT_NULL, QUERY_ARGUMENT, ROW_QUERY, Rule
from expectations.views import EXPECTED_COLUMNS, LOAD_COLUMN
from ingest.contracts import Column, Contract

LARGEST_LOST_SHARE = 0.20
QUARANTINED_SHARE = "quarantined_share"
WRONG_TOTALS = "wrong_total_count"


def row_rules(contract: Contract, load_count: int = 1) -> list[Rule]:
    """The rules of the rows that wait: columns, nulls, key, allowed values. load_count: how many loads brought them."""
    return [
        *_column_rules(contract),
        *plausible_rules(contract),
        *_null_rules(contract),
        *_key_rules(contract, load_count),
        *_value_rules(contract),
    ]


def load_rules(contract: Contract) -> list[Rule]:
    """The rules of the loads themselves: they brought rows, they lost few, and little of them is in quarantine."""
    arguments = {"column_A": "row_count", "column_B": "required_row_count", "or_equal": True}
    rules = [
        _rule(
            contract,
            "brings_rows",
            "expect_column_pair_values_a_to_be_greater_than_b",
            arguments,
            of_loads=True,
            says="a file must bring at least one good record",
        ),
        _largest(
            contract,
            QUARANTINED_SHARE,
            quarantine_limit(contract),
            "the share of its records in quarantine (`whale quarantine` shows them)",
        ),
    ]
    is_full = contract.landing.load_mode == "full"
    lost = "since the export before" if is_full else "of what the same file brought before, or of the table by deletion"
    rules.append(_largest(contract, "lost_share", LARGEST_LOST_SHARE, f"the share of rows lost {lost}"))
    if contract.landing.controls is not None:
        rules.append(_largest(contract, WRONG_TOTALS, 0, "the number of control totals that it doesn't hold"))
    return rules


def quarantine_limit(contract: Contract) -> float:
    """The share of a load's records that may be in quarantine, as the contract says."""
    return float(contract.landing.max_quarantined_share)


def _largest(contract: Contract, measure: str, limit: float, meaning: str) -> Rule:
    kwargs = {"column": measure, "min_value": None, "max_value": float(limit)}
    says = f"{meaning} must be at most {float(limit) * 100:g} %"
    name = f"{measure}_at_most_{float(limit):g}"
    return _rule(contract, name, "expect_column_max_to_be_between", kwargs, of_loads=True, says=says)


def _column_rules(contract: Contract) -> Iterator[Rule]:
    names = [column.name for column in contract.columns]
    yield _rule(
        contract, "columns_are_there", "expect_table_columns_to_match_set", {"column_set": names, "exact_match": False}
    )
    query = (
        "select e.column_name, e.data_type as expected_type, d.column_type as found_type "
        f"from {EXPECTED_COLUMNS} as e left join (describe {{batch}}) as d using (column_name) "
        f"where e.system = '{contract.system}' and e.table_name = '{contract.table}' "
        "and lower(d.column_type) is distinct from lower(e.data_type)"
    )
    says = "every column must have the type of the contract"
    yield _rule(contract, "columns_have_their_types", ROW_QUERY, {QUERY_ARGUMENT: query}, says=says)


def _null_rules(contract: Contract) -> Iterator[Rule]:
    for column in contract.columns:
        is_key = column.name in contract.key and column.name not in contract.landing.empty_key_columns
        if is_key or not column.nullable:
            yield _rule(contract, f"{column.name}_is_there", NOT_NULL, {"column": column.name})


def _key_rules(contract: Contract, load_count: int) -> Iterator[Rule]:
    """Unique within a load: the next load brings the same keys again, as newer versions."""
    key = contract.key
    name = f"{'_'.join(key)}_is_unique"
    # The library can't look for duplicates in one column alone that has a quote in its name.
    if load_count == 1 and len(key) == 1 and '"' not in key[0]:
        yield _rule(contract, name, "expect_column_values_to_be_unique", {"column": key[0]})
    else:
        columns = [*key, LOAD_COLUMN] if load_count > 1 or len(key) == 1 else key
        yield _rule(contract, name, "expect_compound_columns_to_be_unique", {"column_list": columns})


def _value_rules(contract: Contract) -> Iterator[Rule]:
    for column in contract.columns:
        if column.allowed:
            kwargs = {"column": column.name, "value_set": [_typed(column, value) for value in column.allowed]}
            yield _rule(contract, f"{column.name}_is_allowed", "expect_column_values_to_be_in_set", kwargs)


def _typed(column: Column, value: str) -> str | int | bool:
    """An allowed value, written as text, as DuckDB compares it with the column."""
    if column.kind == "bigint":
        return int(value)
    return value == "true" if column.kind == "boolean" else value


def _rule(
    contract: Contract, name: str, type_: str, kwargs: Mapping[str, object], *, of_loads: bool = False, says: str = ""
) -> Rule:
    source = contract.source_file.name
    return Rule(name=name, type=type_, kwargs=kwargs, source=source, of_loads=of_loads, says=says)
