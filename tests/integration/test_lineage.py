"""Dagster's view of a built company: every table an asset, one lineage from file to version, blocking checks."""

from __future__ import annotations

import dagster as dg
import pytest

from ingest.contracts import load_contracts
from orchestration.assets import GATE_1, GATE_2, PUBLISHED, TESTS, raw_key
from orchestration.company_definitions import build_definitions
from orchestration.manifest import read_manifest
from tests.integration.road import Road

pytestmark = [pytest.mark.shared, pytest.mark.xdist_group("real"), pytest.mark.timeout(600)]


@pytest.fixture
def definitions(northwind: Road) -> dg.Definitions:
    with northwind.around():
        return build_definitions(northwind.folder)


def parents(definitions: dg.Definitions) -> dict[dg.AssetKey, set[dg.AssetKey]]:
    graph = definitions.resolve_asset_graph()
    return {key: set(graph.get(key).parent_keys) for key in graph.get_all_asset_keys()}


def forebears(key: dg.AssetKey, of: dict[dg.AssetKey, set[dg.AssetKey]]) -> set[dg.AssetKey]:
    found: set[dg.AssetKey] = set()
    waiting = {key}
    while waiting:
        waiting = set().union(*(of[each] for each in waiting)) - found
        found |= waiting
    return found


def test_every_raw_table_and_model_is_an_asset_under_the_key_of_its_table(
    definitions: dg.Definitions, northwind: Road
) -> None:
    keys = set(parents(definitions))
    models = read_manifest(northwind.paths)
    assert {raw_key(each.system, each.table) for each in load_contracts(northwind.company)} <= keys
    assert {dg.AssetKey(model.path) for model in models} <= keys
    assert {dg.AssetKey(parent) for model in models for parent in model.parents} <= keys
    published = {dg.AssetKey(name.split(".")) for name in northwind.manifest()["row_counts"]}
    assert published - keys == {dg.AssetKey(["meta", name]) for name in ("capabilities", "dictionary", "runs")}


def test_everything_begins_with_a_file_the_ledger_or_the_settings(definitions: dg.Definitions) -> None:
    roots = {key for key, above in parents(definitions).items() if not above}
    inner = {key.to_user_string() for key in roots if not key.path[0].startswith("raw_")}
    assert inner == {"load_ledger/drift", "load_ledger/loads", "quarantine/records", "staging/stg_company__settings"}


def test_the_lineage_from_each_raw_table_to_the_published_version_is_unbroken(
    definitions: dg.Definitions, northwind: Road
) -> None:
    above_published = forebears(PUBLISHED, parents(definitions))
    tables = {
        raw_key(each.system, each.table) for each in load_contracts(northwind.company) if each.system == "northwind"
    }
    assert tables <= above_published
    assert dg.AssetKey(["load_ledger", "loads"]) in above_published


def test_a_mart_comes_from_its_file_through_every_layer(definitions: dg.Definitions) -> None:
    above = forebears(dg.AssetKey(["marts", "mart_order_fulfilment"]), parents(definitions))
    way = [
        ("raw_northwind", "orders"),
        ("staging", "base_northwind__orders"),
        ("staging", "stg_northwind__orders"),
        ("intermediate", "int_orders_united"),
        ("warehouse", "fct_orders"),
    ]
    assert {dg.AssetKey(step) for step in way} <= above


def test_every_check_stands_on_its_asset_and_blocks(definitions: dg.Definitions, northwind: Road) -> None:
    graph = definitions.resolve_asset_graph()
    checks = {key: graph.get(key) for key in graph.asset_check_keys}
    assert all(check.blocking for check in checks.values())
    tested = {dg.AssetKey(model.path) for model in read_manifest(northwind.paths) if model.is_tested}
    suites = {raw_key(each.system, each.table) for each in load_contracts(northwind.company)}
    assert {key.asset_key for key in checks if key.name == GATE_1} == suites
    assert {key.asset_key for key in checks if key.name == TESTS} == tested
    assert [key.asset_key for key in checks if key.name == GATE_2] == [PUBLISHED]
    assert {key.path[0] for key in tested} >= {"warehouse", "marts"}


def test_the_schedule_runs_by_the_clock_of_the_company(definitions: dg.Definitions, northwind: Road) -> None:
    nightly = definitions.resolve_schedule_def("nightly")
    assert (nightly.cron_schedule, nightly.execution_timezone) == ("30 5 * * *", "America/New_York")
    assert nightly.default_status == dg.DefaultScheduleStatus.RUNNING
    assert nightly.job_name == "refresh"
