"""The sensor on new files asks for one refresh a set of files, and for none while there is nothing to do."""

from __future__ import annotations

import dagster as dg
import pytest

from orchestration.company_definitions import build_definitions
from serving.lock import RefreshLock
from tests.integration import trade
from tests.integration.road import Road

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]

LATE = trade.FILES["customers"] + "C101,Late,PL,2025-01-02\n"


def evaluated(road: Road) -> tuple[list[dg.RunRequest], str]:
    """What the sensor says now: its requests, or why it skips."""
    with road.around(), dg.DagsterInstance.ephemeral() as instance:
        definitions = build_definitions(road.folder)
        context = dg.build_sensor_context(instance, definitions=definitions)
        found = definitions.resolve_sensor_def("new_files").evaluate_tick(context)
    return list(found.run_requests or []), found.skip_message or ""


def test_nothing_new_is_no_reason_to_run(trading: Road) -> None:
    assert evaluated(trading) == ([], "nothing new")


def test_a_set_of_files_is_asked_for_once_and_another_set_again(trading: Road) -> None:
    path = trading.write("exports/customers.csv", LATE)
    (first,), _ = evaluated(trading)
    (again,), _ = evaluated(trading)
    assert first.run_key == again.run_key
    assert "customers.csv" in first.tags["reason"]
    path.write_text(LATE + "C102,Later,PL,2025-01-03\n", encoding="utf-8")
    (other,), _ = evaluated(trading)
    assert other.run_key != first.run_key


def test_a_file_that_was_refused_is_not_asked_for_again_until_it_changes(trading: Road) -> None:
    trading.write("exports/orders.csv", "")
    (before,), _ = evaluated(trading)
    assert trading.whale("refresh").exit_code == 3
    (after,), _ = evaluated(trading)
    assert after.run_key == before.run_key


def test_a_refresh_under_way_is_waited_for(trading: Road) -> None:
    trading.write("exports/customers.csv", LATE)
    with RefreshLock(trading.paths, "run-first"):
        requests, reason = evaluated(trading)
    assert requests == []
    assert "a refresh is under way since" in reason


def test_the_sensor_is_off_until_somebody_switches_it_on(trading: Road) -> None:
    with trading.around():
        sensor = build_definitions(trading.folder).resolve_sensor_def("new_files")
    assert sensor.default_status == dg.DefaultSensorStatus.STOPPED
    assert sensor.job_name == "refresh"
