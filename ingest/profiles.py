"""The figures of loads in the load ledger: what each load looked like, and between which limits it was expected.

Belongs here: writing them, reading those of earlier loads. Doesn't belong here: measuring and limits (expectations),
telling which are unusual (unusual.py).
"""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa

from ingest.contract import Contract
from ingest.unusual import LIMITS

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
