"""The hand-written suites of the standard entities: they fit their contracts, say nothing twice, and run."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from expectations.from_contract import row_rules
from expectations.outcomes import Outcome
from expectations.rules import Rule
from expectations.session import Session
from expectations.suites import BUILT_IN, check_suites, suite_files, written_rules
from expectations.views import View
from ingest.contracts import Contract, standard_entities
from settings.errors import ConfigurationError

SUITES = sorted((BUILT_IN / "standard").glob("*.json"))
ENTITIES = standard_entities()


def test_every_suite_belongs_to_an_entity() -> None:
    assert {suite.stem for suite in SUITES} <= set(ENTITIES)
    assert len(SUITES) >= 20


@pytest.mark.parametrize("entity", [suite.stem for suite in SUITES])
def test_a_suite_names_columns_that_exist_and_explains_itself(entity: str) -> None:
    (file,) = suite_files(ENTITIES[entity])
    assert json.loads(file.read_text(encoding="utf-8"))["name"] == f"standard.{entity}"
    rules = written_rules(ENTITIES[entity])
    assert all(rule.notes for rule in rules)
    assert max(Counter(rule.name for rule in rules).values()) == 1


@pytest.mark.parametrize("entity", [suite.stem for suite in SUITES])
def test_a_suite_says_nothing_that_the_contract_says(entity: str) -> None:
    contract = ENTITIES[entity]
    from_contract = [(rule.type, dict(rule.kwargs)) for count in (1, 2) for rule in row_rules(contract, count)]
    assert not [rule.name for rule in written_rules(contract) if (rule.type, dict(rule.kwargs)) in from_contract]


def test_every_rule_runs_on_an_empty_table_and_on_rows_of_nulls(session: Session) -> None:
    for entity, contract in ENTITIES.items():
        for kind, condition in (("empty", "false"), ("nulls", "true")):
            view = _typed_view(session, contract, f"{entity}_{kind}", {}, condition)
            outcomes = session.run(view, written_rules(contract))
            assert not [outcome.as_dict() for outcome in outcomes if not outcome.success]


BAD: list[tuple[str, str, dict[str, str]]] = [
    (
        "order_lines",
        "net_is_gross_less_discount",
        {"gross_amount": "100", "discount_amount": "10", "net_amount": "90.02"},
    ),
    (
        "invoice_lines",
        "net_is_gross_less_discount",
        {"gross_amount": "-100", "discount_amount": "-10", "net_amount": "-90.02"},
    ),
    ("order_lines", "requested_quantity_positive", {"requested_quantity": "0"}),
    ("invoices", "due_date_not_before_invoice_date", {"invoice_date": "2024-02-01", "due_date": "2024-01-31"}),
    ("invoices", "invoice_date_is_sane", {"invoice_date": "0204-02-01"}),
    ("invoices", "currency_is_a_code", {"currency": "zł"}),
    ("opportunities", "win_probability_share_is_a_share", {"win_probability_share": "60"}),
    ("opportunities", "closed_deals_have_a_date", {"status": "won"}),
    ("opportunities", "only_won_deals_have_won_amount", {"status": "lost", "won_amount": "5"}),
    (
        "tickets",
        "resolved_at_not_before_opened_at",
        {"opened_at": "2024-02-01 10:00:00", "resolved_at": "2024-02-01 09:59:59"},
    ),
    ("stages", "stage_seq_positive", {"stage_seq": "0"}),
    ("ledger_entries", "cost_period_is_first_of_month", {"cost_period": "2024-02-02"}),
    ("exchange_rates", "exchange_rate_positive", {"exchange_rate": "0"}),
    ("customers", "parent_customer_id_is_not_itself", {"customer_id": "C1", "parent_customer_id": "C1"}),
    ("survey_responses", "recommendation_from_0_to_10", {"question_kind": "nps", "score": "11"}),
    ("timesheets", "worked_minutes_from_0_to_1440", {"worked_minutes": "28800"}),
]
GOOD: list[tuple[str, str, dict[str, str]]] = [
    (
        "order_lines",
        "net_is_gross_less_discount",
        {"gross_amount": "100", "discount_amount": "10", "net_amount": "90.01"},
    ),
    ("invoices", "due_date_not_before_invoice_date", {"invoice_date": "2024-02-01", "due_date": "2024-02-01"}),
    ("invoices", "currency_is_a_code", {"currency": "PLN"}),
    ("opportunities", "closed_deals_have_a_date", {"status": "won", "closed_date": "2024-02-01"}),
    ("opportunities", "win_probability_share_is_a_share", {"win_probability_share": "1"}),
    ("survey_responses", "recommendation_from_0_to_10", {"question_kind": "rating", "score": "11"}),
]


@pytest.mark.parametrize(("entity", "rule", "values"), BAD)
def test_a_broken_row_is_found_by_its_rule(session: Session, entity: str, rule: str, values: dict[str, str]) -> None:
    outcome = _judged(session, entity, rule, values)
    assert (outcome.success, outcome.unexpected_count, outcome.exception) == (False, 1, None)


@pytest.mark.parametrize(("entity", "rule", "values"), GOOD)
def test_a_row_at_the_edge_passes(session: Session, entity: str, rule: str, values: dict[str, str]) -> None:
    assert _judged(session, entity, rule, values).success


def _judged(session: Session, entity: str, rule: str, values: dict[str, str]) -> Outcome:
    contract = ENTITIES[entity]
    view = _typed_view(session, contract, entity, values)
    (chosen,) = [each for each in written_rules(contract) if each.name == rule]
    (outcome,) = session.run(view, [chosen])
    return outcome


def _typed_view(
    session: Session, contract: Contract, name: str, values: dict[str, str], condition: str = "true"
) -> View:
    """A view with a contract's columns and one row: the values given, everything else null."""
    given = {name: repr(value) for name, value in values.items()}
    cells = [f"cast({given.get(c.name, 'null')} as {c.data_type}) as {c.name}" for c in contract.columns]
    cells += ["1 as _record_number", "1 as _from_load_id"]
    session.cursor.execute(f"create temp view v_{name} as select {', '.join(cells)} where {condition}")
    return View(
        f"v_{name}", frozenset(column.name for column in contract.columns if column.personal), tuple(contract.key)
    )


