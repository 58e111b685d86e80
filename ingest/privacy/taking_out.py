"""Taking persons out of the rows of one table: their numbers become tokens, personal columns of their rows empty.

Belongs here: that one act on raw, pending and landing rows alike; everything else stays. Doesn't belong here:
whose rows they are (the temp table `erased_values`), or which files are rewritten afterwards.

A token is 18 digits: 15 for the person, 3 for the record, so that a person's records in several systems are still known
as one person's (macros/match.sql). A text holds `erased-<digits>`, a number the negative of the digits.
"""

from __future__ import annotations

import duckdb

from ingest.columns import Column
from ingest.parsing import sql_type
from ingest.privacy.mentions import Mention, Mentions
from ingest.sql import identifier, literal
from ingest.typed_tables import row_hash

VALUES = "erased_values"
_TOUCHED = "erased_touched"


def create_values(con: duckdb.DuckDBPyConnection) -> None:
    """The temp table of numbers to be replaced: entity, system, value, token."""
    con.execute(f"create or replace temp table {VALUES} (entity varchar, system varchar, value varchar, token varchar)")


def shown_token(kind: str, token: str) -> str:
    """A token as it stands in a column of that kind, as text."""
    return f"erased-{token}" if kind == "varchar" else f"-{token}"


def take_out(con: duckdb.DuckDBPyConnection, table: str, mentions: Mentions) -> int:
    """Take the persons of erased_values out of a table (SQL name); gives the number of rows that held one."""
    if not mentions.columns:
        return 0
    con.execute(f"create or replace temp table {_TOUCHED} as {_touched_rows(table, mentions)}")
    row = con.execute(f"select count(*) from {_TOUCHED}").fetchone()
    count = int(row[0]) if row else 0
    if count:
        changes = ", ".join([*_numbers(mentions), *_cleared(mentions), *_other_numbers(mentions)])
        con.execute(f"update {table} as t set {changes} from {_TOUCHED} as u where t.rowid = u.row_id")
        con.execute(
            f"update {table} set _row_hash = {row_hash(mentions.contract)} "
            f"where rowid in (select row_id from {_TOUCHED})"
        )
    con.execute(f"drop table {_TOUCHED}")
    return count


def personal_texts(table: str, mentions: Mentions, *, only_own: bool) -> list[str]:
    """Queries, each giving the texts of one personal column in the rows that would be emptied (or are the person's)."""
    by = (mentions.own,) if only_own and mentions.own else () if only_own else mentions.emptied_by
    conditions = " or ".join(_is_erased(each, f"t.{identifier(each.column.name)}") for each in by)
    return [
        f"select t.{identifier(column.name)} as value from {table} as t where {conditions}"
        for column in mentions.personal
        if conditions and column.kind == "varchar"
    ]


def _touched_rows(table: str, mentions: Mentions) -> str:
    tokens, joins = [], []
    for number, mention in enumerate(mentions.columns):
        alias = f"e{number}"
        tokens.append(f"{alias}.token as token_{number}")
        joins.append(
            f"left join {VALUES} as {alias} on {alias}.entity = {literal(mention.entity)} "
            f"and {alias}.system = {literal(mention.owner)} "
            f"and {alias}.value = cast(t.{identifier(mention.column.name)} as varchar)"
        )
    found = " or ".join(f"e{number}.token is not null" for number in range(len(mentions.columns)))
    return f"select t.rowid as row_id, {', '.join(tokens)} from {table} as t {' '.join(joins)} where {found}"


def _numbers(mentions: Mentions) -> list[str]:
    """Assignments: numbers of erased persons become tokens."""
    found = []
    for number, mention in enumerate(mentions.columns):
        prefix = shown_token(mention.column.kind, "")
        token = f"cast({literal(prefix)} || u.token_{number} as {sql_type(mention.column)})"
        kept = f"t.{identifier(mention.column.name)}"
        if mentions.own is not None and mention is not mentions.own and mention.entity == mentions.own.entity:
            # In the person's own record: what another system calls the same person.
            kept = f"case when {_own_token(mentions)} is null or not {_is_erased_anywhere(mention)} then {kept} end"
        found.append(f"{identifier(mention.column.name)} = coalesce({token}, {kept})")
    return found


def _cleared(mentions: Mentions) -> list[str]:
    """Assignments: personal columns become empty; a required text is an empty text."""
    places = [number for number, mention in enumerate(mentions.columns) if mention in mentions.emptied_by]
    is_cleared = " or ".join(f"u.token_{number} is not null" for number in places)
    return [
        f"{identifier(column.name)} = case when {is_cleared} then {_nothing(column)} "
        f"else t.{identifier(column.name)} end"
        for column in mentions.personal
    ]


def _other_numbers(mentions: Mentions) -> list[str]:
    """Assignments: the number that a person's own record declares as its master's (master_<entity>_id)."""
    if mentions.own is None:
        return []
    known = {mention.column.name for mention in mentions.columns} | {column.name for column in mentions.personal}
    return [
        f"{identifier(column.name)} = case when {_own_token(mentions)} is null then t.{identifier(column.name)} end"
        for column in mentions.contract.columns
        if column.name.startswith("master_") and column.name not in known
    ]


def _own_token(mentions: Mentions) -> str:
    assert mentions.own is not None
    return f"u.token_{mentions.columns.index(mentions.own)}"


def _is_erased(mention: Mention, value: str) -> str:
    return (
        f"cast({value} as varchar) in (select value from {VALUES} where entity = {literal(mention.entity)} "
        f"and system = {literal(mention.owner)})"
    )


def _is_erased_anywhere(mention: Mention) -> str:
    column = f"t.{identifier(mention.column.name)}"
    return (
        f"coalesce(cast({column} as varchar) in "
        f"(select value from {VALUES} where entity = {literal(mention.entity)}), false)"
    )


def _nothing(column: Column) -> str:
    return "null" if column.nullable else "''"
