"""Finding a person: which records of which systems are theirs, and which texts only they have.

Belongs here: from what was asked for to a plan. Doesn't belong here: changing anything.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from ingest.contracts import Contract
from ingest.privacy.mentions import Mentions, Providers, mentions_of, obstacles, providers
from ingest.privacy.plan import Member, Plan, Record
from ingest.privacy.taking_out import VALUES, create_values, personal_texts, shown_token
from ingest.sql import identifier, literal
from ingest.store import RawStore
from settings.errors import ConfigurationError, Problem, WhaleError

_SHORTEST_STRING = 4
_MOST_RECORDS = 999
BridgeRow = tuple[str, str, str, str]
"""entity, source system, source id, golden id: as warehouse.bridge_member_sources has it."""
Identity = tuple[str, str, str]
"""entity, system, number"""


@dataclass(frozen=True)
class Request:
    """entity: whose number it is; number: as readers see it, or as `system:number`."""

    entity: str
    number: str

    @property
    def text(self) -> str:
        """As people say it: customer 17."""
        return f"{self.entity.removesuffix('s')} {self.number}"


class Known:
    """What is known of persons: the contracts' mentions, who numbers whom, and the crosswalk as last published."""

    def __init__(self, store: RawStore, contracts: Iterable[Contract], bridge: list[BridgeRow]) -> None:
        self.con, self.bridge = store.con, bridge
        contracts = list(contracts)
        landed = {(load.system, load.table_name) for load in store.loads() if load.loaded_count}
        self.who: Providers = providers(contracts, landed)
        self.tables = [mentions_of(each, self.who) for each in contracts if _is_there(store.con, each)]

    def golden(self, record: Identity) -> str:
        """The number of a record in the published file."""
        entity, system, value = record
        found = [row[3] for row in self.bridge if row[:3] == record]
        systems = self.who[entity]
        return found[0] if found else value if systems[:1] == [system] or not systems else f"{system}:{value}"

    def identities(self, request: Request) -> list[Identity]:
        """The records of a member, the leading one first. WhaleError when no table knows the number."""
        entity, number = request.entity, request.number
        goldens = {row[3] for row in self.bridge if row[0] == entity and f"{row[1]}:{row[2]}" == number}
        goldens |= {number}
        found = [row[:3] for row in self.bridge if row[0] == entity and row[3] in goldens]
        system, colon, rest = number.partition(":")
        if not found and colon and system in self.who[entity]:
            found = [(entity, system, rest)]
        if not found and self.who[entity]:
            found = [(entity, self.who[entity][0], number)]
        ranks = {system: rank for rank, system in enumerate(self.who[entity])}
        found = [each for each in found if self._occurs(each)]
        if not found:
            raise WhaleError(
                f"no record of {request.text} was found; give the number as the published tables show it, "
                f"or as SYSTEM:NUMBER (systems that number {entity}: {', '.join(self.who[entity]) or 'none'})"
            )
        return sorted(found, key=lambda each: (ranks.get(each[1], len(ranks)), each[2]))

    def leads_of(self, records: list[Identity]) -> list[Identity]:
        """The leads that became one of these members."""
        found: list[Identity] = []
        for table in self.tables:
            if table.own is None or table.own.entity != "leads":
                continue
            own = identifier(table.own.column.name)
            for mention in table.emptied_by:
                values = [
                    value for entity, system, value in records if (entity, system) == (mention.entity, mention.owner)
                ]
                for schema in (table.contract.raw_schema, table.contract.pending_schema):
                    query = f"select distinct cast({own} as varchar) from {identifier(schema, table.contract.table)} "
                    query += f"where list_contains(?::varchar[], cast({identifier(mention.column.name)} as varchar))"
                    found += [
                        ("leads", table.own.owner, row[0]) for row in self.con.execute(query, [values]).fetchall()
                    ]
        return list(dict.fromkeys(found))

    def _occurs(self, record: Identity) -> bool:
        entity, system, value = record
        for table in self.tables:
            for mention in table.columns:
                if (mention.entity, mention.owner) == (entity, system):
                    for schema in (table.contract.raw_schema, table.contract.pending_schema):
                        query = f"from {identifier(schema, table.contract.table)} "
                        query += f"where cast({identifier(mention.column.name)} as varchar) = ? limit 1"
                        if self.con.execute(query, [value]).fetchone():
                            return True
        return False


