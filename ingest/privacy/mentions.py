"""Which columns say who a row is about: a person's own number, or a reference to it.

Belongs here: what contracts tell of that. Doesn't belong here: any row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ingest.contracts import Column, Contract

PARTIES = ("customers", "contacts", "employees", "leads")
"""The entities whose members may be persons."""

_BECOMES = {"leads": ("customers", "contacts")}
_WHOLE_KINDS = ("varchar", "bigint", "decimal")
Providers = dict[str, list[str]]
"""Entity -> the systems that number its members, highest-ranking first."""


@dataclass(frozen=True)
class Mention:
    """A column that holds a member's number. owner: the system whose number it is."""

    column: Column
    entity: str
    owner: str


@dataclass(frozen=True)
class Mentions:
    """What a table says of parties. own: the key, when each row is one member."""

    contract: Contract
    columns: tuple[Mention, ...]
    own: Mention | None

    @property
    def personal(self) -> list[Column]:
        """Personal columns that aren't numbers of a member."""
        numbers = {mention.column.name for mention in self.columns}
        return [column for column in self.contract.columns if column.personal and column.name not in numbers]

    @property
    def emptied_by(self) -> tuple[Mention, ...]:
        """The mentions of a person that empty a row's personal columns.

        A row about a member loses them only when it is that member's, or a lead that became it: a seller's departure
        doesn't take away the names of customers. A row about anything else loses them whoever is mentioned.
        """
        if self.own is None:
            return self.columns
        became = _BECOMES.get(self.own.entity, ())
        return tuple(each for each in self.columns if each is self.own or each.entity in became)


def providers(contracts: Iterable[Contract], landed: Collection[tuple[str, str]]) -> Providers:
    """Who numbers the members of each entity. landed: (system, table) of which anything was ever landed."""
    found: Providers = {entity: [] for entity in PARTIES}
    for contract in contracts:
        entity = _own_entity(contract)
        if entity and (contract.system, contract.table) in landed and contract.system not in found[entity]:
            found[entity].append(contract.system)
    return found


def mentions_of(contract: Contract, who: Providers) -> Mentions:
    """The columns of a contract that say whom a row is about."""
    own_entity = _own_entity(contract)
    found = []
    own = None
    for column in contract.columns:
        is_own = own_entity is not None and contract.key == [column.name]
        entity = own_entity if is_own else column.references
        if entity in PARTIES and entity is not None:
            mention = Mention(column, entity, _owner(contract.system, entity, who))
            found.append(mention)
            own = mention if is_own else own
    return Mentions(contract, tuple(found), own)


def obstacles(mentions: Mentions) -> list[str]:
    """Why a person can't be taken out of a table, in words for whoever mends the contract."""
    name = mentions.contract.name
    found = [
        f"{name}.{each.column.name} holds numbers of {each.entity} as {each.column.data_type}; nothing can take a "
        "number's place there: make it varchar or bigint in the contract"
        for each in mentions.columns
        if each.column.kind not in _WHOLE_KINDS
    ]
    return found + [
        f"{name}.{column.name} is personal and required, but no text; allow it to be empty in the contract"
        for column in mentions.personal
        if mentions.columns and not column.nullable and (column.kind != "varchar" or column.allowed)
    ]


def _own_entity(contract: Contract) -> str | None:
    """The entity whose member each row is: the standard one, or what the only key column of a foreign table is."""
    if contract.entity is not None:
        return contract.entity if contract.entity in PARTIES else None
    if len(contract.key) != 1:
        return None
    target = contract.column(contract.key[0]).references
    return target if target in PARTIES else None


def _owner(system: str, entity: str, who: Providers) -> str:
    """A system that doesn't number an entity refers to the highest-ranking system's numbers."""
    return system if system in who[entity] or not who[entity] else who[entity][0]
