"""A column whose type changes in the contract: a wider one is migrated in place, any other is a mistake with its mend.

Belongs here: which types hold all values of another, and the migration. Doesn't belong here: new tables and new columns
(raw_schema.py), or values in a file that no longer fit (quarantine).
"""

from __future__ import annotations

import re

import duckdb

from ingest.contracts import Column, Contract
from ingest.parsing import sql_type
from ingest.sql import identifier
from ingest.typed_tables import row_hash
from settings.errors import Problem

_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
# Every bigint has at most 19 digits; every number of at most 18 digits is a bigint.
_LONGEST_BIGINT, _SURELY_BIGINT = 19, 18


def is_wider(old: str, new: str) -> bool:
    """Whether every value of one SQL type is a value of another, digit by digit."""
    before, after = _digits(old, _LONGEST_BIGINT), _digits(new, _SURELY_BIGINT)
    return before is not None and after is not None and all(a <= b for a, b in zip(before, after, strict=True))


def widen_types(
    con: duckdb.DuckDBPyConnection, schema: str, contract: Contract, present: dict[str, str]
) -> list[Problem]:
    """Give the columns of a raw or pending table the types of the contract; problems for those that can't have them.

    present: the table's types by lower-case column name. The hashes of its rows are made anew: the files themselves
    will be read again as the new type, and an equal row must be seen to be equal.
    """
    table = identifier(schema, contract.table)
    types = {column.name: present.get(column.name.lower(), sql_type(column)) for column in contract.columns}
    changed = [column for column in contract.columns if types[column.name] != sql_type(column)]
    narrowed = [column for column in changed if not is_wider(types[column.name], sql_type(column))]
    if narrowed or not changed:
        return [_problem(contract, column, types[column.name]) for column in narrowed]
    for column in changed:
        con.execute(f"alter table {table} alter column {identifier(column.name)} type {sql_type(column)}")
    con.execute(f"update {table} set _row_hash = {row_hash(contract)}")
    return []


def _digits(data_type: str, of_bigint: int) -> tuple[int, int] | None:
    """Digits before and behind the decimal point; None for a type that is no exact number."""
    if data_type == "BIGINT":
        return of_bigint, 0
    match = _DECIMAL.fullmatch(data_type)
    return (int(match[1]) - int(match[2]), int(match[2])) if match else None


def _problem(contract: Contract, column: Column, found: str) -> Problem:
    message = (
        f"was landed as {found.lower()}; rows already landed keep their type, and only a wider one can take them over "
        "(a decimal with at least as many digits on both sides of the point; 19 before it for a bigint). "
        "Give the column a new name, or remove the company's raw.duckdb and land all exports again"
    )
    key = f"{contract.table}.columns.{column.name}.data_type"
    return Problem(contract.source_file, key, column.data_type, message, found.lower())
