"""A refresh that fails tells somebody: the company's command, the note that `whale status` reads."""

from __future__ import annotations

import json
import shlex

import dagster as dg
import pytest

from orchestration.company_definitions import build_definitions
from orchestration.failure import tell_failure
from orchestration.start import surroundings
from settings.errors import GateStopped
from settings.paths import PROJECT_ROOT
from tests.integration.road import Road, environment

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]


def _call_on_failure(road: Road, command: str) -> None:
    text = road.read("company.yml")
    assert "on_failure: null" in text
    road.write("company.yml", text.replace("on_failure: null", f"on_failure: {json.dumps(command)}"))


def _failing(road: Road) -> str:
    """Refresh a company whose orders are empty; the run's id."""
    road.write("exports/orders.csv", "")
    with pytest.raises(GateStopped):
        road.refresh()
    return str(json.loads((road.paths.logs / "last_failure.json").read_text(encoding="utf-8"))["run_id"])


def test_the_command_is_run_with_the_companys_name_the_run_and_the_error(trading: Road) -> None:
    told = trading.data / "told.txt"
    _call_on_failure(
        trading, f'printf "%s\\n" "$WHALE_COMPANY" "$WHALE_RUN_ID" "$WHALE_ERROR" > {shlex.quote(str(told))}'
    )
    run_id = _failing(trading)
    company, run, *error = told.read_text(encoding="utf-8").splitlines()
    assert (company, run) == ("acme", run_id)
    assert "orders.csv" in "\n".join(error)
    assert (trading.paths.logs / f"{run_id}.log").is_file()


def test_the_status_tells_the_failure_until_the_next_success(trading: Road) -> None:
    run_id = _failing(trading)
    status = json.loads(trading.whale("status", "--json").stdout)
    assert not status["is_healthy"]
    assert status["last_failure"]["run_id"] == run_id
    assert "orders.csv" in status["last_failure"]["error"]
    assert "last failure" in trading.whale("status").stdout


def test_a_command_that_fails_itself_changes_nothing_and_is_in_the_log(trading: Road) -> None:
    _call_on_failure(trading, "exit 7")
    run_id = _failing(trading)
    log = (trading.paths.logs / f"{run_id}.log").read_text(encoding="utf-8")
    assert "hooks.on_failure itself failed" in log


def test_a_run_that_died_is_told_by_the_daemons_sensor_and_only_once(trading: Road) -> None:
    told = trading.data / "died.txt"
    _call_on_failure(trading, f'echo "$WHALE_RUN_ID" >> {shlex.quote(str(told))}')
    with trading.around(), environment(**surroundings(trading.company, trading.paths)):
        sensor = build_definitions(trading.folder).resolve_sensor_def("died_runs")
        with dg.DagsterInstance.from_config(str(PROJECT_ROOT)) as store:
            job = build_definitions(trading.folder).resolve_job_def("refresh")
            run = store.create_run_for_job(job)
            event = store.report_run_failed(run, "the machine went down")
            context = dg.build_run_status_sensor_context("died_runs", event, store, run).for_run_failure()
            for _ in range(2):
                sensor(context)
    assert told.read_text(encoding="utf-8").splitlines() == [run.run_id]
    note = json.loads((trading.paths.logs / "last_failure.json").read_text(encoding="utf-8"))
    assert (note["run_id"], note["error"]) == (run.run_id, "the machine went down")


def test_the_run_that_told_itself_is_not_told_again(trading: Road) -> None:
    told = trading.data / "twice.txt"
    _call_on_failure(trading, f"echo told >> {shlex.quote(str(told))}")
    run_id = _failing(trading)
    tell_failure(trading.company, trading.paths, run_id, "once more")
    assert told.read_text(encoding="utf-8") == "told\n"
