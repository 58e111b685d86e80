"""The figures of loads in the load ledger: what each load looked like, and between which limits it was expected.

Belongs here: writing them, reading those of earlier loads, telling which are unusual. Doesn't belong here: measuring
and limits (expectations).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from ingest.contract import Contract

LIMITS = ("warn_lower", "warn_upper", "fail_lower", "fail_upper")
PROFILE = pa.schema(
    [
        ("load_id", pa.int64()),
        ("system", pa.string()),
        ("table_name", pa.string()),
        ("column_name", pa.string()),
        ("measure", pa.string()),
        ("value", pa.string()),
        *((name, pa.float64()) for name in LIMITS),
    ]
)
# A side without a limit is NULL.
_OTHERWISE = "(try_cast(value as double) < {kind}_lower or try_cast(value as double) > {kind}_upper)"
UNUSUAL = _OTHERWISE.format(kind="warn")
IMPLAUSIBLE = _OTHERWISE.format(kind="fail")

_EARLIER = """
with figures as (
    select load_id, column_name, measure, value,
    from load_ledger.profiles
    where system = $system and table_name = $table
),
accepted as (
    select load_id, as_of_date, file_path,
    from load_ledger.loads
    where system = $system and table_name = $table and load_mode = $mode and status = 'accepted'
        and load_id in (select load_id from figures)
    qualify as_of_date >= $day
        or row_number() over (partition by as_of_date < $day order by as_of_date desc, load_id desc) <= $count
)
select a.load_id, a.as_of_date, a.file_path, f.column_name, f.measure, f.value,
from accepted as a
inner join figures as f on a.load_id = f.load_id
"""

# Of each table the newest load that was accepted: what is no longer the newest was seen, or is history.
_UNUSUAL = f"""
with newest as (
    select load_id, system, table_name, file_path,
    from load_ledger.loads
    where status = 'accepted'
    qualify row_number() over (partition by system, table_name order by as_of_date desc, load_id desc) = 1
)
select n.load_id, n.system, n.table_name, n.file_path, p.column_name, p.measure, p.value, p.warn_lower, p.warn_upper,
from newest as n
inner join load_ledger.profiles as p on n.load_id = p.load_id
where {UNUSUAL}
order by n.load_id, p.column_name nulls first, p.measure
"""


@dataclass(frozen=True)
class UnusualFigure:
    """A figure of an accepted load outside the limits within which nothing is told."""

    load_id: int
    system: str
    table_name: str
    file_path: str
    column_name: str | None
    measure: str
    value: str
    lower: float | None
    upper: float | None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        of = f" of {self.column_name}" if self.column_name else ""
        return (
            f"load {self.load_id} ({self.system}.{self.table_name} from {self.file_path}): {self.measure}{of} is "
            f"{self.value}, usually {_side(self.lower)} to {_side(self.upper)}"
        )


def _side(limit: float | None) -> str:
    return "any" if limit is None else f"{limit:g}"


def keep_profile(con: duckdb.DuckDBPyConnection, profile: pa.Table, judged_before: list[int]) -> None:
    """Write the figures of loads; those of loads that were judged before go."""
    if judged_before:
        con.execute("delete from load_ledger.profiles where load_id in (select unnest(?::bigint[]))", [judged_before])
    con.register("arrow_profile", profile)
    con.execute("insert into load_ledger.profiles by name select * from arrow_profile")
    con.unregister("arrow_profile")


def tables_with_loads(con: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """System and table of everything of which a load was accepted."""
    query = "select distinct system, table_name from load_ledger.loads where status = 'accepted'"
    return {(system, table) for system, table in con.execute(query).fetchall()}


def earlier_figures(con: duckdb.DuckDBPyConnection, contract: Contract, day: date) -> pa.Table:
    """The figures of a table's accepted loads of the same mode: all since that day, and as many before as count."""
    names = {"system": contract.system, "table": contract.table, "mode": contract.landing.load_mode}
    return con.execute(_EARLIER, names | {"day": day, "count": contract.landing.learning.loads}).to_arrow_table()


def unusual_figures(con: duckdb.DuckDBPyConnection) -> list[UnusualFigure]:
    """What the newest accepted load of each table has that the loads before it hadn't."""
    is_kept = "select 1 from duckdb_tables() where schema_name = 'load_ledger' and table_name = 'profiles'"
    if con.execute(is_kept).fetchone() is None:  # read as an older version left it
        return []
    return [UnusualFigure(*row) for row in con.execute(_UNUSUAL).fetchall()]
