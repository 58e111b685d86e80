"""Moving the rows of one table from pending to raw.

Belongs here: what both ways of keeping versions share. Doesn't belong here: which versions hold when (intervals.py,
supersession.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ingest.ledger import Load
from ingest.sql import identifier, literal


@dataclass(frozen=True)
class RawTable:
    """A raw table and its pending twin. key: its key columns."""

    con: duckdb.DuckDBPyConnection
    system: str
    name: str
    key: list[str]

    @property
    def raw(self) -> str:
        """SQL name of the accepted rows."""
        return identifier(f"raw_{self.system}", self.name)

    @property
    def pending(self) -> str:
        """SQL name of the rows not accepted yet."""
        return identifier(f"pending_{self.system}", self.name)

    @property
    def keys(self) -> str:
        """The key columns as SQL."""
        return ", ".join(identifier(name) for name in self.key)

    def as_landed(self, load: Load) -> str:
        """SQL that gives a row back the bookkeeping of the load it came with."""
        as_of = f"cast({literal(load.as_of_date.isoformat())} as date)"
        return (
            f"{load.load_id} as _from_load_id, {as_of} as _from_as_of_date, "
            "cast(null as bigint) as _to_load_id, cast(null as date) as _to_as_of_date"
        )

    def is_empty(self) -> bool:
        """Whether nothing was ever accepted."""
        return self.con.execute(f"select 1 from {self.raw} limit 1").fetchone() is None

    def take_pending(self, condition: str = "true") -> None:
        """Copy pending rows p that fulfil a condition into raw."""
        self.con.execute(f"insert into {self.raw} by name select p.* from {self.pending} as p where {condition}")

    def clear_pending(self, loads: list[Load]) -> None:
        """Remove the rows of loads from pending."""
        self.con.execute(f"delete from {self.pending} where _from_load_id in ({id_list(loads)})")


def id_list(loads: list[Load]) -> str:
    """The numbers of loads for `in (…)`; an impossible number when there are none."""
    return ", ".join(str(load.load_id) for load in loads) or "-1"


def in_order(loads: list[Load]) -> list[Load]:
    """Loads by the day on which they held; on the same day the one landed later is the later one."""
    return sorted(loads, key=lambda load: (load.as_of_date, load.load_id))
