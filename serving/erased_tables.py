"""A person's rows in the tables of a published file: where they are, and what is changed in them.

Belongs here: columns of warehouse, marts and meta, told by their names and by the person's numbers. Doesn't belong
here: files and versions (erasure.py).

Numbers of a member stand in columns that end in its entity's `<singular>_id`, surrogate keys in `…_key`, and numbers of
any member in other `…_id` columns beside a column that names the entity. Amounts and days are never touched.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import duckdb

from ingest.contracts import standard_entities
from ingest.privacy.mentions import PARTIES
from ingest.privacy.plan import Plan
from ingest.sql import identifier, literal
from serving.catalogue import published_tables
from serving.verify import CATALOG

_DIMENSIONS = {"dim_customers": "customers", "dim_contacts": "contacts", "dim_employees": "employees"}
_PSEUDONYM = "p-%"


@dataclass(frozen=True)
class Person:
    """numbers: entity -> number in the published file -> what takes its place; sources: the same by entity and system.

    strings: texts that only the person's records hold.
    """

    numbers: dict[str, dict[str, str]]
    sources: dict[tuple[str, str], dict[str, str]]
    strings: tuple[str, ...]

    @classmethod
    def of(cls, plan: Plan) -> Person:
        """The person of a plan."""
        numbers: dict[str, dict[str, str]] = {entity: {} for entity in PARTIES}
        sources: dict[tuple[str, str], dict[str, str]] = {}
        for member in plan.members:
            numbers[member.entity][member.number] = member.token
        for record in plan.records:
            sources.setdefault((record.entity, record.system), {})[record.value] = record.shown
        return cls(numbers, sources, plan.strings)


@dataclass(frozen=True)
class _Column:
    name: str
    data_type: str
    is_nullable: bool


@dataclass(frozen=True)
class _Table:
    """A table of the file. name: as SQL; own: the party whose members its rows are; entity: what it is called after."""

    name: str
    own: str | None
    entity: str
    columns: tuple[_Column, ...]

    @property
    def texts(self) -> list[str]:
        return [column.name for column in self.columns if column.data_type == "VARCHAR"]


def take_out(con: duckdb.DuckDBPyConnection, person: Person) -> None:
    """Take the person out of every table of the attached file, in one transaction."""
    tables = _tables(con)
    keys = _keys(con, tables, person)
    con.execute("begin")
    for table in tables:
        numbers = _changed_numbers(table, person, keys)
        if numbers:
            row = " or ".join(f"({condition})" for condition, _ in numbers.values())
            changes = [f"{identifier(name)} = {change}" for name, (_, change) in numbers.items()]
            changes += [f"{identifier(name)} = {value}" for name, value in _emptied(table, person, numbers).items()]
            con.execute(f"update {table.name} set {', '.join(changes)} where {row}")
    con.execute("commit")


def pseudonyms_in(con: duckdb.DuckDBPyConnection, person: Person) -> set[str]:
    """The pseudonyms in the columns that taking the person out would empty."""
    tables = _tables(con)
    keys = _keys(con, tables, person)
    found: set[str] = set()
    for table in tables:
        numbers = _changed_numbers(table, person, keys)
        row = " or ".join(f"({condition})" for condition, _ in numbers.values())
        for name in _emptied(table, person, numbers) if numbers else ():
            if name in table.texts:
                query = (
                    f"select distinct {identifier(name)} from {table.name} where ({row}) and {identifier(name)} like ?"
                )
                found |= {value for (value,) in con.execute(query, [_PSEUDONYM]).fetchall()}
    return found


def _tables(con: duckdb.DuckDBPyConnection) -> list[_Table]:
    query = """
        select column_name, data_type, is_nullable from duckdb_columns()
        where database_name = ? and schema_name = ? and table_name = ? order by column_index
    """
    return [
        _Table(
            identifier(CATALOG, schema, table),
            _DIMENSIONS.get(table) if schema == "warehouse" else None,
            table.partition("_")[2],
            tuple(_Column(*row) for row in con.execute(query, [CATALOG, schema, table]).fetchall()),
        )
        for schema, table in published_tables(con, CATALOG)
    ]


def _keys(con: duckdb.DuckDBPyConnection, tables: list[_Table], person: Person) -> dict[str, str]:
    """The person's surrogate keys, which anybody could compute from the number, and new ones."""
    found: dict[str, str] = {}
    for table in tables:
        if table.own is not None and person.numbers[table.own]:
            singular = _singular(table.own)
            rows = con.execute(
                f"select {singular}_key, {singular}_id from {table.name} "
                f"where list_contains(?::varchar[], {singular}_id) order by all",
                [list(person.numbers[table.own])],
            ).fetchall()
            for number, (key, member) in enumerate(rows):
                new = con.execute("select md5(?)", [f"{person.numbers[table.own][member]}|{number}"]).fetchone()
                found[key] = str(new[0]) if new else ""
    return found


