"""The status: what it tells, and when it says stale (also PROMISES 24 from outside Dagster)."""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.contracts import load_contracts
from ingest.store import RawStore
from serving.lock import RefreshLock
from serving.status import StatusReport, status_of
from serving.status_text import render
from serving.versions import list_versions
from settings.company import Company
from settings.load import load_company
from settings.paths import DataPaths
from tests.conftest import NewCompany
from tests.unit.serving.builds import publish_build, write_ledger


@pytest.fixture
def company(new_company: NewCompany) -> Company:
    return load_company(new_company())


def report_of(company: Company, hours: float = 0, **more: Any) -> StatusReport:
    """The status some hours after the last publish."""
    paths = DataPaths.of(company)
    versions = list_versions(paths)
    start = versions[-1].published_at if versions else datetime.now(UTC)
    return status_of(company, paths, load_contracts(company), start + timedelta(hours=hours), **more)


def test_nothing_published_is_stale(company: Company) -> None:
    report = report_of(company)
    assert (report.is_stale, report.is_healthy, report.exit_code) == (True, False, 5)
    assert report.as_dict()["stamp"] is None
    assert report.waiting == []
    assert render(report).startswith("acme: STALE - nothing is published")


def test_a_fresh_version_is_healthy_and_described(company: Company) -> None:
    paths = DataPaths.of(company)
    version = publish_build(paths, as_of_date="2026-10-31")
    write_ledger(paths, [{"table_name": "orders"}, {"table_name": "customers", "loaded_count": 0}])
    paths.landing_report.write_text(json.dumps({"loaded_count": 1830, "quarantined_count": 3}))
    report = report_of(company, hours=2, unlocks={"invoices": ["Turnover", "Receivables"]})
    assert (report.is_stale, report.is_healthy, report.exit_code) == (False, True, 0)
    plain = json.loads(json.dumps(report.as_dict()))
    assert plain["stamp"] == version.stamp == plain["kept_versions"][0]
    assert plain["age_hours"] == 2.0
    assert plain["row_counts"]["marts.mart_turnover"] == 3
    assert (plain["landed_count"], plain["quarantined_count"]) == (1830, 3)
    assert plain["entities_provided"] == ["orders"]
    assert "customers" in plain["entities_missing"]
    assert plain["entities_missing"]["invoices"] == ["Turnover", "Receivables"]
    text = render(report)
    for told in (
        "acme: healthy",
        "2.0 hours ago",
        "2026-10-31",
        "1,830 rows landed, 3 quarantined",
        "invoices: Turnover",
    ):
        assert told in text


@pytest.mark.parametrize(("hours", "code"), [(25.9, 0), (26.1, 5), (-1, 5), (-0.05, 0)])
def test_the_age_decides(company: Company, hours: float, code: int) -> None:
    publish_build(DataPaths.of(company))
    assert report_of(company, hours).exit_code == code


def test_a_lost_link_and_a_lost_manifest_are_stale(company: Company) -> None:
    paths = DataPaths.of(company)
    version = publish_build(paths)
    version.folder.chmod(0o755)
    (version.folder / "manifest.json").unlink()
    assert "manifest" in report_of(company).stale_because
    paths.current.unlink()
    assert report_of(company).stale_because == "nothing is published"


def test_held_loads_are_named_and_unhealthy(company: Company) -> None:
    paths = DataPaths.of(company)
    publish_build(paths)
    write_ledger(paths, [{}] + [{"status": "held", "status_reason": "key twice"}] * 7)
    report = report_of(company)
    assert (report.is_stale, report.is_healthy) == (False, False)
    assert report.waiting is not None
    assert len(report.waiting) == 7
    assert "2: erp.orders from orders.csv: key twice" in render(report)
    assert "and 2 more" in render(report)


def test_an_entity_whose_only_loads_are_held_is_held_and_not_missing(company: Company) -> None:
    paths = DataPaths.of(company)
    publish_build(paths)
    waits = {"status": "held", "status_reason": "key twice"}
    write_ledger(paths, [{}, waits, {"table_name": "customers", **waits}, {"table_name": "customers", **waits}])
    report = report_of(company)
    plain = report.as_dict()
    assert plain["entities_held"] == {"customers": [3, 4]}
    assert plain["entities_provided"] == ["orders"]
    assert "customers" not in plain["entities_missing"]
    text = " ".join(render(report).split())
    assert "1 provided, 1 held, " in text
    assert "held customers: loads 3, 4; correct the file and refresh, or `whale accept 3`" in text


def test_files_that_nobody_claimed_are_told(company: Company) -> None:
    paths = DataPaths.of(company)
    publish_build(paths)
    paths.landing_report.write_text(json.dumps({"unclaimed": ["exports/erp/stray.csv"]}))
    text = " ".join(render(report_of(company)).split())
    assert "1 file that no contract claims, such as exports/erp/stray.csv" in text


def test_a_running_refresh_is_told_and_its_ledger_left_alone(company: Company) -> None:
    paths = DataPaths.of(company)
    publish_build(paths)
    write_ledger(paths)
    with RefreshLock(paths, "run-9") as lock, duckdb.connect(str(paths.raw_file)):
        lock.step("land")
        report = report_of(company)
        assert report.running is not None
        assert report.running.step == "land"
        assert report.waiting is None
        assert report.entities is None
        assert "step land" in render(report)
        assert "not known" in render(report)
    assert report_of(company).running is None


