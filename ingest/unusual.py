"""Which figures of accepted loads are unusual, as `whale status` and `whale refresh` tell them.

Belongs here: what is read in a moment, without Arrow. Doesn't belong here: writing figures (profiles.py), limits
(expectations).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import duckdb

LIMITS = ("warn_lower", "warn_upper", "fail_lower", "fail_upper")
# A side without a limit is NULL.
_OTHERWISE = "(try_cast(value as double) < {kind}_lower or try_cast(value as double) > {kind}_upper)"
UNUSUAL = _OTHERWISE.format(kind="warn")
IMPLAUSIBLE = _OTHERWISE.format(kind="fail")

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


def unusual_figures(con: duckdb.DuckDBPyConnection) -> list[UnusualFigure]:
    """What the newest accepted load of each table has that the loads before it hadn't."""
    is_kept = "select 1 from duckdb_tables() where schema_name = 'load_ledger' and table_name = 'profiles'"
    if con.execute(is_kept).fetchone() is None:  # read as an older version left it
        return []
    return [UnusualFigure(*row) for row in con.execute(_UNUSUAL).fetchall()]