def _changed_numbers(table: _Table, person: Person, keys: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Column -> (SQL that is true where it holds a number of the person, SQL of what it holds then)."""
    found = {}
    for name in table.texts:
        if name.endswith("_key"):
            changes = [("true", keys)] if keys else []
        elif entity := _entity_of(name):
            changes = [("true", person.numbers[entity])]
        elif name == "source_id" and "source_system" in table.texts:
            changes = [
                (f"source_system = {literal(system)} and ({_beside(table, name, entity)})", numbers)
                for (entity, system), numbers in person.sources.items()
            ]
        elif name.endswith("_id") and not _is_other_number(name):
            changes = [(_beside(table, name, entity), person.numbers[entity]) for entity in PARTIES]
        else:
            changes = []
        changes = [(condition, numbers) for condition, numbers in changes if numbers and condition != "false"]
        if changes:
            found[name] = _as_sql(identifier(name), changes)
    return found


def _as_sql(column: str, changes: list[tuple[str, dict[str, str]]]) -> tuple[str, str]:
    cases = [
        f"when ({condition}) and {column} = {literal(old)} then {literal(new)}"
        for condition, numbers in changes
        for old, new in numbers.items()
    ]
    is_held = " or ".join(
        f"(({condition}) and {column} in ({', '.join(map(literal, numbers))}))" for condition, numbers in changes
    )
    return is_held, f"case {' '.join(cases)} else {column} end"


def _beside(table: _Table, name: str, entity: str) -> str:
    """SQL that is true where another column of the row says that it is about this entity."""
    words = f"({literal(entity)}, {literal(_singular(entity))})"
    found = [f"{identifier(other)} in {words}" for other in table.texts if other != name and not other.endswith("_key")]
    return " or ".join(found) or "false"


def _emptied(table: _Table, person: Person, numbers: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Column -> SQL of its value in a row that mentions the person."""
    found = {}
    own = f"{_singular(table.own)}_id" if table.own else ""
    is_own = f"coalesce({numbers[own][0]}, false)" if own in numbers else "false"
    for column in table.columns:
        if column.name in numbers or column.name.endswith("_key"):
            continue
        condition = _is_emptied(table, column, is_own, person)
        if condition != "false":
            empty = f"{numbers[own][1]}" if own and column.name == own.replace("_id", "_name") else "null"
            if empty == "null" and not column.is_nullable and column.data_type == "VARCHAR":
                empty = "''"
            found[column.name] = f"case when {condition} then {empty} else {identifier(column.name)} end"
    return found


def _is_emptied(table: _Table, column: _Column, is_own: str, person: Person) -> str:
    name = column.name
    if table.own is not None and (name in _personal(table.own) or _is_master(name)):
        return is_own
    if table.own is None and name in _personal_texts(table.entity):
        return "true"
    if column.data_type == "VARCHAR" and person.strings:
        return f"coalesce({identifier(name)} in ({', '.join(map(literal, person.strings))}), false)"
    return "false"


def _singular(entity: str) -> str:
    return entity.removesuffix("s")


def _entity_of(column: str) -> str | None:
    """The party whose number a column holds."""
    if _is_master(column):
        return None
    return next((entity for entity in PARTIES if re.search(rf"(^|_){_singular(entity)}_id$", column)), None)


@functools.cache
def _other_keys() -> tuple[str, ...]:
    keys = {contract.key[0] for name, contract in standard_entities().items() if name not in PARTIES}
    return tuple(key for key in keys if key.endswith("_id"))


def _is_other_number(column: str) -> bool:
    return _is_master(column) or column.endswith(_other_keys()) or column in _personal_anywhere()


def _is_master(column: str) -> bool:
    """A member's number in the system that leads it: it stands in the member's own row only."""
    return column.startswith("master_")


@functools.cache
def _personal(entity: str) -> frozenset[str]:
    return frozenset(column.name for column in standard_entities()[entity].columns if column.personal)


@functools.cache
def _personal_anywhere() -> frozenset[str]:
    return frozenset().union(*(_personal(each) for each in standard_entities()))


@functools.cache
def _personal_texts(entity: str) -> frozenset[str]:
    """Texts about whoever a row mentions: the entity's own, of a table that is no entity those of any."""
    if entity in standard_entities():
        return _personal(entity)
    parties = frozenset().union(*(_personal(each) for each in PARTIES)) - {"visitor_id"}
    others = (_personal(each) for each in standard_entities() if each not in PARTIES)
    return frozenset().union(*others) - parties
