"""Pseudonyms of keys that are personal themselves, such as a seller's name that serves as the seller's number.

Belongs here: giving one to every new value before anything is built. Doesn't belong here: pseudonyms of other columns,
which dbt gives where it has united the systems (macros/privacy.sql), or replacing (macros/landed.sql).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator

import duckdb
import numpy as np

from ingest.contracts import Column, Contract, standard_entities
from ingest.privacy.private_file import private_file
from ingest.sql import identifier, literal
from settings.paths import DataPaths
from settings.sections import Privacy


def note_key_pseudonyms(paths: DataPaths, contracts: Iterable[Contract], privacy: Privacy) -> None:
    """Give every value of a personal key in raw a random pseudonym, unless it has one or the company keeps it."""
    keys = [(contract, column) for contract in contracts for column in personal_keys(contract, privacy)]
    with private_file(paths) as con:
        if keys and paths.raw_file.is_file():
            con.execute(f"attach {literal(str(paths.raw_file))} as landed (read_only)")
            con.execute(f"create temp table fresh as {_unknown_values(keys)}")
            _give_pseudonyms(con)


def personal_keys(contract: Contract, privacy: Privacy) -> Iterator[Column]:
    """The columns of a contract that identify a member, are personal, and may not be published as they are."""
    for column in contract.columns:
        if column.personal and column.references:
            key = standard_entities()[column.references].key[0]
            if privacy.policy_of(column.references, key) != "keep":
                yield column


def _unknown_values(keys: list[tuple[Contract, Column]]) -> str:
    """SQL of the values without a pseudonym, numbered."""
    found = " union ".join(
        f"select {literal(str(column.references))} as kind, cast({identifier(column.name)} as varchar) as value "
        f"from {identifier('landed', contract.raw_schema, contract.table)}"
        for contract, column in keys
    )
    return (
        f"select kind, value, row_number() over () as position from ({found}) as found where value is not null "
        "and not exists (from pseudonyms.of_keys as known where known.kind = found.kind and known.value = found.value)"
    )


def _give_pseudonyms(con: duckdb.DuckDBPyConnection) -> None:
    row = con.execute("select count(*) from fresh").fetchone()
    count = row[0] if row else 0
    numbers = np.frombuffer(secrets.token_bytes(16 * count), dtype=np.uint64).reshape(count, 2)
    con.execute(
        "insert into pseudonyms.of_keys "
        "select kind, value, format('p-{:016x}{:016x}', high, low) from fresh "
        "inner join (select row_number() over () as position, high, low "
        "from (select unnest(?::ubigint[]) as high, unnest(?::ubigint[]) as low)) as random using (position)",
        [numbers[:, 0].tolist(), numbers[:, 1].tolist()],
    )
