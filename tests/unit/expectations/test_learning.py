"""Limits learned from the loads before: what they hold, what they only tell, and what accepting teaches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from expectations import profiling
from ingest.store import RawStore
from ingest.unusual import unusual_figures
from tests.unit.expectations.conftest import Pending, make_contract, rows

FIRST = date(2024, 1, 1)
GOOD = {"order_id": "{n} * 1000 + i", "amount": "100 + (i * 7 + {n}) % 50", "ordered": "date '{day}'"}


def day_of(number: int) -> date:
    return FIRST + timedelta(days=number)


def load(pending: Pending, number: int, count: int = 200, file: str | None = None, **columns: str) -> int:
    """The file of a day; columns are replaced by SQL in which {n} is its number and {day} its day."""
    day = day_of(number)
    cells = {name: sql.format(n=number, day=day) for name, sql in (GOOD | columns).items()}
    return pending.load(rows(count, **cells), file or f"orders_{number}.csv", day)


def taught(pending: Pending, count: int = 8) -> None:
    """Good files of so many days, one a night."""
    for number in range(count):
        load(pending, number)
        assert pending.check().passed


def learning(folder: Path, **keys: Any) -> Any:
    return make_contract(folder, load_mode="append", learning=keys)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RawStore]:
    with RawStore(tmp_path / "raw.duckdb") as opened:
        yield opened


def failed(result: Any) -> list[str]:
    return [each["name"] for each in result.expectations if not each["success"]]


def test_each_judged_load_has_a_profile_exact_and_without_personal_values(additions: Pending) -> None:
    load_id = load(additions, 0, 4, amount="if(i = 0, null, i * 1.1)", status="if(i < 3, 'open', null)")
    additions.check()
    kept = additions.store.con.execute(
        "select column_name, measure, value from load_ledger.profiles where load_id = ? order by all", [load_id]
    ).fetchall()
    assert kept == [
        ("amount", "maximum", "3.3000"),
        ("amount", "mean", "2.2"),
        ("amount", "minimum", "1.1000"),
        ("amount", "null_share", "0.25"),
        ("amount", "sum", "6.6000"),
        ("buyer_email", "distinct_count", "4"),
        ("buyer_email", "null_share", "0.0"),
        ("is_rush", "null_share", "0.0"),
        ("ordered", "earliest", "2024-01-01"),
        ("ordered", "latest", "2024-01-01"),
        ("ordered", "latest_age_days", "0"),
        ("status", "distinct_count", "1"),
        ("status", "null_share", "0.25"),
        (None, "quarantined_share", "0"),
        (None, "row_count", "4"),
    ]


def test_nothing_is_judged_before_there_are_enough_loads(additions: Pending) -> None:
    taught(additions, 4)
    load(additions, 4, 3, amount="1000000")
    result = additions.check()
    assert result.passed
    assert result.profile == {}
    assert not [each for each in result.expectations if each["name"].startswith("profile_")]


@pytest.mark.parametrize(
    ("fault", "figure"),
    [
        ({"amount": "(100 + i % 50) * 100"}, "mean of amount is 12450.0, expected"),
        ({"amount": "null"}, "null_share of amount is 1.0, expected 0.0 to"),
        ({"status": "null"}, "null_share of status is 1.0, expected 0.0 to"),
        ({"ordered": "date '2031-05-01'"}, "latest_age_days of ordered is -2669, expected"),
        ({"ordered": "date '2023-05-01'"}, "latest_age_days of ordered is 253, expected"),
        ({"buyer_email": "'same@canary.example'"}, "distinct_count of buyer_email is 1, expected"),
    ],
)
def test_a_load_unlike_those_before_is_held_with_figure_and_limits(
    additions: Pending, fault: dict[str, Any], figure: str
) -> None:
    taught(additions)
    load_id = load(additions, 8, **fault)
    result = additions.check()
    assert (result.state, result.held) == ("failed", [load_id])
    assert "profile_is_plausible" in failed(result)
    assert "shop.orders: its figures must be like those of the last 36 accepted loads; " in result.reasons[load_id]
    assert figure in result.reasons[load_id]
    assert "Accepting a load teaches that its figures are right." in result.reasons[load_id]
    assert "canary" not in result.reasons[load_id]


@pytest.mark.parametrize("count", [40, 1000])
def test_a_file_much_smaller_or_larger_than_usual_is_held(additions: Pending, count: int) -> None:
    taught(additions)
    load(additions, 8, count)
    assert f"row_count is {count}, expected" in additions.check().reasons[9]


def test_the_same_figures_in_another_file_are_held_as_a_repetition(additions: Pending) -> None:
    taught(additions)
    load(additions, 7, file="orders_7_again.csv")
    assert "repeated_count is 1, expected 0.0 to 0.0" in additions.check().reasons[9]


def test_a_corrected_file_repeats_nothing(additions: Pending) -> None:
    taught(additions)
    load(additions, 7, buyer_email="'corrected' || i")
    assert additions.check().passed


def test_accepting_teaches(additions: Pending) -> None:
    taught(additions)
    load(additions, 8, 900)
    assert additions.check().held == [9]
    load(additions, 9, 880)
    assert additions.check().held == [9, 10]  # a held load teaches nothing
    additions.store.accept([9, 10])
    load(additions, 10, 950)
    assert additions.check().passed


def test_an_unusual_load_is_accepted_and_told_until_the_next_one(additions: Pending) -> None:
    taught(additions)
    load(additions, 8, status="if(i % 10 = 0, null, 'open')")
    result = additions.check()
    assert (result.passed, result.state) == (True, "passed")
    (warned,) = [each for each in result.expectations if not each["success"]]
    assert (warned["name"], warned["state"], warned["severity"]) == ("profile_is_usual", "warned", "warning")
    (told,) = unusual_figures(additions.store.con)
    assert str(told).startswith("load 9 (shop.orders from orders_8.csv): null_share of status is 0.1, usually 0 to ")
    load(additions, 9)
    additions.check()
    assert unusual_figures(additions.store.con) == []


def test_limits_and_figures_are_told_of_a_good_load_too(additions: Pending) -> None:
    taught(additions)
    load(additions, 8)
    told = additions.check().profile
    assert told["row_count"]["value"] == "200"
    low, high = told["row_count"]["fail_lower"], told["row_count"]["fail_upper"]
    assert (40 < float(low) < 140, 280 < float(high) < 700) == (True, True)
    assert set(told["mean of amount"]) == {"value", "warn_lower", "warn_upper", "fail_lower", "fail_upper"}


def test_loads_that_wait_together_are_compared_in_the_order_of_their_days(additions: Pending) -> None:
    for number in (9, 8, *range(8)):
        in_cents: dict[str, Any] = {"amount": "(100 + i % 50) * 100"} if number == 8 else {}
        load(additions, number, **in_cents)
    result = additions.check()
    assert result.held == [2]
    assert len(result.accepted) == 9


def test_a_full_list_may_grow_and_stand_still(pending: Pending) -> None:
    for number in range(30):
        load(pending, number, 100 + 5 * number, order_id="i", amount="100 + i % 50", ordered="date '2024-01-01'")
        assert pending.check().passed


def test_learning_can_be_switched_off_for_a_table(tmp_path: Path, store: RawStore) -> None:
    pending = Pending(store, learning(tmp_path, enabled=False))
    taught(pending)
    load(pending, 8, 5000, amount="null")
    assert pending.check().passed
    assert store.con.execute("select count(*) from load_ledger.profiles where load_id = 9").fetchall() != [(0,)]


@pytest.mark.parametrize(
    "keys",
    [
        {"skip": ["mean"]},
        {"columns": {"amount": {"enabled": False}}},
        {"columns": {"amount": {"fail_change": "100", "warn_change": "100"}}},
        {"min_loads": 20},
    ],
)
def test_learning_can_be_narrowed(tmp_path: Path, store: RawStore, keys: dict[str, Any]) -> None:
    strict = Pending(store, make_contract(tmp_path, load_mode="append"))
    taught(strict)
    load(strict, 8, amount="(100 + i % 50) * 100")
    assert strict.check().held == [9]
    strict.contract = learning(tmp_path, **keys)
    assert strict.check().accepted == [9]


def test_a_crash_is_a_state_of_its_own(additions: Pending, monkeypatch: pytest.MonkeyPatch) -> None:
    taught(additions)
    monkeypatch.setattr(profiling, "_NUMBERS", ("bigint", "decimal", "boolean"))  # booleans have no sum
    load(additions, 8)
    result = additions.check()
    assert (result.state, result.passed, result.crashed) == ("crashed", False, True)
    assert (result.held, result.undecided) == ([9], [9])
    assert [each["state"] for each in result.expectations if each["name"] == "profile_is_plausible"] == ["crashed"]
    assert "shop.orders: the rule profile_is_plausible of _shop__sources.yml couldn't be judged" in result.reasons[9]
    monkeypatch.undo()
    assert additions.check().accepted == [9]


def test_a_failure_beside_a_crash_is_a_failure(additions: Pending, monkeypatch: pytest.MonkeyPatch) -> None:
    taught(additions)
    monkeypatch.setattr(profiling, "_NUMBERS", ("bigint", "decimal", "boolean"))
    load(additions, 8, status="'lost'")
    result = additions.check()
    assert (result.state, result.crashed, result.undecided) == ("failed", True, [])
