"""What the session guards against: hostile names, other views, output, and the libraries' changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.rules import Rule
from expectations.session import Session, open_engine
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


def test_a_warning_that_crashes_holds(session: Session) -> None:
    session.cursor.execute("create temp view judged as select 1 as id")
    rule = Rule("broken", "expect_the_unknown", {"column": "id"}, "a.json", severity="warning")
    (outcome,) = session.run(View("judged"), [rule])
    assert (outcome.success, outcome.crashed, outcome.holds) == (False, True, True)


def test_hostile_column_names_are_only_names(session: Session) -> None:
    name = """x'; drop table kept; -- {0} :y %s z"""
    quoted = '"' + name.replace('"', '""') + '"'
    session.cursor.execute("create table kept (id int)")
    session.cursor.execute(f"create temp view judged as select i as {quoted} from range(3) r(i)")
    rules = [
        Rule("a", "expect_column_values_to_be_unique", {"column": name}, "a.json"),
        Rule("b", "expect_column_values_to_not_be_null", {"column": name}, "a.json"),
        Rule("c", "expect_column_values_to_be_in_set", {"column": name, "value_set": [0, 1]}, "a.json"),
        Rule("d", "expect_table_columns_to_match_set", {"column_set": [name]}, "a.json"),
    ]
    outcomes = session.run(View("judged"), rules)
    assert [(outcome.success, outcome.exception) for outcome in outcomes] == [
        (True, None),
        (True, None),
        (False, None),
        (True, None),
    ]
    assert session.cursor.execute("select count(*) from kept").fetchone() == (0,)


def test_each_view_is_judged_by_its_own_rows(session: Session) -> None:
    rule = Rule("few", "expect_table_row_count_to_be_between", {"min_value": 1}, "a.json")
    for count in (3, 7, 0):
        session.cursor.execute(f"create temp view judged_{count} as select i as id from range({count}) r(i)")
    observed = [session.run(View(f"judged_{count}"), [rule])[0].observed for count in (3, 7, 0)]
    assert observed == ["3", "7", "0"]


def test_rows_written_by_the_same_process_are_seen_without_opening_the_file_again(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "raw.duckdb")) as writer:
        writer.execute("create table t as select 1 as id")
        with Session(writer) as session:
            writer.execute("insert into t values (2)")
            session.cursor.execute("create temp view judged as select * from t")
            rule = Rule("two", "expect_table_row_count_to_equal", {"value": 2}, "a.json")
            assert session.run(View("judged"), [rule])[0].success
            writer.execute("begin")
            writer.execute("insert into t values (3)")
            writer.execute("commit")
            writer.execute("checkpoint")  # fails while another transaction is open
        assert writer.execute("select count(*) from duckdb_views() where view_name = 'judged'").fetchone() == (0,)


def test_nothing_is_printed(judge: Judge, capfd: pytest.CaptureFixture[str]) -> None:
    judge(ROWS, "expect_column_sum_to_be_between", column="kind", min_value=1)
    judge(ROWS, "unexpected_rows_expectation", unexpected_rows_query="select * from {batch} where nonsense")
    assert capfd.readouterr() == ("", "")


def test_the_library_stays_outside_until_it_is_needed() -> None:
    code = (
        "import sys, expectations.runner; sys.exit('great_expectations' in sys.modules or 'sqlalchemy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_library_still_needs_the_mend_for_duckdb(connection: duckdb.DuckDBPyConnection) -> None:
    """When this fails, the library reads DuckDB by itself: take SharedConnection out of session.py."""
    import sqlalchemy
    from duckdb_engine import ConnectionWrapper
    from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine

    shared = ConnectionWrapper(connection.cursor())
    engine = sqlalchemy.create_engine(
        "duckdb:///:memory:", creator=lambda: shared, poolclass=sqlalchemy.pool.StaticPool
    )
    unmended = SqlAlchemyExecutionEngine(engine=engine, create_temp_table=False)
    assert unmended.execute_query(sqlalchemy.text("select 42")).fetchall() == []  # thrown away by the rollback
    mended = open_engine(connection.cursor())
    assert mended.execute_query(sqlalchemy.text("select 42")).fetchall() == [(42,)]


def test_what_we_override_is_still_what_the_libraries_call(connection: duckdb.DuckDBPyConnection) -> None:
    """When this fails, a library renamed what we override, and our version is never called."""
    from duckdb_engine import ConnectionWrapper
    from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine

    assert callable(SqlAlchemyExecutionEngine.get_inspector)
    wrapped = ConnectionWrapper(connection.cursor())
    assert all(callable(getattr(wrapped, name)) for name in ("begin", "commit", "rollback"))
    engine = open_engine(connection.cursor())
    connection.execute("create table t (id bigint, amount decimal(18,4))")
    columns = engine.get_inspector().get_columns("t")
    assert columns == [{"name": "id", "type": "BIGINT"}, {"name": "amount", "type": "DECIMAL(18,4)"}]
