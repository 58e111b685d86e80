"""Learned limits: the profile of each waiting load beside those of the loads before it, and the rules that compare.

Belongs here: putting profiles and limits where rules find them. Doesn't belong here: measuring (profiling.py), which
loads are compared (history.py), the width of limits (usual.py), running rules (session.py).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from expectations.history import Band, Seen, compare
from expectations.measures import LoadMeasures
from expectations.outcomes import Outcome, outcome_of_crash
from expectations.profiling import profiles
from expectations.rules import QUERY_ARGUMENT, ROW_QUERY, Rule, Severity
from ingest.contracts import Contract
from ingest.ledger import Load
from ingest.profiles import PROFILE, earlier_figures
from ingest.unusual import IMPLAUSIBLE, LIMITS, UNUSUAL

LEARNED = "learned_profile"


def learned_rules(contract: Contract) -> list[Rule]:
    """The rules of a profile: a load outside the wide limits is held, one outside the narrow ones is told."""
    return [
        _rule(contract, "profile_is_plausible", "fail", IMPLAUSIBLE, "critical"),
        _rule(contract, "profile_is_usual", "warn", UNUSUAL, "warning"),
    ]


def _rule(contract: Contract, name: str, kind: str, condition: str, severity: Severity) -> Rule:
    limits = " || ' to ' || ".join(f"coalesce(cast(p.{kind}_{side} as varchar), 'any')" for side in ("lower", "upper"))
    query = (
        "select p.measure || coalesce(' of ' || p.column_name, '') || ' is ' || p.value || ', expected ' || "
        f"{limits} as figure from {LEARNED} as p inner join {{batch}} as l on p.load_id = l.load_id where {condition}"
    )
    return Rule(
        name=name,
        type=ROW_QUERY,
        kwargs={QUERY_ARGUMENT: query},
        source=contract.source_file.name,
        notes="Accepting a load teaches that its figures are right.",
        severity=severity,
        of_loads=True,
        says=f"its figures must be like those of the last {contract.landing.learning.loads} accepted loads",
    )


@dataclass(frozen=True)
class Learned:
    """What came of comparing: a profile a load (see ingest.profiles), the rules to run on it, and what crashed."""

    profile: pa.Table
    rules: list[Rule]
    crashes: list[Outcome]


def learn(
    cursor: duckdb.DuckDBPyConnection,
    contract: Contract,
    measures: Sequence[LoadMeasures],
    loads: Sequence[Load],
    *,
    is_first: bool = False,
) -> Learned:
    """Compare the loads that wait with those before them. is_first: none of the table was ever accepted.

    The rules find the profiles under the name LEARNED on this cursor. There are none where nothing has limits yet.
    """
    rules = learned_rules(contract)
    try:
        waiting = _measured(cursor, contract, measures, loads)
        if contract.landing.learning.enabled:
            compare(contract, [] if is_first else _accepted(cursor, contract, loads), waiting)
        profile = _as_table(contract, waiting)
    except Exception as error:  # noqa: BLE001 - a check that crashes says nothing about the data, whatever it was
        personal = [column.name for column in contract.columns if column.personal]
        return Learned(PROFILE.empty_table(), [], [outcome_of_crash(rules[0], str(error), personal)])
    cursor.register(LEARNED, profile)
    return Learned(profile, rules if profile["fail_lower"].null_count < len(profile) else [], [])


def _measured(
    cursor: duckdb.DuckDBPyConnection, contract: Contract, measures: Sequence[LoadMeasures], loads: Sequence[Load]
) -> list[Seen]:
    waiting = {load.load_id: Seen(load.load_id, load.as_of_date, load.file_path) for load in loads}
    for figure in profiles(cursor, contract, measures):
        waiting[figure.load_id].values[figure.column, figure.measure] = figure.value
    return list(waiting.values())


def limits_told(profile: pa.Table, load_id: int) -> dict[str, dict[str, str | float]]:
    """The judged figures of one load with their limits, for people: `mean of amount` -> value and limits."""
    told = {}
    for row in profile.to_pylist():
        if row["load_id"] == load_id and row["fail_lower"] is not None:
            of = f" of {row['column_name']}" if row["column_name"] else ""
            told[row["measure"] + of] = {name: row[name] for name in ("value", *LIMITS)}
    return told


def _accepted(cursor: duckdb.DuckDBPyConnection, contract: Contract, loads: Sequence[Load]) -> list[Seen]:
    found: dict[int, Seen] = {}
    first_day = min(load.as_of_date for load in loads)
    for row in earlier_figures(cursor, contract, first_day).to_pylist():
        seen = found.setdefault(row["load_id"], Seen(row["load_id"], row["as_of_date"], row["file_path"]))
        seen.values[row["column_name"], row["measure"]] = row["value"]
    return list(found.values())


def _as_table(contract: Contract, loads: Collection[Seen]) -> pa.Table:
    rows = [
        (seen.load_id, *label, value, seen.bands.get(label)) for seen in loads for label, value in seen.values.items()
    ]
    columns: dict[str, list[Any]] = {
        "load_id": [row[0] for row in rows],
        "system": [contract.system] * len(rows),
        "table_name": [contract.table] * len(rows),
        "column_name": [row[1] for row in rows],
        "measure": [row[2] for row in rows],
        "value": [row[3] for row in rows],
    }
    for name in LIMITS:
        columns[name] = [_finite(row[4], name) for row in rows]
    return pa.table(columns, schema=PROFILE)


def _finite(band: Band | None, name: str) -> float | None:
    """A limit as it is kept: none where a side is open, or nothing is judged."""
    limit = math.inf if band is None else float(getattr(band, name))
    return limit if math.isfinite(limit) else None
