"""Tables that no reader could trust or understand are kept back by gate 2's audit (PROMISES 2, 17, 23)."""

from __future__ import annotations

import pytest

from tests.integration.faults import Fault, building_only, refused
from tests.integration.road import Road

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]

MODEL = "fct_wrong"
DESCRIPTION = """\
version: 2
models:
  - name: fct_wrong
    description: One row per wrong thing.
    columns: [{name: wrong_id, description: What it is.}, {name: wrong_amount, description: "How much, in EUR."}]
"""
AMOUNT = "cast(1 as decimal(18, 4)) as wrong_amount"


def _fact(road: Road, sql: str, description: str = DESCRIPTION) -> None:
    road.write(f"models/warehouse/{MODEL}.sql", sql + "\n")
    road.write("models/warehouse/_wrong__models.yml", description)


FAULTS = [
    Fault(
        "undocumented column",
        lambda road: _fact(road, f"select 'A' as wrong_id, {AMOUNT}, 1 as secret_count"),
        ("warehouse.fct_wrong.secret_count: has no comment", "_models.yml"),
    ),
    Fault(
        "inexact number",
        lambda road: _fact(road, f"select cast(0.1 as double) as wrong_id, {AMOUNT}"),
        ("warehouse.fct_wrong.wrong_id: DOUBLE can't hold exact values", "decimal"),
    ),
    Fault(
        "infinite day",
        lambda road: _fact(road, f"select date 'infinity' as wrong_id, {AMOUNT}"),
        ("warehouse.fct_wrong.wrong_id: 1 rows are infinite", "leave an open end null"),
    ),
    Fault(
        "view",
        lambda road: _fact(road, f"{{{{ config(materialized='view') }}}} select 'A' as wrong_id, {AMOUNT}"),
        ("warehouse.fct_wrong: is a view", "materialise it as a table"),
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_table_that_may_not_be_published_stops_the_refresh(
    trading: Road, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    building_only(monkeypatch, MODEL, "dim_company", "capability_catalogue")
    result = refused(trading, fault)
    print(result.stderr)
    assert "gate 2 stopped the refresh; the published version stays" in result.stderr
    assert result.stderr.count("fct_wrong") >= 1
