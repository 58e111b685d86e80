"""Great Expectations on a shared DuckDB connection: the mend, and each kind of expectation seen passing and failing."""

from __future__ import annotations

from typing import Any

import pytest

from expectations.rules import Rule
from expectations.session import Session
from expectations.views import View
from tests.unit.expectations.conftest import Judge

ROWS = """
select * from (values
    (1, 'a', date '2024-01-01', date '2024-01-05', timestamp '2024-01-01 10:00:00', 10.5000::decimal(18,4), true),
    (2, 'b', date '2024-01-02', date '2024-01-02', null, null, false),
    (3, 'c', null, null, null, 0.0100::decimal(18,4), null),
) as t(id, kind, began, ended, seen_at, amount, flag)
"""

KINDS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("expect_column_values_to_not_be_null", {"column": "id"}, {"column": "amount"}),
    ("expect_column_values_to_be_unique", {"column": "id"}, {"column": "same"}),
    ("expect_compound_columns_to_be_unique", {"column_list": ["id", "kind"]}, {"column_list": ["same", "grade"]}),
    (
        "expect_table_columns_to_match_set",
        {"column_set": ["id", "kind"], "exact_match": False},
        {"column_set": ["id", "gone"]},
    ),
    ("expect_table_row_count_to_be_between", {"min_value": 3}, {"min_value": 4}),
    (
        "expect_column_values_to_be_in_set",
        {"column": "kind", "value_set": ["a", "b", "c"]},
        {"column": "kind", "value_set": ["a"]},
    ),
    ("expect_column_values_to_be_in_set", {"column": "id", "value_set": [1, 2, 3]}, {"column": "id", "value_set": [1]}),
    (
        "expect_column_values_to_be_in_set",
        {"column": "flag", "value_set": [True, False]},
        {"column": "flag", "value_set": [True]},
    ),
    (
        "expect_column_values_to_be_between",
        {"column": "began", "min_value": "1990-01-01", "max_value": "2100-12-31"},
        {"column": "began", "min_value": "1990-01-01", "max_value": "2024-01-01"},
    ),
    (
        "expect_column_values_to_be_between",
        {"column": "seen_at", "min_value": "1990-01-01", "max_value": "2100-12-31"},
        {"column": "seen_at", "max_value": "2020-12-31"},
    ),
    (
        "expect_column_values_to_be_between",
        {"column": "amount", "min_value": 0, "strict_min": True},
        {"column": "amount", "min_value": 0.02},
    ),
    (
        "expect_column_max_to_be_between",
        {"column": "amount", "max_value": 10.5},
        {"column": "amount", "max_value": 10.4},
    ),
    ("expect_column_min_to_be_between", {"column": "id", "min_value": 1}, {"column": "id", "min_value": 2}),
    (
        "expect_column_pair_values_a_to_be_greater_than_b",
        {"column_A": "ended", "column_B": "began", "or_equal": True, "ignore_row_if": "either_value_is_missing"},
        {"column_A": "ended", "column_B": "began", "or_equal": False, "ignore_row_if": "either_value_is_missing"},
    ),
    (
        "unexpected_rows_expectation",
        {"unexpected_rows_query": "select * from {batch} where ended < began"},
        {"unexpected_rows_query": "select * from {batch} where ended = began and kind not like '%:x%'"},
    ),
]


@pytest.mark.parametrize(("kind", "passing", "_"), KINDS)
def test_kind_passes(judge: Judge, kind: str, passing: dict[str, Any], _: object) -> None:
    outcome = judge(ROWS, kind, **passing)
    assert outcome.success, outcome
    assert outcome.exception is None
    assert outcome.observed is not None


@pytest.mark.parametrize(("kind", "_", "failing"), KINDS)
def test_kind_fails_without_crashing(judge: Judge, kind: str, _: object, failing: dict[str, Any]) -> None:
    outcome = judge(f"select *, 1 as same, 'x' as grade from ({ROWS})", kind, **failing)
    assert not outcome.success
    assert outcome.exception is None
    assert not outcome.crashed
    assert outcome.holds


def test_columns_that_are_all_null_pass(judge: Judge) -> None:
    query = "select 1 as id, null::date as day, null::decimal(18,4) as amount, null::varchar as word"
    rules: list[tuple[str, dict[str, Any]]] = [
        ("expect_column_values_to_be_between", {"column": "day", "min_value": "1990-01-01"}),
        ("expect_column_values_to_be_between", {"column": "amount", "min_value": 0}),
        ("expect_column_values_to_be_in_set", {"column": "word", "value_set": ["a"]}),
        ("unexpected_rows_expectation", {"unexpected_rows_query": "select * from {batch} where abs(amount) > 1"}),
    ]
    assert [judge(query, kind, **kwargs).success for kind, kwargs in rules] == [True] * len(rules)


def test_figures_name_count_and_values(judge: Judge) -> None:
    outcome = judge(
        "select i as id, (i * 1.5)::decimal(18,4) as amount from range(20) r(i)",
        "expect_column_values_to_be_between",
        column="amount",
        min_value=15,
    )
    assert (outcome.observed, outcome.unexpected_count) == ("10 of 20 rows", 10)
    assert outcome.sample == ("0.0000", "1.5000", "3.0000", "4.5000", "6.0000")


def test_a_row_query_names_key_record_and_what_it_reads(judge: Judge) -> None:
    query = "select 7 as id, 17 as _record_number, 3 as _from_load_id, 5 as gross, 9 as net, 'x' as remark"
    outcome = judge(
        query,
        "unexpected_rows_expectation",
        key=("id",),
        unexpected_rows_query="select * from {batch} where net > gross",
    )
    assert outcome.sample == ("id=7, _record_number=17, _from_load_id=3, gross=5, net=9",)


