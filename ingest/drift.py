"""Drift: how the columns of a file differ from the contract and from the file before it, noted so that it is found.

Belongs here: comparing headers, the policies of the contract, the ledger's tables of headers and drift. Doesn't belong
here: finding columns in a header (headers.py), or values that changed (quarantine, gate 1).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ingest.contracts import Contract
from ingest.ledger import Load
from ingest.problems import FileRefused

_LONGEST_DETAIL = 1000
_MENDS = {
    "renamed": "export it under its old name, or declare `on_renamed_column: record`",
    "moved": "export the columns in their old order, or declare `on_moved_column: record`",
}


@dataclass(frozen=True)
class Change:
    """One difference.

    kind: added (the contract doesn't know the column), missing, returned, renamed, moved; column: None for moved, which
    is told of the whole header.
    """

    kind: str
    column: str | None
    detail: str


def changes_of(contract: Contract, header: list[str], before: list[str] | None) -> list[Change]:
    """What is new in a file's header. before: that of the file before it, None for the first file of a table."""
    known, known_before = _known(contract, header), _known(contract, before or [])
    expected = known_before if before is not None else {c.name: "" for c in contract.columns if not c.optional}
    unknown = [name for name in header if name and name not in known.values() and name not in (before or [])]
    found = [Change("added", name, "the contract doesn't know it; its values aren't loaded") for name in unknown]
    found += [Change("missing", name, "the file lacks it; it is empty") for name in expected if name not in known]
    if before is None:
        return found
    both = [name for name in known if name in known_before]
    found += [Change("returned", name, "the file before lacked it") for name in known if name not in known_before]
    found += [
        Change("renamed", name, f"{known_before[name]} is now {known[name]}")
        for name in both
        if known[name] != known_before[name]
    ]
    if both != (was := [name for name in known_before if name in known]):
        found.append(Change("moved", None, f"the order was {', '.join(was)}, now it is {', '.join(both)}"))
    return found


def _known(contract: Contract, header: list[str]) -> dict[str, str]:
    """The contract's columns in the order of a header, each with its name there."""
    by_header = {name: column.name for column in contract.columns for name in column.headers}
    return {by_header[name]: name for name in header if name in by_header}


class DriftLog:
    """What a landing notes about headers. All of it is written at once, when the landing is stored."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._headers: list[tuple[Load, list[str]]] = []
        self._changes: list[tuple[Load, str, Change]] = []
        self._of_place: dict[tuple[str, ...], list[str]] = {}
        self._of_table: dict[tuple[str, ...], list[str]] = {}

    def compare(self, load: Load, contract: Contract, header: list[str], older: list[int]) -> list[Change]:
        """The changes of a new load; older: earlier loads of its place. FileRefused where the contract refuses one."""
        changes = changes_of(contract, header, self._before(load, older)) if header else []
        for change in changes:
            if policy_of(contract, change.kind) == "refuse" and change.kind in _MENDS:
                what = f"has the column {change.column}" if change.column else "has its columns"
                raise FileRefused(f"{what} {change.kind}: {change.detail}; {_MENDS[change.kind]}")
        return changes

    def keep(self, load: Load, contract: Contract, header: list[str], changes: list[Change]) -> None:
        """Note a load that was taken in."""
        if header:
            self._headers.append((load, header))
            self._of_place[load.place] = self._of_table[load.place[:2]] = header
        for change in changes:
            # What would be refused and yet is here is an optional column that is missing.
            policy = policy_of(contract, change.kind)
            self._changes.append((load, "record" if policy == "refuse" else policy, change))

    def write(self) -> None:
        """Write the notes into the load ledger."""
        headers = [[load.load_id for load, _ in self._headers], [header for _, header in self._headers]]
        self._con.execute("insert into load_ledger.headers select unnest(?::bigint[]), unnest(?::varchar[][])", headers)
        texts = ", ".join("unnest(?::varchar[])" for _ in range(7))
        rows = [
            (load.load_id, *load.place, change.column, change.kind, policy, change.detail[:_LONGEST_DETAIL])
            for load, policy, change in self._changes
        ]
        if rows:
            columns = [list(values) for values in zip(*rows, strict=True)]
            self._con.execute(f"insert into load_ledger.drift select unnest(?::bigint[]), {texts}", columns)

    def _before(self, load: Load, older: list[int]) -> list[str] | None:
        """The header of the same place's last content, else of the table's last file."""
        if load.place in self._of_place:
            return self._of_place[load.place]
        of_place = self._newest("load_id in (select unnest(?::bigint[]))", [older]) if older else None
        table = load.place[:2]
        if of_place is None and table not in self._of_table:
            of_table = self._newest(
                "load_id in (select load_id from load_ledger.loads where system = ? and table_name = ?)", list(table)
            )
            if of_table is not None:
                self._of_table[table] = of_table
        return of_place if of_place is not None else self._of_table.get(table)

    def _newest(self, where: str, values: list[object]) -> list[str] | None:
        row = self._con.execute(
            f"select headers from load_ledger.headers where {where} order by load_id desc limit 1", values
        ).fetchone()
        return row[0] if row else None


def policy_of(contract: Contract, kind: str) -> str:
    """What the contract says to a kind of drift: record, warn or refuse; what it says nothing of is recorded."""
    landing = contract.landing
    policies = {
        "added": landing.on_added_column,
        "missing": landing.on_missing_column,
        "renamed": landing.on_renamed_column,
        "moved": landing.on_moved_column,
    }
    return str(policies.get(kind, "record"))