def test_a_killed_run_is_told(company: Company) -> None:
    paths = DataPaths.of(company)
    publish_build(paths)
    child = os.fork()
    if child == 0:
        lock = RefreshLock(paths, "run-9").__enter__()
        lock.step("build")
        os._exit(9)
    os.waitpid(child, 0)
    report = report_of(company)
    assert report.died is not None
    assert not report.is_healthy
    assert f"process {child} died at step build" in render(report)


def test_a_failure_is_told_until_the_next_publish(company: Company) -> None:
    paths = DataPaths.of(company)
    publish_build(paths, "run-1")
    paths.logs.mkdir()
    failure = paths.logs / "last_failure.json"
    failure.write_text(json.dumps({"run_id": "run-2", "error": "gate 1 stopped it"}))
    assert "gate 1 stopped it" in render(report_of(company))
    assert not report_of(company).is_healthy
    publish_build(paths, "run-3")
    assert report_of(company).last_failure == {}


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b'{"loaded_count'])
def test_damaged_notes_are_no_obstacle(company: Company, content: bytes) -> None:
    paths = DataPaths.of(company)
    publish_build(paths)
    paths.logs.mkdir()
    for file in (paths.landing_report, paths.logs / "last_failure.json", paths.raw_file, paths.lock_file):
        file.write_bytes(content)
    assert render(report_of(company))


def test_a_foreign_system_provides_what_its_staging_models_say(new_company: NewCompany) -> None:
    settings = "title: T\nreporting_currency: EUR\ntime_zone: UTC\nsystems:\n  shop: {path: exports/erp}\n"
    sources = """
sources:
  - name: shop
    database: landed
    schema: raw_shop
    tables:
      - name: bills
        description: One row per bill.
        config: {meta: {landing: {files: ["bills.csv"], load_mode: full, key: [bill_id]}}}
        columns: [{name: bill_id, data_type: varchar, description: Number., config: {meta: {nullable: false}}}]
"""
    staging = "models/staging/shop"
    files: dict[str, str | bytes] = {
        f"{staging}/_shop__sources.yml": sources,
        f"{staging}/stg_shop__invoices.sql": "select 1",
        f"{staging}/base_shop__bills.sql": "select 1",
    }
    company = load_company(new_company(settings, files))
    paths = DataPaths.of(company)
    write_ledger(paths, [])
    assert report_of(company).as_dict()["entities_provided"] == []
    write_ledger(paths, [{"system": "shop", "table_name": "bills"}])
    assert report_of(company).as_dict()["entities_provided"] == ["invoices"]


def test_the_status_is_fast(company: Company) -> None:
    paths = DataPaths.of(company)
    publish_build(paths)
    write_ledger(paths)
    contracts = load_contracts(company)
    status_of(company, paths, contracts)
    began = time.process_time()
    status_of(company, paths, contracts)
    assert time.process_time() - began < 0.5


def test_paths_of_the_company_are_its_own(company: Company, tmp_path: Path) -> None:
    assert DataPaths.of(company).root == tmp_path / "data" / "acme"


def test_columns_that_drifted_are_told_for_a_week_warnings_first(company: Company) -> None:
    paths = DataPaths.of(company)
    landed_at = datetime(2026, 11, 1)  # noqa: DTZ001 - the ledger holds UTC without a zone
    changes = [("record", "added", "channel"), ("warn", "missing", "note"), ("record", "moved", None)]
    with RawStore(paths.raw_file) as store:
        for number, (policy, kind, column) in enumerate(changes, start=1):
            store.con.execute(
                "insert into load_ledger.loads (load_id, system, table_name, file_path, status, landed_at) "
                "values (?, 'erp', 'orders', 'orders.csv', 'accepted', ?)",
                [number, landed_at],
            )
            store.con.execute(
                "insert into load_ledger.drift values (?, 'erp', 'orders', 'orders.csv', ?, ?, ?, 'it changed')",
                [number, column, kind, policy],
            )

    def told_after(days: float) -> StatusReport:
        now = landed_at.replace(tzinfo=UTC) + timedelta(days=days)
        return status_of(company, paths, load_contracts(company), now)

    report = told_after(6.9)
    assert [each["column_name"] for each in report.as_dict()["drifted_columns"]] == ["note", None, "channel"]
    text = " ".join(render(report).split())
    assert "drift (warn) erp.orders from orders.csv (load 2): note missing: it changed" in text
    assert "(load 3): columns moved: it changed" in text
    assert told_after(7.1).drifted == []


def test_unusual_figures_of_the_newest_loads_are_told_and_change_nothing_else(company: Company) -> None:
    paths = DataPaths.of(company)
    with RawStore(paths.raw_file) as store:
        for number in (1, 2):
            store.con.execute(
                "insert into load_ledger.loads (load_id, system, table_name, file_path, status, as_of_date) "
                "values (?, 'erp', 'orders', 'orders.csv', 'accepted', '2026-11-01')",
                [number],
            )
            store.con.execute(
                "insert into load_ledger.profiles "
                "values (?, 'erp', 'orders', 'channel', 'null_share', '0.4', 0, 0.1, 0, 0.5)",
                [number],
            )
    report = report_of(company)
    (figure,) = report.as_dict()["unusual_figures"]
    assert (figure["load_id"], figure["measure"], figure["value"], figure["upper"]) == (2, "null_share", "0.4", 0.1)
    text = " ".join(render(report).split())
    assert "unusual load 2 (erp.orders from orders.csv): null_share of channel is 0.4, usually 0 to 0.1" in text
    assert report.waiting == []
