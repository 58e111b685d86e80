"""The register of erasures: by which numbers erased persons are known again, without keeping these numbers.

Belongs here: writing and reading the register, and its hash. Doesn't belong here: what is done with a person known
again (suppression.py).

A number is kept as sha256 under a random salt of this register, nested as in an HMAC. Whoever holds the register can
try a number that he already has; nobody can read one from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ingest.privacy.plan import Plan
from ingest.privacy.private_file import private_file
from ingest.sql import literal
from settings.paths import DataPaths


@dataclass(frozen=True)
class Register:
    """salt: of its hashes; keys: (entity, system, key_hash, token) of every erased record."""

    salt: str
    keys: list[tuple[str, str, str, str]]


def key_hash(salt: str, entity: str, system: str, value: str) -> str:
    """SQL of the hash of a number; entity, system and value are SQL."""
    inner = f"sha256(concat_ws(chr(31), {literal(salt)}, {entity}, {system}, {value}))"
    return f"sha256({literal(salt)} || {inner})"


def read_register(paths: DataPaths) -> Register:
    """The register as it is; without a private file an empty one."""
    if not paths.private_file.is_file():
        return Register("", [])
    with private_file(paths) as con:
        keys = con.execute("select distinct entity, system, key_hash, token from register.erased_keys").fetchall()
        return Register(_salt(con), keys)


def note_erasure(paths: DataPaths, plan: Plan) -> None:
    """Enter an erasure, once: from then on no landing brings the person back."""
    with private_file(paths) as con:
        if con.execute("from register.erasures where erasure_id = ?", [plan.erasure_id]).fetchone():
            return
        salt = _salt(con)
        con.execute("begin")
        hashed = key_hash(salt, "entity", "system", "value")
        con.execute(
            f"insert into register.erased_keys select ?, entity, system, {hashed}, token from "
            "(select unnest(?::varchar[]) as entity, unnest(?::varchar[]) as system, unnest(?::varchar[]) as value, "
            "unnest(?::varchar[]) as token)",
            [plan.erasure_id, *map(list, zip(*(each.facts for each in plan.records), strict=True))],
        )
        con.execute(
            "insert into register.erasures values (?, ?, ?, ?::timestamp, ?)",
            [plan.erasure_id, plan.kind, plan.command, plan.erased_at, len(plan.records)],
        )
        con.execute("commit")


def _salt(con: duckdb.DuckDBPyConnection) -> str:
    row = con.execute("select salt from register.salt").fetchone()
    assert row is not None
    return str(row[0])
