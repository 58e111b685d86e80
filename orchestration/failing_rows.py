"""The first rows that a failed dbt test found, to be told with its name.

Belongs here: asking the build files once dbt has let go of them, and hiding what is personal. Doesn't belong here:
which tests failed (dbt_run.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import duckdb

from ingest.contracts import Contract, standard_entities
from settings.paths import DataPaths

ROW_COUNT = 5
HIDDEN = "…"
_LONGEST_VALUE = 60


def personal_columns(contracts: Iterable[Contract]) -> set[str]:
    """Names, in lower case, under which personal data may stand: those of the contracts and of the standard."""
    every = [*contracts, *standard_entities().values()]
    return {column.name.lower() for contract in every for column in contract.columns if column.personal}


def failing_rows(paths: DataPaths, sql: str, hidden: Collection[str], *, is_hidden: bool = False) -> list[str]:
    """At most five rows of a test's compiled SQL as `column=value` pairs; none when it can't be asked again.

    hidden: columns whose values are told as "…"; is_hidden: all of them are, for the test is about a personal column.
    """
    files = {"work": paths.work_file, "whalecurve": paths.candidate_file, "landed": paths.raw_file}
    try:
        with duckdb.connect() as con:
            for name, file in files.items():
                if file.is_file():
                    con.execute(f"attach '{file}' as {name} (read_only)")
            con.execute("set TimeZone = 'UTC'")
            found = con.execute(f"select * from ({sql}\n) as failing limit {ROW_COUNT}")  # a comment may end it
            names = [str(column[0]) for column in found.description or ()]
            secret = {name for name in names if is_hidden or name.lower() in hidden}
            return [_pairs(names, row, secret) for row in found.fetchall()]
    except duckdb.Error:
        return []


def _pairs(names: list[str], row: tuple[Any, ...], secret: Collection[str]) -> str:
    return ", ".join(
        f"{name}={HIDDEN if name in secret else _shown(value)}" for name, value in zip(names, row, strict=True)
    )


def _shown(value: Any) -> str:
    text = "NULL" if value is None else " ".join(str(value).split())
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + HIDDEN
