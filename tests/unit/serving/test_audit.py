"""The audit and the self-description of a build (PROMISES 17 and 23)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import duckdb
import pytest

from serving.audit import ANY, audit
from serving.meta import Capability, RunStep, write_meta
from settings.paths import DataPaths
from tests.unit.serving.builds import make_candidate


@pytest.fixture
def con(paths: DataPaths) -> Iterator[duckdb.DuckDBPyConnection]:
    """A good build, attached as `whalecurve`."""
    file = make_candidate(paths)
    with duckdb.connect() as con:
        con.execute(f"attach '{file}' as whalecurve")
        con.execute("use whalecurve.marts")
        yield con


def found(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return [(finding.check, f"{finding.table}.{finding.column}".rstrip(".")) for finding in audit(con, "whalecurve")]


def commented(column: str) -> str:
    return f"; comment on column mart_turnover.{column} is 'x'"


def test_a_good_build_has_no_findings(con: duckdb.DuckDBPyConnection) -> None:
    assert audit(con, "whalecurve") == []


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("alter table mart_turnover add column a double" + commented("a"), ("money_is_exact", "mart_turnover.a")),
        ("alter table mart_turnover add column a float[]" + commented("a"), ("money_is_exact", "mart_turnover.a")),
        (
            "alter table mart_turnover add column a struct(x real)" + commented("a"),
            ("money_is_exact", "mart_turnover.a"),
        ),
        (
            "alter table mart_turnover add column cost_amount decimal(18, 2)" + commented("cost_amount"),
            ("unit_has_its_type", "mart_turnover.cost_amount"),
        ),
        (
            "alter table mart_turnover add column cost_amount bigint" + commented("cost_amount"),
            ("unit_has_its_type", "mart_turnover.cost_amount"),
        ),
        (
            "alter table mart_turnover add column margin_share decimal(18, 4)" + commented("margin_share"),
            ("unit_has_its_type", "mart_turnover.margin_share"),
        ),
        (
            "alter table mart_turnover add column win_rate integer" + commented("win_rate"),
            ("unit_has_its_type", "mart_turnover.win_rate"),
        ),
        (
            "alter table mart_turnover add column rate_amount_per_unit bigint" + commented("rate_amount_per_unit"),
            ("unit_has_its_type", "mart_turnover.rate_amount_per_unit"),
        ),
        (
            "alter table mart_turnover add column due_date date default 'infinity'" + commented("due_date"),
            ("values_are_finite", "mart_turnover.due_date"),
        ),
        (
            "alter table mart_turnover add column seen_at timestamp default '-infinity'" + commented("seen_at"),
            ("values_are_finite", "mart_turnover.seen_at"),
        ),
        ("comment on table mart_turnover is null", ("table_is_explained", "mart_turnover")),
        ("comment on table mart_turnover is ' '", ("table_is_explained", "mart_turnover")),
        ("comment on column mart_turnover.run_id is null", ("column_is_explained", "mart_turnover.run_id")),
        ("alter table mart_turnover add column x bigint", ("column_is_explained", "mart_turnover.x")),
        ("create view mart_v as from mart_turnover", ("only_tables", "mart_v")),
        ("create macro outside() as table from read_text('x')", ("only_tables", "outside")),
        ("create table whalecurve.main.left_over (id bigint)", ("only_published_schemas", "left_over")),
    ],
)
def test_each_fault_is_found(con: duckdb.DuckDBPyConnection, fault: str, expected: tuple[str, str]) -> None:
    con.execute(fault)
    assert expected in found(con)


@pytest.mark.parametrize("value", ["inf", "-inf", "nan"])
def test_numbers_that_are_none_are_counted(con: duckdb.DuckDBPyConnection, value: str) -> None:
    con.execute(f"alter table mart_turnover add column x double default '{value}'")
    findings = {finding.check: finding for finding in audit(con, "whalecurve")}
    assert findings["values_are_finite"].message.startswith("3 rows")
    assert str(findings["values_are_finite"]).startswith("marts.mart_turnover.x: 3 rows")


@pytest.mark.parametrize("schema", ["warehouse", "marts", ANY])
def test_personal_columns_beyond_the_policy_are_found_where_they_hold_something(
    con: duckdb.DuckDBPyConnection, schema: str
) -> None:
    forbidden = [(schema, ANY, "customer_id"), ("marts", "mart_pareto", "run_id")]
    places = {(finding.schema, finding.table, finding.column) for finding in audit(con, "whalecurve", forbidden)}
    schemas = ("warehouse", "marts", "meta") if schema == ANY else (schema,)
    assert {place[0] for place in places if place[2] == "customer_id"} == set(schemas)
    assert ("marts", "mart_pareto", "run_id") in places
    con.execute("update whalecurve.marts.mart_pareto set run_id = null")
    assert not audit(con, "whalecurve", [("marts", "mart_pareto", "run_id")])


# --- meta ------------------------------------------------------------------------------------------------------------

START = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)
STEPS = [
    RunStep("run-1", "land", START, START + timedelta(seconds=1.5), "done", 830),
    RunStep("run-1", "build", START, START + timedelta(minutes=2), "done"),
]
CAPABILITIES = [
    Capability(29, "Pareto's 20/80", "mart_pareto"),
    Capability(55, "Turnover", "mart_turnover"),
    Capability(45, "Funnel", "mart_funnel"),
]


def test_meta_explains_every_column_of_the_file_itself_included(con: duckdb.DuckDBPyConnection) -> None:
    write_meta(con, "whalecurve", STEPS, CAPABILITIES)
    assert audit(con, "whalecurve") == []
    drift = con.execute("""
        with catalogue as (
            select schema_name, table_name, column_name, column_index, data_type, comment
            from duckdb_columns()
            where database_name = 'whalecurve'
        ),
        dictionary as (
            select schema_name, table_name, column_name, column_position, data_type, description
            from whalecurve.meta.dictionary
        )
        (from catalogue except from dictionary) union all (from dictionary except from catalogue)
    """).fetchall()
    assert drift == []


def test_meta_tells_the_steps_and_which_capabilities_have_rows(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("truncate mart_pareto")
    for _ in range(2):
        write_meta(con, "whalecurve", STEPS, CAPABILITIES)
    steps = con.execute("select step, started_at, seconds, rows from whalecurve.meta.runs order by step").fetchall()
    naive = START.replace(tzinfo=None)
    assert steps == [("build", naive, Decimal(120), None), ("land", naive, Decimal("1.5"), 830)]
    query = "select mart_name, has_rows from whalecurve.meta.capabilities order by all"
    assert con.execute(query).fetchall() == [("mart_funnel", False), ("mart_pareto", False), ("mart_turnover", True)]


def test_meta_works_without_steps_capabilities_and_marts() -> None:
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as empty")
        write_meta(con, "empty", [], [])
        assert audit(con, "empty") == []