def make_plan(known: Known, requests: list[Request], kind: str, now: datetime | None = None) -> Plan:
    """Whom to take out, and what takes the place of their numbers.

    ConfigurationError when a contract leaves no place for that; WhaleError when nobody is found.
    """
    _refuse_obstacles(known)
    records: list[Record] = []
    for request in requests:
        own = known.identities(request)
        own += [each for each in known.leads_of(own) if each not in own]
        person = str(secrets.randbelow(9 * 10**14) + 10**14)
        records += [_record(known, each, f"{person}{number + 1:03}") for number, each in enumerate(own[:_MOST_RECORDS])]
    return plan_of(known, records, kind, ", ".join(each.text for each in requests), now or datetime.now(UTC))


def plan_of(known: Known, records: list[Record], kind: str, request: str, now: datetime) -> Plan:
    """The plan that takes out these records."""
    members = _members(known, records)
    return Plan(
        erasure_id=secrets.token_hex(8),
        kind=kind,
        request=request,
        command=f"whale erase: {', '.join(dict.fromkeys(each.token for each in members))}",
        erased_at=now.replace(tzinfo=None).isoformat(timespec="seconds"),
        records=tuple(records),
        members=tuple(members),
        strings=tuple(own_strings(known, records)),
    )


def _refuse_obstacles(known: Known) -> None:
    problems = [(table, line) for table in known.tables for line in obstacles(table)]
    if problems:
        raise ConfigurationError(Problem(table.contract.source_file, "", None, line) for table, line in problems)


def fill_values(con: duckdb.DuckDBPyConnection, records: Iterable[Record]) -> None:
    """The temp table erased_values with the numbers of these records."""
    create_values(con)
    con.executemany(f"insert into {VALUES} values (?, ?, ?, ?)", [list(each.facts) for each in records])


def own_strings(known: Known, records: list[Record]) -> list[str]:
    """The texts of the personal columns of the records themselves, all versions; very short ones say nothing."""
    fill_values(known.con, records)
    queries = [
        query
        for table in known.tables
        for schema in (table.contract.raw_schema, table.contract.pending_schema)
        for query in personal_texts(identifier(schema, table.contract.table), table, only_own=True)
    ]
    if not queries:
        return []
    text = (
        f"select distinct trim(value) from ({' union all '.join(queries)}) where length(trim(value)) >= ? order by all"
    )
    return [row[0] for row in known.con.execute(text, [_SHORTEST_STRING]).fetchall()]


def _members(known: Known, records: list[Record]) -> list[Member]:
    """Published numbers: those of the leading records, and of every record that is published under its own."""
    found: dict[tuple[str, str], Member] = {}
    for record in records:
        number = known.golden((record.entity, record.system, record.value))
        prefix = f"{record.system}:" if number == f"{record.system}:{record.value}" else ""
        found.setdefault((record.entity, number), Member(record.entity, number, prefix + record.shown))
    return list(found.values())


def _record(known: Known, identity: Identity, token: str) -> Record:
    entity, system, value = identity
    kinds = [
        table.own.column.kind
        for table in known.tables
        if table.own is not None and (table.own.entity, table.own.owner) == (entity, system)
    ]
    return Record(entity, system, value, token, shown_token(kinds[0] if kinds else "varchar", token))


def _is_there(con: duckdb.DuckDBPyConnection, contract: Contract) -> bool:
    query = f"from duckdb_tables() where schema_name = {literal(contract.raw_schema)} and table_name = ? limit 1"
    return con.execute(query, [contract.table]).fetchone() is not None


def mentioned_rows(known: Known, records: Iterable[Record]) -> dict[str, int]:
    """How many rows of each table, accepted and waiting, would be changed."""
    fill_values(known.con, records)
    found: dict[str, int] = {}
    for table in known.tables:
        for schema in (table.contract.raw_schema, table.contract.pending_schema):
            if count := _count(known.con, identifier(schema, table.contract.table), table):
                found[f"{schema}.{table.contract.table}"] = count
    return found


def _count(con: duckdb.DuckDBPyConnection, table: str, mentions: Mentions) -> int:
    conditions = " or ".join(
        f"cast({identifier(each.column.name)} as varchar) in (select value from {VALUES} "
        f"where entity = {literal(each.entity)} and system = {literal(each.owner)})"
        for each in mentions.columns
    )
    row = con.execute(f"select count(*) from {table} where {conditions}").fetchone() if conditions else None
    return int(row[0]) if row else 0
