"""Gate 1 on the raw store: what is accepted, what is held, and what is told of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from expectations.from_contract import quarantine_limit
from expectations.runner import check_loads
from expectations.suites import written_rules
from ingest.contracts import Contract, standard_entities
from settings.errors import ConfigurationError
from tests.unit.expectations.conftest import Pending, make_contract, rows

JAN, FEB, MAR, APR = (date(2024, month, 28) for month in (1, 2, 3, 4))


def failed(result: Any) -> list[str]:
    return [each["name"] for each in result.expectations if not each["success"]]


def suite(folder: Path, expectations: list[dict[str, Any]], table: str = "orders") -> None:
    place = folder / "expectations" / "shop"
    place.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"name": f"shop.{table}", "expectations": expectations})
    (place / f"{table}.json").write_text(text, encoding="utf-8")


def test_a_good_load_is_accepted_with_every_figure(pending: Pending) -> None:
    load_id = pending.load(rows(20))
    result = pending.check(run_id="run_7")
    assert (result.system, result.table, result.load_ids, result.accepted, result.held) == (
        "shop",
        "orders",
        [1],
        [1],
        [],
    )
    assert (result.passed, result.crashed) == (True, False)
    assert (pending.statuses(), pending.count()) == (["accepted"], 20)
    assert [each["name"] for each in result.expectations] == [
        "columns_are_there",
        "columns_have_their_types",
        "dates_are_plausible",
        "numbers_are_plausible",
        "order_id_is_there",
        "ordered_is_there",
        "order_id_is_unique",
        "status_is_allowed",
        "brings_rows",
        "quarantined_share_at_most_0.05",
        "lost_share_at_most_0.2",
    ]
    assert all(each["success"] and each["observed"] for each in result.expectations)
    kept = pending.store.con.execute("select * exclude (result, checked_at) from load_ledger.suite_results").fetchall()
    assert kept == [("run_7", load_id, "shop", "orders", "shop.orders", True, False)]
    written = pending.store.con.execute("select result from load_ledger.suite_results").fetchall()[0][0]
    assert json.loads(written) == {"expectations": result.expectations}


@pytest.mark.parametrize(
    ("columns", "rule", "told"),
    [
        (
            {"order_id": "nullif(i, 3)"},
            "order_id_is_there",
            "order_id: must not be empty; 1 of 20 rows break this. For example in orders.csv, record 4: empty.",
        ),
        (
            {"ordered": "case when i <> 3 then date '2024-01-15' end"},
            "ordered_is_there",
            "ordered: must not be empty; 1 of 20 rows break this. For example in orders.csv, record 4: empty.",
        ),
        (
            {"order_id": "i // 2"},
            "order_id_is_unique",
            "order_id: each value may stand only once; 20 of 20 rows break this. "
            "For example in orders.csv, record 1: 0; record 2: 0; record 3: 1.",
        ),
        (
            {"status": "if(i = 3, 'lost', 'open')"},
            "status_is_allowed",
            "status: must be one of open, shipped; 1 of 20 rows break this. For example in orders.csv, record 4: lost.",
        ),
        (
            {"ordered": "if(i = 3, date '9999-12-31', date '2024-01-15')"},
            "dates_are_plausible",
            "dates must lie from 1900-01-01 to 2199-12-31; 1 row breaks this. "
            "For example in orders.csv, record 4: order_id=3, ordered=9999-12-31.",
        ),
        (
            {"amount": "if(i = 3, -99999999999999, 10)"},
            "numbers_are_plausible",
            "numbers must lie between -100,000,000,000 and 100,000,000,000; 1 row breaks this. "
            "For example in orders.csv, record 4: order_id=3, amount=-99999999999999.0000.",
        ),
    ],
)
def test_a_broken_contract_holds_the_load_and_is_told_in_a_sentence(
    pending: Pending, columns: dict[str, str], rule: str, told: str
) -> None:
    load_id = pending.load(rows(20, **columns))
    result = pending.check()
    assert failed(result) == [rule]
    assert (result.passed, result.crashed, result.held) == (False, False, [load_id])
    assert (pending.statuses(), pending.count()) == (["held"], 0)
    reason = pending.store.loads()[0].status_reason
    assert reason == result.reasons[load_id]
    assert told in reason
    assert reason.startswith("shop.orders")
    assert "expect_" not in reason
    assert "select" not in reason
    mend = "accepted as it is, it would stop" if "numbers" in rule else f"or run `whale accept {load_id}`"
    assert f"send a corrected orders.csv{';' if 'numbers' in rule else ','} {mend}" in reason


def test_columns_all_null_and_unknown_are_tolerated(pending: Pending) -> None:
    pending.load(rows(5, status="null", amount="null", is_rush="null", buyer_email="null"))
    assert pending.check().passed


def test_a_missing_column_and_a_wrong_type_are_seen(pending: Pending) -> None:
    pending.load(rows(5))
    pending.store.con.execute("alter table pending_shop.orders drop column is_rush")
    pending.store.con.execute("alter table pending_shop.orders alter amount type double")
    result = pending.check()
    assert failed(result) == ["columns_are_there", "columns_have_their_types"]
    types = next(each for each in result.expectations if each["name"] == "columns_have_their_types")
    assert types["sample"] == [
        "column_name=amount, expected_type=decimal(18,4), found_type=DOUBLE",
        "column_name=is_rush, expected_type=boolean, found_type=NULL",
    ]


def test_duplicates_within_one_of_several_loads_are_seen(additions: Pending) -> None:
    additions.load(rows(10), "orders_1.csv")
    additions.load(rows(10, order_id="i // 2"), "orders_2.csv")
    assert additions.check().held == [2]


def test_versions_of_the_same_rows_in_several_loads_blame_nobody(additions: Pending, tmp_path: Path) -> None:
    suite(tmp_path, [{"type": "expect_column_values_to_be_unique", "kwargs": {"column": "buyer_email"}}])
    additions.load(rows(10), "orders_1.csv")
    additions.load(rows(10), "orders_2.csv", FEB)
    result = additions.check(company_folder=tmp_path)
    assert (result.passed, result.accepted, failed(result)) == (True, [1, 2], [])
    additions.load(rows(10, buyer_email="'same'"), "orders_3.csv", MAR)
    additions.load(rows(10), "orders_4.csv", APR)
    result = additions.check(company_folder=tmp_path)
    assert (result.passed, result.accepted, result.held) == (False, [4], [3])
    assert len(failed(result)) == 1


def test_a_crash_holds_the_load_and_is_told_apart_from_bad_data(pending: Pending, tmp_path: Path) -> None:
    sums_text = {
        "type": "expect_column_sum_to_be_between",
        "kwargs": {"column": "status", "min_value": 1},
        "meta": {"name": "sums_text"},
    }
    suite(tmp_path, [sums_text])
    load_id = pending.load(rows(5))
    result = pending.check(company_folder=tmp_path)
    assert (result.passed, result.crashed, result.held) == (False, True, [load_id])
    assert failed(result) == ["sums_text"]
    assert next(each for each in result.expectations if each["name"] == "sums_text")["exception"]
    assert "the rule sums_text of shop/orders.json couldn't be judged" in result.reasons[load_id]
    assert "mend the rule" in result.reasons[load_id]
    flags = pending.store.con.execute("select passed, crashed from load_ledger.suite_results").fetchall()
    assert flags == [(False, True)]


def test_a_held_load_is_judged_again_when_its_rule_was_mended(pending: Pending, tmp_path: Path) -> None:
    rule = {"type": "expect_column_values_to_be_between", "kwargs": {"column": "amount", "min_value": 11}}
    suite(tmp_path, [rule])
    pending.load(rows(5))
    assert pending.check(company_folder=tmp_path).held == [1]
    assert pending.check(company_folder=tmp_path).held == [1]
    rule["kwargs"] = {"column": "amount", "min_value": 10}
    suite(tmp_path, [rule])
    assert pending.check(company_folder=tmp_path).accepted == [1]
    assert check_loads(pending.store, [pending.contract], company_folder=tmp_path) == []


def test_a_load_held_by_somebody_else_is_left_alone(pending: Pending) -> None:
    pending.load(rows(5))
    pending.store.hold(1, "the control totals don't agree")
    assert check_loads(pending.store, [pending.contract]) == []
    assert pending.store.loads()[0].status_reason == "the control totals don't agree"


def test_a_held_load_can_be_accepted_by_hand(pending: Pending) -> None:
    pending.load(rows(20, order_id="i // 2"))
    pending.check()
    pending.store.accept([1])
    assert pending.statuses() == ["accepted"]
    assert check_loads(pending.store, [pending.contract]) == []


def test_a_warning_is_written_down_and_holds_nothing(pending: Pending, tmp_path: Path) -> None:
    rule = {
        "type": "expect_column_values_to_be_between",
        "kwargs": {"column": "amount", "min_value": 11},
        "severity": "warning",
    }
    suite(tmp_path, [rule])
    pending.load(rows(5))
    result = pending.check(company_folder=tmp_path)
    assert result.passed
    assert len(failed(result)) == 1


def test_personal_values_reach_neither_result_nor_ledger_nor_message(pending: Pending, tmp_path: Path) -> None:
    suite(
        tmp_path,
        [
            {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "buyer_email", "value_set": ["x"]}},
            {"type": "expect_column_max_to_be_between", "kwargs": {"column": "buyer_email", "max_value": "a"}},
            {
                "type": "unexpected_rows_expectation",
                "kwargs": {"unexpected_rows_query": "select * from {batch} where amount < 99"},
            },
            {
                "type": "unexpected_rows_expectation",
                "kwargs": {"unexpected_rows_query": "select buyer_email::date as day from {batch}"},
            },
        ],
    )
    pending.load(rows(5, order_id="i // 2"))
    result = pending.check(company_folder=tmp_path)
    assert len(failed(result)) == 5
    ledger = pending.store.con.execute(
        "select l.*, s.* from load_ledger.loads l, load_ledger.suite_results s"
    ).fetchall()
    assert "canary" not in repr(result) + repr(ledger)
    assert "amount=10.0000" in result.reasons[1]


def test_a_company_adds_to_what_is_built_in(tmp_path: Path) -> None:
    contract = standard_entities()["tickets"].model_copy(update={"system": "helpdesk"})
    built_in = written_rules(contract)
    place = tmp_path / "expectations" / "helpdesk"
    place.mkdir(parents=True)
    extra = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "priority"}}
    (place / "tickets.json").write_text(
        json.dumps({"name": "helpdesk.tickets", "expectations": [extra]}), encoding="utf-8"
    )
    assert [rule.type for rule in written_rules(contract, tmp_path)] == [
        *(rule.type for rule in built_in),
        "expect_column_values_to_not_be_null",
    ]


def test_an_unreadable_suite_stops_before_any_load_is_touched(pending: Pending, tmp_path: Path) -> None:
    suite(tmp_path, [{"type": "expect_column_values_to_be_unique", "kwargs": {"column": "gone"}}])
    pending.load(rows(5))
    with pytest.raises(ConfigurationError, match="gone"):
        pending.check(company_folder=tmp_path)
    assert pending.statuses() == ["pending"]


def test_progress_names_the_tables(pending: Pending, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    pending.load(rows(5))
    pending.check(on_progress=lambda done, total, label: told.append((done, total, label)))
    assert told == [(0, 1, "shop.orders"), (1, 1, "")]


def test_tables_without_waiting_loads_and_loads_without_a_contract_are_left_alone(
    pending: Pending, tmp_path: Path
) -> None:
    pending.load(rows(5))
    other = make_contract(tmp_path, "others")
    assert check_loads(pending.store, [other]) == []
    assert pending.statuses() == ["pending"]
    assert len(check_loads(pending.store, [pending.contract, other])) == 1


def test_a_failing_accept_leaves_the_load_pending_and_nothing_written(
    pending: Pending, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending.load(rows(5))

    def broken(_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(pending.store, "accept", broken)
    with pytest.raises(OSError, match="disk"):
        pending.check()
    assert pending.statuses() == ["pending"]
    assert pending.store.con.execute("select count(*) from load_ledger.suite_results").fetchall() == [(0,)]


def test_the_limit_of_quarantine_is_the_contracts(orders: Contract) -> None:
    landing = orders.landing.model_copy(update={"max_quarantined_share": 0.5})
    assert quarantine_limit(orders) == 0.05
    assert quarantine_limit(orders.model_copy(update={"landing": landing})) == 0.5
