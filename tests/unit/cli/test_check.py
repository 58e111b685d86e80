"""`whale check`: tells every problem, and what is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from settings.errors import GateStopped
from settings.paths import PROJECT_ROOT

Whale = Callable[..., Result]
NewCompany = Callable[..., Path]
OWN = """\
title: Own system
reporting_currency: EUR
time_zone: Europe/Warsaw
systems:
  shop: {path: exports}
"""
SOURCES = """\
version: 2
sources:
  - name: shop
    database: landed
    schema: raw_shop
    tables:
      - name: sales
        description: One row per sale.
        config: {meta: {landing: {files: [sales.csv], key: [id]}}}
        columns:
          - {name: id, data_type: varchar, config: {meta: {nullable: false}}}
"""
STAGING = "models/staging/shop"


def shop(new_company: NewCompany, models: dict[str, str]) -> str:
    files = {f"{STAGING}/_shop__sources.yml": SOURCES, **{f"{STAGING}/{name}": sql for name, sql in models.items()}}
    return str(new_company(settings=OWN, files=files))


def test_a_right_company_passes_and_is_told_what_it_has(run_whale: Whale, new_company: NewCompany) -> None:
    folder = new_company(files={"exports/erp/orders.csv": "order_id\n1\n", "exports/erp/stray.csv": "x\n"})

    result = run_whale("check", "--company", str(folder))

    assert (result.exit_code, result.stderr) == (0, "")
    assert "entities with exports (1): orders" in result.stdout
    assert "erp.customers (customers.csv" in result.stdout
    assert "warning: 1 file that no contract claims" in result.stdout
    assert "stray.csv" in result.stdout
    assert "acme: settings," in result.stdout


def test_files_of_entities_that_tables_leaves_out_are_told_with_the_mend(
    run_whale: Whale, new_company: NewCompany
) -> None:
    names = ("orders.csv", "invoices.csv", "shipments_2026-10.csv", "stray.csv")
    folder = new_company(files={f"exports/erp/{name}": "x\n1\n" for name in names})

    result = run_whale("check", "--company", str(folder))

    assert (
        "warning: system erp: 2 files in its folder match standard entities that `tables` leaves out: "
        "invoices.csv → invoices, shipments_2026-10.csv → shipments; add them to `tables` or move them\n"
    ) in result.stdout
    (other,) = [line for line in result.stdout.splitlines() if "no contract claims" in line]
    assert "stray.csv" in other
    assert "invoices" not in other


def test_a_system_without_tables_leaves_nothing_out(run_whale: Whale, new_company: NewCompany) -> None:
    settings = OWN.replace("shop: {path: exports}", "erp: {template: standard, path: exports/erp}")
    folder = new_company(settings, {"exports/erp/invoices.csv": "x\n1\n"})

    assert "warning" not in run_whale("check", "--company", str(folder)).stdout


def test_a_seed_that_the_companys_own_cost_model_replaces_is_no_stray(
    run_whale: Whale, new_company: NewCompany
) -> None:
    rules = (PROJECT_ROOT / "seeds" / "ledger_rules.csv").read_text(encoding="utf-8")
    folder = new_company(files={"cost_model/ledger_rules.csv": rules, "cost_model/ledger_ruels.csv": rules})

    result = run_whale("refresh", "--company", str(folder), "--dry-run")

    (warning,) = [line for line in result.stderr.splitlines() if "no contract claims" in line]
    assert "cost_model/ledger_ruels.csv" in warning
    assert "seeds" not in warning


@pytest.mark.parametrize("arguments", [["--dry-run"], []])
def test_a_refresh_tells_of_strays_before_anything_stops_it(
    run_whale: Whale, new_company: NewCompany, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise GateStopped("stopped")

    monkeypatch.setattr("orchestration.commands.refresh.run_refresh", stopped)
    folder = new_company(files={"exports/erp/invoices.csv": "x\n1\n", "exports/erp/stray.csv": "x\n"})

    result = run_whale("refresh", "--company", str(folder), *arguments)

    assert "warning: system erp: 1 file in its folder matches a standard entity" in result.stderr
    assert "warning: 1 file that no contract claims, so nothing of them is loaded" in result.stderr


def test_an_empty_file_and_a_folder_in_place_of_a_file_are_named(run_whale: Whale, new_company: NewCompany) -> None:
    folder = new_company(files={"exports/erp/orders.csv": "", "exports/erp/products.csv/x": "y"})

    result = run_whale("check", "--company", str(folder))

    assert result.exit_code == 0
    assert "files that can't be landed (2)" in result.stdout
    assert "entities with exports" not in result.stdout


@pytest.mark.parametrize("name", ["northwind", "maven"])
def test_the_companies_that_come_with_us_are_right(run_whale: Whale, shared_data: Path, name: str) -> None:
    result = run_whale("check", "--company", name)

    assert (result.exit_code, result.stderr) == (0, "")


def test_a_mistake_in_the_settings_is_told_before_anything_else(run_whale: Whale, new_company: NewCompany) -> None:
    result = run_whale("check", "--company", str(new_company(settings="title: x\nsystms: {}\n")))

    assert result.exit_code == 2
    assert 'did you mean "systems"?' in result.stderr
    assert result.stdout == ""


def test_an_unknown_landing_key_of_the_settings_is_told_with_its_line(
    run_whale: Whale, new_company: NewCompany
) -> None:
    settings = OWN.replace("shop: {path: exports}", "erp:\n    template: standard\n    landing: {encodng: cp1250}")

    result = run_whale("check", "--company", str(new_company(settings=settings)))

    assert result.exit_code == 2
    assert "company.yml, line 7" in result.stderr
    assert "systems.erp.landing.encodng" in result.stderr


def test_a_table_that_no_staging_model_reads_is_told(run_whale: Whale, new_company: NewCompany) -> None:
    folder = shop(new_company, {"stg_shop__orders.sql": "-- {{ landed('shop', 'sales') }}\nselect 1 as id"})

    result = run_whale("check", "--company", folder)

    assert result.exit_code == 2
    assert "shop.sales" in result.stderr
    assert "no staging model reads this table" in result.stderr


def test_a_base_model_counts_as_reading(run_whale: Whale, new_company: NewCompany) -> None:
    folder = shop(new_company, {"base_shop__sales.sql": "select id from {{ landed( 'shop' , \"sales\" ) }}"})

    assert run_whale("check", "--company", folder).exit_code == 0


def test_a_model_that_reads_an_unknown_table_or_another_system_is_told(
    run_whale: Whale, new_company: NewCompany
) -> None:
    tables = ["landed('shop', 'sale')", "landed_history('erp', 'x')", "landed('shop', 'sales')"]
    sql = "select id\nfrom " + "\ninner join ".join(f"{{{{ {table} }}}}" for table in tables)

    result = run_whale("check", "--company", shop(new_company, {"stg_shop__orders.sql": sql}))

    assert result.exit_code == 2
    assert "stg_shop__orders.sql, line 2" in result.stderr
    assert 'no contract has a table sale; did you mean "sales"?' in result.stderr
    assert "stg_shop__orders.sql, line 3" in result.stderr
    assert "reads another system" in result.stderr
    assert "Bad configuration: 2 problems" in result.stderr


def test_check_changes_nothing(run_whale: Whale, new_company: NewCompany, tmp_path: Path) -> None:
    folder = new_company()
    before = sorted(tmp_path.rglob("*"))

    run_whale("check", "--company", str(folder))

    assert sorted(tmp_path.rglob("*")) == before
