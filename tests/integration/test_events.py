"""What a refresh leaves in Dagster's store: few events that say something (ARCHITECTURE 8, budget of a refresh)."""

from __future__ import annotations

from collections import Counter

import dagster as dg
import pytest
from click.testing import Result

from orchestration.assets import GATE_1, GATE_2, PUBLISHED
from orchestration.start import surroundings
from serving.versions import list_versions
from settings.paths import PROJECT_ROOT
from tests.integration.road import Base, Road, environment

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]

MOST_EVENTS = 400


def events(road: Road, run_id: str) -> list[dg.EventLogEntry]:
    with (
        environment(**surroundings(road.company, road.paths)),
        dg.DagsterInstance.from_config(str(PROJECT_ROOT)) as store,
    ):
        return list(store.all_logs(run_id))


def kinds(entries: list[dg.EventLogEntry]) -> Counter[str]:
    return Counter(entry.dagster_event.event_type_value for entry in entries if entry.dagster_event)


def test_a_refresh_of_every_entity_stays_below_the_limit(template_road: tuple[Road, Result, Result]) -> None:
    """The empty template lands all tables there are and judges each: no refresh has more to tell."""
    road, _, _ = template_road
    first = list_versions(road.paths)[0].manifest()
    entries = events(road, first["run_id"])
    print(f"{len(entries)} events: {dict(kinds(entries).most_common())}")
    assert 100 < len(entries) <= MOST_EVENTS
    assert kinds(entries)[dg.DagsterEventType.RUN_SUCCESS.value] == 1


def test_each_suite_and_each_table_is_told_once_with_its_figures(trade_base: Base) -> None:
    road = trade_base.road
    entries = events(road, road.manifest()["run_id"])
    print(f"{len(entries)} events: {dict(kinds(entries).most_common())}")
    assert len(entries) <= MOST_EVENTS
    checks = [entry.asset_check_evaluation for entry in entries if entry.asset_check_evaluation]
    assert len({(check.asset_key, check.check_name) for check in checks}) == len(checks)
    assert all(check.passed and check.blocking for check in checks)
    suites = {check.asset_key.path[-1]: check for check in checks if check.check_name == GATE_1}
    assert set(suites) == {"customers", "products", "orders", "order_lines", "invoices", "invoice_lines"}
    expectations = suites["customers"].metadata["expectations"].value
    assert isinstance(expectations, list)
    assert {"name", "success", "observed"} <= set(expectations[0])
    assert [check.asset_key for check in checks if check.check_name == GATE_2] == [PUBLISHED]
    made = {entry.asset_materialization.asset_key for entry in entries if entry.asset_materialization}
    assert {dg.AssetKey(["raw_erp", table]) for table in suites} | {PUBLISHED} <= made


def test_a_run_with_nothing_new_says_little_and_publishes_nothing(trading: Road) -> None:
    before = list_versions(trading.paths)
    run = trading.refresh()
    assert run.has_nothing_new
    assert list_versions(trading.paths) == before
    entries = events(trading, run.run_id)
    assert len(entries) < 40
    assert kinds(entries)[dg.DagsterEventType.RUN_SUCCESS.value] == 1
    assert kinds(entries)["STEP_SKIPPED"] == 3
