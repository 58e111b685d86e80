"""At landing: persons of the register are known again by their numbers, and taken out before anything is stored.

Belongs here: rows of a file and what quarantine would keep of it. Doesn't belong here: the register itself, or raw rows
that were landed before an erasure (raw_file.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import duckdb

from ingest.contracts import Contract
from ingest.privacy.mentions import Mentions, mentions_of, providers
from ingest.privacy.register import Register, key_hash
from ingest.privacy.taking_out import VALUES, create_values, take_out
from ingest.quarantine import QUARANTINE
from ingest.sql import identifier, literal

_REGISTERED = "registered_keys"
_PIECES = "registered_pieces"
WITHHELD = "its text is withheld: the record is of a person who was erased"


class Suppression:
    """The register at work on one landing. landed: (system, table) of which anything was ever landed."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        register: Register,
        contracts: Iterable[Contract],
        landed: Collection[tuple[str, str]],
    ) -> None:
        self.con, self.register = con, register
        self.who = providers(contracts, landed)
        self.counts: dict[int, int] = {}
        self.entities = {entity for entity, _, _, _ in register.keys}
        if register.keys:
            con.execute(
                f"create or replace temp table {_REGISTERED} "
                "(entity varchar, system varchar, key_hash varchar, token varchar)"
            )
            con.executemany(f"insert into {_REGISTERED} values (?, ?, ?, ?)", [list(each) for each in register.keys])

    def of_file(self, contract: Contract, typed: str, load_id: int) -> None:
        """Take the persons out of a file's typed rows and quarantined records."""
        mentions = mentions_of(contract, self.who)
        if not any(each.entity == entity for each in mentions.columns for entity in self.entities):
            return
        self.recognise(identifier(typed), mentions)
        count = take_out(self.con, identifier(typed), mentions)
        self.counts[load_id] = count + self._clean_quarantine(contract, mentions, load_id)

    def note_counts(self) -> None:
        """Enter in the load ledger how many records of each load held an erased person."""
        for load_id, count in self.counts.items():
            if count:
                self.con.execute("insert into load_ledger.erased_records values (?, ?)", [load_id, count])

    def recognise(self, typed: str, mentions: Mentions) -> None:
        """Fill erased_values with the numbers in a table that the register knows."""
        create_values(self.con)
        for mention in mentions.columns:
            column = identifier(mention.column.name)
            values = f"select distinct cast({column} as varchar) as value from {typed} where {column} is not null"
            self.con.execute(f"insert into {VALUES} {self._known(values, mention.entity)}")

    def _known(self, values: str, entity: str) -> str:
        """SQL of the rows of erased_values for the numbers of a query, whichever system they are of."""
        hashed = key_hash(self.register.salt, "s.entity", "s.system", "v.value")
        return (
            f"select distinct r.entity, r.system, v.value, r.token from ({values}) as v "
            f"cross join (select distinct entity, system from {_REGISTERED} where entity = {literal(entity)}) as s "
            f"inner join {_REGISTERED} as r on r.entity = s.entity and r.system = s.system and r.key_hash = {hashed} "
            f"except select * from {VALUES}"
        )

    def _clean_quarantine(self, contract: Contract, mentions: Mentions, load_id: int) -> int:
        """A faulty record of an erased person keeps its place and its reason, and nothing else."""
        self.con.execute(f"create or replace temp table {_PIECES} as {_pieces(contract, load_id)}")
        for entity in dict.fromkeys(mention.entity for mention in mentions.columns):
            self.con.execute(f"insert into {VALUES} {self._known(f'select distinct value from {_PIECES}', entity)}")
        owners = " or ".join(
            f"(e.entity = {literal(each.entity)} and e.system = {literal(each.owner)})" for each in mentions.columns
        )
        row = self.con.execute(
            f"update {QUARANTINE} set value = null, raw_text = null, message = {literal(WITHHELD)} "
            f"where load_id = {load_id} and record_number in (select p.record_number from {_PIECES} as p "
            f"inner join {VALUES} as e on p.value = e.value where {owners})"
        ).fetchone()
        self.con.execute(f"drop table {_PIECES}")
        return int(row[0]) if row else 0


def _pieces(contract: Contract, load_id: int) -> str:
    """SQL of whatever may be a number in the texts of faulty records: fields, words, and what stands in quotes."""
    separator = literal(contract.landing.separator)
    fields = f"string_split(raw_text, {separator})"
    words = "regexp_split_to_array(raw_text, '[^\\p{L}\\p{N}_]+')"
    quoted = "regexp_split_to_array(raw_text, '[\"''{}\\[\\]:,;|\\t=]+')"
    return (
        "select distinct record_number, trim(piece, ' \"''') as value from ("
        f"select record_number, unnest({fields} || {words} || {quoted} || [value]) as piece "
        f"from {QUARANTINE} where load_id = {load_id} and raw_text is not null) where piece <> ''"
    )
