"""Whom `whale erase --where SYSTEM.TABLE.COLUMN=VALUE` means.

Belongs here: from that text to numbers. Doesn't belong here: finding a person's records by a number (ingest).
"""

from __future__ import annotations

from collections.abc import Iterable

import click
import duckdb

from ingest.contracts import Contract
from ingest.privacy.mentions import Mentions, mentions_of, providers
from ingest.privacy.persons import Request
from ingest.sql import identifier
from serving.ledger import open_ledger
from settings.errors import WhaleError
from settings.names import suggestion
from settings.paths import DataPaths


def requests_where(paths: DataPaths, contracts: list[Contract], conditions: Iterable[str]) -> list[Request]:
    """The persons of the records that hold a value, as SYSTEM:NUMBER.

    UsageError for a condition that names no column of persons' records; WhaleError when no record holds the value.
    """
    found: list[Request] = []
    for condition in conditions:
        with open_ledger(paths) as con:
            if con is None:
                raise WhaleError(f"{paths.raw_file} isn't there, or a run is writing it; try again later")
            found += _requests(con, contracts, condition)
    return list(dict.fromkeys(found))


def _requests(con: duckdb.DuckDBPyConnection, contracts: list[Contract], condition: str) -> list[Request]:
    place, _, value = condition.partition("=")
    table, column = _column(contracts, place)
    landed = set(con.execute("select distinct system, table_name from load_ledger.loads").fetchall())
    mentions = mentions_of(table, providers(contracts, landed))
    if mentions.own is None:
        raise click.UsageError(f"{table.name} isn't a list of persons: its key is no number of a person's")
    numbers = _numbers(con, mentions, column, value)
    if not numbers:
        raise WhaleError(f"no record of {table.name} has this value in {column}")
    return [Request(mentions.own.entity, f"{mentions.own.owner}:{number}") for number in numbers]


def _numbers(con: duckdb.DuckDBPyConnection, mentions: Mentions, column: str, value: str) -> list[str]:
    assert mentions.own is not None
    contract, key = mentions.contract, identifier(mentions.own.column.name)
    queries = [
        f"select cast({key} as varchar) from {identifier(schema, contract.table)} "
        f"where cast({identifier(column)} as varchar) = $value"
        for schema in (contract.raw_schema, contract.pending_schema)
    ]
    return [row[0] for row in con.execute(" union ".join(queries) + " order by 1", {"value": value}).fetchall()]


def _column(contracts: list[Contract], place: str) -> tuple[Contract, str]:
    places = {
        f"{contract.name}.{column.name}": (contract, column.name)
        for contract in contracts
        for column in contract.columns
    }
    if place not in places:
        raise click.UsageError(
            f"--where: {place!r} is no SYSTEM.TABLE.COLUMN of this company{suggestion(place, places)}"
        )
    return places[place]
