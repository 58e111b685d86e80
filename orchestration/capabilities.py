"""The catalogue of questions that the warehouse answers, as the built file has it.

Belongs here: reading meta.capability_catalogue, which dbt builds from the reviewed list. Doesn't belong here: whether a
mart has rows (serving.meta looks at that).
"""

from __future__ import annotations

import duckdb

from serving.meta import Capability


def read_capabilities(con: duckdb.DuckDBPyConnection, database: str) -> list[Capability]:
    """Every pair of a capability and a mart that serves it."""
    query = f"select capability_id, title, mart_name from {database}.meta.capability_catalogue order by all"
    return [Capability(*row) for row in con.execute(query).fetchall()]