def test_a_row_query_hides_a_key_that_is_personal(judge: Judge) -> None:
    outcome = judge(
        "select 'canary' as agent, 17 as _record_number, 5 as deals",
        "unexpected_rows_expectation",
        ("agent",),
        ("agent",),
        unexpected_rows_query="select * from {batch} where deals > 1",
    )
    assert outcome.sample == ("_record_number=17, deals=5",)


def test_a_missing_key_names_the_record(judge: Judge) -> None:
    query = "select null::bigint as id, 17 as _record_number, 3 as _from_load_id, 'x' as remark"
    outcome = judge(query, "expect_column_values_to_not_be_null", key=("id",), column="id")
    assert outcome.sample == ("id=NULL, _record_number=17, _from_load_id=3",)


@pytest.mark.parametrize(
    ("kind", "kwargs"),
    [
        ("expect_column_values_to_be_in_set", {"column": "email", "value_set": ["x"]}),
        ("expect_column_values_to_be_unique", {"column": "email"}),
        ("expect_compound_columns_to_be_unique", {"column_list": ["email", "one"]}),
        ("expect_column_max_to_be_between", {"column": "email", "max_value": "a"}),
        ("expect_column_most_common_value_to_be_in_set", {"column": "email", "value_set": ["x"]}),
        ("expect_column_distinct_values_to_be_in_set", {"column": "email", "value_set": ["x"]}),
        ("expect_column_values_to_not_be_null", {"column": "gap"}),
        ("unexpected_rows_expectation", {"unexpected_rows_query": "select * from {batch} where one = 1"}),
        ("unexpected_rows_expectation", {"unexpected_rows_query": "select EMAIL as id from {batch}"}),
        ("unexpected_rows_expectation", {"unexpected_rows_query": 'select "Email"::int as id from {batch}'}),
        ("expect_column_sum_to_be_between", {"column": "email", "min_value": 1}),
    ],
)
def test_personal_values_are_never_shown(judge: Judge, kind: str, kwargs: dict[str, Any]) -> None:
    query = "select 1 as one, null as gap, 'canary@example.org' as email, i as id from range(2) r(i)"
    outcome = judge(query, kind, ("Email",), ("id",), **kwargs)
    assert not outcome.success
    assert "canary" not in str(outcome.as_dict())


def test_a_crash_is_neither_good_nor_bad_and_blames_only_itself(session: Session) -> None:
    session.cursor.execute("create temp view judged as select i as id, 'x' || i as word from range(3) r(i)")
    rules = [
        Rule("sums_text", "expect_column_sum_to_be_between", {"column": "word", "min_value": 1}, "a.json"),
        Rule("unknown_kind", "expect_the_unknown", {"column": "id"}, "a.json"),
        Rule("no_such_argument", "expect_column_values_to_be_unique", {"colum": "id"}, "a.json"),
        Rule("no_such_column", "expect_column_values_to_be_unique", {"column": "gone"}, "a.json"),
        Rule(
            "casts", "unexpected_rows_expectation", {"unexpected_rows_query": "select word::int from {batch}"}, "a.json"
        ),
        Rule("syntax", "unexpected_rows_expectation", {"unexpected_rows_query": "selec {batch}"}, "a.json"),
        Rule("unpaired", "unexpected_rows_expectation", {"unexpected_rows_query": "select {batch"}, "a.json"),
        Rule("good", "expect_column_values_to_be_unique", {"column": "id"}, "a.json"),
        Rule("good_in_the_same_bundle", "expect_column_sum_to_be_between", {"column": "id", "min_value": 1}, "a.json"),
        Rule("bad", "expect_column_values_to_be_in_set", {"column": "id", "value_set": [1]}, "a.json"),
    ]
    outcomes = session.run(View("judged"), rules)
    assert [outcome.rule.name for outcome in outcomes] == [rule.name for rule in rules]
    assert [outcome.crashed for outcome in outcomes] == [True] * 7 + [False] * 3
    assert [outcome.success for outcome in outcomes] == [False] * 7 + [True, True, False]
    assert all(outcome.exception and outcome.holds for outcome in outcomes[:7])


def test_a_warning_fails_without_holding(session: Session) -> None:
    session.cursor.execute("create temp view judged as select 1 as id")
    rule = Rule(
        "strange", "expect_column_values_to_be_in_set", {"column": "id", "value_set": [2]}, "a.json", severity="warning"
    )
    (outcome,) = session.run(View("judged"), [rule])
    assert (outcome.success, outcome.holds) == (False, False)


def test_a_rule_that_breaks_the_whole_validation_is_judged_apart(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.cursor.execute("create temp view judged as select 1 as id")
    validate = Session._validate

    def broken(self: Session, view: str, configurations: list[Any]) -> Any:
        if any(each.kwargs["column"] == "id" and "value_set" in each.kwargs for each in configurations):
            raise TypeError("the library fell over")
        return validate(self, view, configurations)

    monkeypatch.setattr(Session, "_validate", broken)
    rules = [
        Rule("good", "expect_column_values_to_be_unique", {"column": "id"}, "a.json"),
        Rule("breaks", "expect_column_values_to_be_in_set", {"column": "id", "value_set": [1]}, "a.json"),
        Rule("bad", "expect_column_values_to_be_between", {"column": "id", "min_value": 2}, "a.json"),
    ]
    outcomes = session.run(View("judged"), rules)
    assert [(outcome.success, outcome.exception) for outcome in outcomes] == [
        (True, None),
        (False, "the library fell over"),
        (False, None),
    ]
