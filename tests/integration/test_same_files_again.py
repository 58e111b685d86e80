"""Loading is idempotent at the whole road (PROMISES 8), and an edited file changes exactly its rows (PROMISES 9)."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal

import pytest

from serving.versions import list_versions
from tests.integration import trade
from tests.integration.faults import building_only
from tests.integration.road import Road

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]


def test_the_same_files_written_again_are_nothing_new(trading: Road) -> None:
    before = list_versions(trading.paths), trading.published_sha256()
    trade.fill(trading)
    for table in trade.FILES:
        shutil.copy(trading.folder / f"exports/{table}.csv", trading.folder / f"exports/{table}_again.csv")
    result = trading.whale("refresh")
    assert result.exit_code == 0, result.stderr
    assert "published  nothing" in result.stdout
    assert (list_versions(trading.paths), trading.published_sha256()) == before
    landing = json.loads(trading.paths.landing_report.read_text(encoding="utf-8"))
    assert (landing["record_count"], {load["status"] for load in landing["loads"]}) == (0, {"duplicate"})


def test_an_edited_file_changes_exactly_its_rows_and_the_old_file_brings_back_the_old_content(trading: Road) -> None:
    first = trading.manifest()
    lines = trading.rows("from fct_invoice_lines select * exclude (source_load_id) order by invoice_line_id")
    edited = trade.FILES["invoice_lines"].replace(
        "L3,I2,P1,sale,1,19.99,2.00,17.99", "L3,I2,P1,sale,1,19.99,1.00,18.99"
    )
    trading.write("exports/invoice_lines.csv", edited)
    assert trading.whale("refresh").exit_code == 0

    now = trading.rows("from fct_invoice_lines select * exclude (source_load_id) order by invoice_line_id")
    changed = [(old, new) for old, new in zip(lines, now, strict=True) if old != new]
    assert len(changed) == 1
    assert trading.value("select net_amount from fct_invoice_lines where invoice_line_id = 'L3'") == Decimal("18.99")
    assert trading.value("select sum(net_revenue_amount) from mart_turnover") == Decimal("194.58")
    second = trading.manifest()
    touched = {name for name, found in second["table_hashes"].items() if found != first["table_hashes"][name]}
    assert touched == {"warehouse.fct_invoice_lines", "marts.mart_turnover", "marts.mart_pareto"}

    trading.write("exports/invoice_lines.csv", trade.FILES["invoice_lines"])
    assert trading.whale("refresh").exit_code == 0
    assert trading.manifest()["content_hash"] == first["content_hash"] != second["content_hash"]


def test_a_record_that_stands_aside_is_counted_and_the_rest_is_published(
    trading: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = (
        "dim_customers",
        "dim_company",
        "capability_catalogue",
        "load_ledger",
        "quarantine_reasons",
        "mart_match_quality",
    )
    building_only(monkeypatch, *few)
    trading.write("exports/customers.csv", trade.FILES["customers"] + "C101,Late,PL,2025-02-30\n")
    assert trading.whale("refresh").exit_code == 0
    ledger = "select record_count, loaded_count, quarantined_count from load_ledger where table_name = 'customers'"
    assert trading.rows(f"{ledger} and status = 'accepted' order by load_id desc limit 1") == [(101, 100, 1)]
    assert trading.value("select count(*) from dim_customers where is_current and customer_id like 'C%'") == 100
    reasons = "select table_name, record_count from quarantine_reasons"
    assert trading.rows(reasons) == [("customers", 1)]
