"""Models that can't be built or break a test of theirs: nothing of the build is published (PROMISES 2)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration import dbt_folder
from tests.integration.faults import Fault, building_only, refused
from tests.integration.road import Road

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]

MODEL = "mart_wrong"
GOOD = "select cast('A' as varchar) as wrong_id, cast('shipped' as varchar) as status, md5('UNKNOWN') as customer_key"
DESCRIPTION = """\
version: 2
models:
  - name: mart_wrong
    description: One row per wrong thing.
    data_tests:
      - one_row_per: {arguments: {columns: [wrong_id]}}
      - keys_resolve: {arguments: {keys: {customer_key: dim_customers}}}
    columns:
      - {name: wrong_id, data_type: varchar, description: What it is.}
      - name: status
        data_type: varchar
        description: How it is.
        data_tests: [{accepted_values: {arguments: {values: [open, shipped]}}}]
      - {name: customer_key, data_type: varchar, description: Whose it is.}
"""


def _model(road: Road, sql: str) -> None:
    road.write(f"models/marts/{MODEL}.sql", sql + "\n")
    road.write("models/marts/_wrong__models.yml", DESCRIPTION)


TESTS = [
    Fault(
        "key",
        lambda road: _model(road, f"{GOOD} union all {GOOD}"),
        ("test one_row_per_mart_wrong", "1 rows break it, such as wrong_id=A"),
    ),
    Fault(
        "accepted value",
        lambda road: _model(road, GOOD.replace("'shipped'", "'eaten'")),
        ("test accepted_values_mart_wrong_status", "1 rows break it"),
    ),
    Fault(
        "relationship",
        lambda road: _model(road, GOOD.replace("'UNKNOWN'", "'nobody'")),
        ("test keys_resolve_mart_wrong", "dim_customers: 1 rows break it"),
    ),
]
ERRORS = [
    Fault(
        "model that fails",
        lambda road: _model(road, GOOD.replace("'A'", "cast(cast('x' as integer) as varchar)")),
        (f"model {MODEL}", f"models/marts/{MODEL}.sql", "Could not convert string 'x'"),
        exit_code=1,
    ),
    Fault(
        "type against the contract",
        lambda road: _model(road, GOOD.replace("cast('A' as varchar)", "1")),
        (f"model {MODEL}", "wrong_id", "contract"),
        exit_code=1,
    ),
    Fault(
        "reference to nothing",
        lambda road: _model(road, "select * from {{ ref('fct_nothing') }}"),
        (MODEL, "fct_nothing"),
        exit_code=1,
    ),
]


@pytest.mark.parametrize("fault", TESTS, ids=str)
def test_a_failed_test_of_the_warehouse_stops_the_refresh(
    trading: Road, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    building_only(monkeypatch, MODEL, "dim_customers")
    result = refused(trading, fault)
    print(result.stderr)
    assert "a test of the warehouse failed; the published version stays" in result.stderr


@pytest.mark.parametrize("fault", ERRORS, ids=str)
def test_a_model_that_cannot_be_built_stops_the_refresh(
    trading: Road, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    building_only(monkeypatch, MODEL)
    result = refused(trading, fault)
    print(result.stderr)
    assert "the build failed; the published version stays" in result.stderr


def test_a_failed_singular_test_stops_the_refresh(
    trading: Road, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shared = shutil.copytree(dbt_folder.SHARED_PROJECT, tmp_path / "dbt_project")
    (shared / "tests/assert_nobody_owes.sql").write_text("select * from {{ ref('dim_company') }}\n", encoding="utf-8")
    monkeypatch.setattr(dbt_folder, "SHARED_PROJECT", shared)
    building_only(monkeypatch, "dim_company")
    touch = Fault(
        "singular", lambda road: road.write("models/none.md", ""), ("test assert_nobody_owes: 1 rows break it",)
    )
    result = refused(trading, touch)
    assert "a test of the warehouse failed; the published version stays" in result.stderr


def test_the_company_is_published_again_when_the_model_is_mended(
    trading: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    building_only(monkeypatch, MODEL, "dim_company", "capability_catalogue")
    refused(trading, TESTS[0])
    _model(trading, GOOD)
    result = trading.whale("refresh")
    assert result.exit_code == 0, result.stderr
    assert trading.rows("from mart_wrong select wrong_id, status") == [("A", "shipped")]
