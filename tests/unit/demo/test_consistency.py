"""What one file says fits what the others say."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo.dialects import read_dialects
from demo.exports.every import EXPORTS
from settings.paths import PROJECT_ROOT
from tests.unit.demo.exported import Company, Rows

CONTRACTS = PROJECT_ROOT / "dbt_project" / "models" / "staging" / "standard" / "_standard__sources.yml"
TABLES: dict[str, dict[str, Any]] = {
    table["name"]: table for table in yaml.safe_load(CONTRACTS.read_text(encoding="utf-8"))["sources"][0]["tables"]
}
PROVIDED = [(export.system, export.entity) for export in EXPORTS]
# Unknown customers are planted here.
STRANGERS = {("crm", "tickets", "customer_id")}


def amount(text: Any) -> Decimal:
    return Decimal(str(text).replace(",", ".")) if text not in (None, "") else Decimal(0)


def month(text: str) -> str:
    return text[3:10]


def meta(column: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (column.get("config") or {}).get("meta") or {}
    return found


def provider_of(system: str, entity: str) -> str:
    systems = [each for each in read_systems() if (each, entity) in PROVIDED]
    return system if system in systems else systems[0]


def read_systems() -> list[str]:
    return list(dict.fromkeys(system for system, _ in read_dialects()))


def test_every_standard_entity_is_exported() -> None:
    assert {entity for _, entity in PROVIDED} == set(TABLES)
    assert sorted(PROVIDED) == sorted(read_dialects())


@pytest.mark.parametrize(("system", "entity"), PROVIDED)
def test_columns_are_those_of_the_contract(demo_company: Company, system: str, entity: str) -> None:
    known = {column["name"]: meta(column) for column in TABLES[entity]["columns"]}
    rows = demo_company.rows(system, entity)

    assert rows
    assert set(rows[0]) <= set(known)
    assert {name for name, kinds in known.items() if not kinds.get("optional")} <= set(rows[0])


@pytest.mark.parametrize(("system", "entity"), PROVIDED)
def test_references_are_known_to_the_system_that_numbers_them(demo_company: Company, system: str, entity: str) -> None:
    rows = demo_company.rows(system, entity)
    for column in TABLES[entity]["columns"]:
        target = meta(column).get("references")
        name = column["name"]
        if not target or name not in rows[0] or (system, entity, name) in STRANGERS:
            continue
        [key, *_] = TABLES[target]["config"]["meta"]["landing"]["key"]
        known = {row[key] for row in demo_company.rows(provider_of(system, target), target)}
        strange = {row[name] for row in rows if row[name] not in (None, "")} - known
        assert not strange, f"{name}: {sorted(strange)[:3]}"


@pytest.mark.parametrize(("system", "entity"), PROVIDED)
def test_keys_are_unique_in_a_file(demo_company: Company, system: str, entity: str) -> None:
    from tests.unit.demo.exported import is_planted, read_file

    key = TABLES[entity]["config"]["meta"]["landing"]["key"]
    doubles = sum(fault.kind == "duplicate_key" for fault in demo_company.summary.planted if fault.entity == entity)
    for path in demo_company.files(system, entity):
        rows = [row for row in read_file(path, read_dialects()[system, entity]) if not is_planted(row)]
        keys = Counter(tuple(row[name] for name in key) for row in rows)
        assert sum(count - 1 for count in keys.values()) <= doubles, path.name


def test_every_ledger_document_adds_up_to_nothing(demo_company: Company) -> None:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in demo_company.rows("erp", "ledger_entries"):
        sums[row["document_number"]] += amount(row["ledger_amount"])

    assert not {number: total for number, total in sums.items() if total}


def test_invoice_lines_are_the_revenue_accounts_document_by_document(demo_company: Company) -> None:
    numbers = {row["invoice_id"]: row["document_number"] for row in demo_company.rows("erp", "invoices")}
    invoiced: dict[str, Decimal] = defaultdict(Decimal)
    for row in demo_company.rows("erp", "invoice_lines"):
        invoiced[numbers[row["invoice_id"]]] += amount(row["net_amount"])

    booked = by_document(demo_company, ("700-1", "730-1", "730-3", "730-4"))
    assert {number: total for number, total in invoiced.items() if total} == {
        number: -total for number, total in booked.items()
    }


def test_goods_cost_is_the_cost_of_the_lines_by_month(demo_company: Company) -> None:
    months = {row["invoice_id"]: month(row["invoice_date"]) for row in demo_company.rows("erp", "invoices")}
    costs: dict[str, Decimal] = defaultdict(Decimal)
    for row in demo_company.rows("erp", "invoice_lines"):
        costs[months[row["invoice_id"]]] += amount(row["cost_amount"])

    booked: dict[str, Decimal] = defaultdict(Decimal)
    for row in demo_company.rows("erp", "ledger_entries"):
        if row["account_id"] == "731-1":
            booked[month(row["posting_date"])] += amount(row["ledger_amount"])
    assert booked == costs


def test_rebates_are_booked_in_the_period_that_earned_them(demo_company: Company) -> None:
    granted = {row["document_number"]: row for row in demo_company.rows("erp", "rebates")}
    booked = [row for row in demo_company.rows("erp", "ledger_entries") if row["account_id"] == "739-1"]

    assert len(booked) == len(granted) > 0
    for row in booked:
        rebate = granted[row["document_number"]]
        assert amount(row["ledger_amount"]) == amount(rebate["rebate_amount"])
        assert month(row["cost_period"]) == month(rebate["period_end_date"])


def test_freight_of_shipments_is_freight_in_the_ledger(demo_company: Company) -> None:
    shipped = sum(amount(row["freight_cost_amount"]) for row in demo_company.rows("erp", "shipments"))
    booked = by_document(demo_company, ("402-11", "402-12"))

    assert sum(booked.values()) == shipped > 0


def test_pay_in_the_ledger_is_what_the_employees_get(demo_company: Company) -> None:
    paid = {
        (row["employee_id"], month(row["posting_date"]))
        for row in demo_company.rows("erp", "ledger_entries")
        if row["account_id"] == "404-1"
    }
    present = set()
    for path in demo_company.files("hr", "employees")[1:]:
        day = date.fromisoformat(path.stem[-10:])
        for row in read(path):
            if row["hired_date"] <= f"{day:%Y-%m}-01" and not row["left_date"][:7] and row["employee_id"][0] == "P":
                present.add((row["employee_id"], f"{day:%m.%Y}"))
    assert present <= paid


def test_nobody_pays_more_than_the_invoice(demo_company: Company) -> None:
    due = {row["invoice_id"]: amount(row["invoice_with_vat_amount"]) for row in demo_company.rows("erp", "invoices")}
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for row in unplanted_payments(demo_company):
        paid[row["invoice_id"]] += amount(row["payment_with_vat_amount"])

    assert all(abs(total) <= abs(due[invoice]) for invoice, total in paid.items())
    assert sum(paid.values()) > sum(due.values()) / 2


def test_two_rings_of_cost_accounts_are_equal(demo_company: Company) -> None:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for row in demo_company.rows("erp", "ledger_entries"):
        if row["account_id"] not in ("499-9", "599-9"):
            totals[row["account_id"]] += amount(row["ledger_amount"])
    kinds = sum(total for account, total in totals.items() if account[0] == "4" and account != "490")
    places = sum(total for account, total in totals.items() if account[0] == "5")

    assert kinds == places == -totals["490"] > 0


def test_a_reversal_names_the_entry_it_takes_back(demo_company: Company) -> None:
    entries = {row["ledger_entry_id"]: row for row in demo_company.rows("erp", "ledger_entries")}
    reversals = [row for row in entries.values() if row["reversal_of_ledger_entry_id"]]

    assert len(reversals) == 2
    for row in reversals:
        original = entries[row["reversal_of_ledger_entry_id"]]
        assert amount(row["ledger_amount"]) == -amount(original["ledger_amount"])
        assert row["account_id"] == original["account_id"]


def test_won_deals_are_worth_their_orders(demo_company: Company) -> None:
    values: dict[str, Decimal] = defaultdict(Decimal)
    for row in demo_company.rows("erp", "order_lines"):
        values[row["order_id"]] += amount(row["unit_price_amount"]) * amount(row["confirmed_quantity"])
    orders = {row["opportunity_id"]: row["order_id"] for row in demo_company.rows("erp", "orders")}
    won = [
        row
        for row in demo_company.rows("crm", "opportunities")
        if row["status"] == "won" and row["pipeline"] == "sprzedaz"
    ]

    assert won
    assert all(row["opportunity_id"] in orders for row in won)
    nearly = [row for row in won if values[orders[row["opportunity_id"]]] == amount(row["won_amount"])]
    assert len(nearly) >= 0.9 * len(won), "only orders with a cancelled line may be worth less in the end"


def by_document(company: Company, accounts: tuple[str, ...]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in company.rows("erp", "ledger_entries"):
        if row["account_id"] in accounts:
            sums[row["document_number"]] += amount(row["ledger_amount"])
    return {number: total for number, total in sums.items() if total}


def unplanted_payments(company: Company) -> Rows:
    """The first record of each key: a planted double comes later in its file."""
    return list({row["payment_id"]: row for row in reversed(company.rows("erp", "payments"))}.values())


def read(path: Path) -> Rows:
    from tests.unit.demo.exported import read_file

    return read_file(path, read_dialects()["hr", "employees"])