def test_mistakes_in_a_company_suite_are_told_with_file_and_key(tmp_path: Path, orders: Contract) -> None:
    folder = tmp_path / "expectations" / "shop"
    folder.mkdir(parents=True)
    good: dict[str, Any] = {
        "type": "expect_column_values_to_be_between",
        "kwargs": {"column": "amount", "min_value": 0},
    }
    suite = {
        "name": "shop.orders",
        "expectations": [
            good,
            {"type": "expect_column_values_to_be_unique", "kwargs": {"column": "amont"}},
            {"type": "unexpected_rows_expectation", "kwargs": {"unexpected_rows_query": "select * from orders"}},
        ],
    }
    (folder / "orders.json").write_text(json.dumps(suite), encoding="utf-8")
    (folder / "ordres.json").write_text(json.dumps(suite), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        check_suites([orders], tmp_path)
    told = [(Path(problem.file).name, problem.key) for problem in caught.value.problems]
    assert told == [
        ("orders.json", "expectations.1.kwargs"),
        ("orders.json", "expectations.2.kwargs.unexpected_rows_query"),
        ("ordres.json", ""),
    ]
    assert 'did you mean "amount"?' in str(caught.value)
    assert 'did you mean "orders"?' in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"name": "a",\n "expectations": [}', "line 2"),
        ('{"expectations": []}', "name"),
        (
            '{"name": "a", "expectations": [{"type": "expect_x", "kwargs": {}, "severty": "warning"}]}',
            "expectations.0.severty",
        ),
        (
            '{"name": "a", "expectations": [{"type": "expect_x", "kwargs": {}, "severity": "mild"}]}',
            "expectations.0.severity",
        ),
        ('{"name": "a", "expectations": [{"type": "drop table", "kwargs": {}}]}', "expectations.0.type"),
        ('["expect_x"]', "orders.json"),
    ],
)
def test_a_suite_of_the_wrong_shape_is_refused(tmp_path: Path, orders: Contract, text: str, told: str) -> None:
    folder = tmp_path / "expectations" / "shop"
    folder.mkdir(parents=True)
    (folder / "orders.json").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=told):
        written_rules(orders, tmp_path)


def test_a_suite_that_is_not_utf8_is_refused(tmp_path: Path, orders: Contract) -> None:
    folder = tmp_path / "expectations" / "shop"
    folder.mkdir(parents=True)
    (folder / "orders.json").write_bytes(b'{"name": "\xb3"}')
    with pytest.raises(ConfigurationError, match="UTF-8"):
        written_rules(orders, tmp_path)


@pytest.mark.parametrize(
    ("query", "columns", "touched"),
    [
        ('select * from {batch} where "Buyer Email" is null', ["buyer email"], True),
        ("select * from {batch} where BUYER_EMAIL is null", ["Buyer_Email"], True),
        ("select * from {batch} where email_count > 1", ["email"], False),
        ("select * from {batch}", ["email"], False),
    ],
)
def test_a_query_reads_a_column_whatever_its_case_and_quotes(query: str, columns: list[str], touched: bool) -> None:
    rule = Rule("r", "unexpected_rows_expectation", {"unexpected_rows_query": query}, "a.json")
    assert rule.touches(columns) is touched
