"""The SQL entry is pleasant to use; test_query_hostile.py shows that it is hardened."""

from __future__ import annotations

import contextlib
import time
from decimal import Decimal

import duckdb
import pytest

from serving.query import Bounds, run_bounded_query, run_query
from serving.rollback import rollback
from serving.verify import open_sealed
from settings.errors import WhaleError
from settings.paths import DataPaths
from tests.unit.serving.builds import publish_build


def test_a_variable_of_ours_is_no_table(paths: DataPaths) -> None:
    publish_build(paths)
    frame = duckdb.sql("select 1 as secret").arrow()
    assert frame is not None
    with pytest.raises(WhaleError, match='no table "frame"'):
        run_query(paths, "select * from frame")


@pytest.mark.parametrize(
    "statement",
    [
        "select customer_id, net_revenue_amount from mart_turnover order by all",
        "from mart_turnover",
        "from marts.mart_turnover;",
        "from whalecurve.warehouse.dim_customers",
        "with a as (from fct_orders) select count(*) from a",
        "values (1), (2)",
        "show tables",
        "show all tables",
        "describe mart_turnover",
        "summarize mart_turnover",
        "explain select 1",
        "explain analyze from mart_turnover",
        "from range(3)",
        "select unnest([1, 2])",
        "from duckdb_columns()",
        "select * from information_schema.tables",
        "select sum(net_revenue_amount) over (order by customer_id) from mart_turnover",
        "pivot mart_turnover on customer_id in ('C0') using sum(net_revenue_amount)",
        "select regexp_matches(customer_id, 'C') from mart_turnover -- it's; fine",
        "from mart_turnover inner join dim_customers using (customer_id)",
        "with recursive n as (select 1 as i union all select i + 1 from n where i < 5) from n",
    ],
)
def test_reading_statements_work_without_a_schema(paths: DataPaths, statement: str) -> None:
    publish_build(paths)
    assert run_query(paths, statement).columns


def test_the_answer_is_exact_and_says_from_which_version(paths: DataPaths) -> None:
    version = publish_build(paths)
    answer = run_query(paths, "select net_revenue_amount, 1 as one from mart_turnover order by 1", limit=2)
    assert answer.rows == [(Decimal("0.0000"), 1), (Decimal("1.2500"), 1)]
    assert answer.columns == ["net_revenue_amount", "one"]
    assert answer.types == ["DECIMAL(18,4)", "INTEGER"]
    assert answer.is_cut
    assert answer.version == version.stamp
    assert not run_query(paths, "from mart_turnover", limit=3).is_cut


def test_an_older_version_can_be_asked_and_a_rollback_is_followed(paths: DataPaths) -> None:
    first = publish_build(paths, "run-1")
    publish_build(paths, "run-2")
    query = "select any_value(run_id) from mart_turnover"
    assert run_query(paths, query).rows == [("run-2",)]
    assert run_query(paths, query, version=first.stamp).rows == [("run-1",)]
    rollback(paths)
    assert run_query(paths, query).rows == [("run-1",)]


def test_an_unknown_table_or_column_is_answered_with_the_nearest(paths: DataPaths) -> None:
    publish_build(paths)
    with pytest.raises(WhaleError, match=r'no table "mart_turnver"; did you mean "mart_turnover"\?'):
        run_query(paths, "select * from mart_turnver")
    with pytest.raises(WhaleError, match="`show tables` names them"):
        run_query(paths, "select * from zzz")
    with pytest.raises(WhaleError, match="net_revenue_amount"):
        run_query(paths, "select net_revenue_amont from mart_turnover")


def test_a_query_before_the_first_publish_says_what_to_do(paths: DataPaths) -> None:
    with pytest.raises(WhaleError, match="run `whale refresh`"):
        run_query(paths, "select 1")


@pytest.mark.parametrize("seconds", [0.0, 0.2])
def test_an_endless_query_is_stopped(paths: DataPaths, seconds: float) -> None:
    publish_build(paths)
    began = time.monotonic()
    with pytest.raises(WhaleError, match="took longer than"):
        run_query(paths, "select count(*) from range(1000000000) a, range(1000000000) b", timeout=seconds)
    assert time.monotonic() - began < 5


def test_a_greedy_query_ends_with_a_message(paths: DataPaths) -> None:
    publish_build(paths)
    with pytest.raises(WhaleError, match=r"(?i)memory"):
        run_bounded_query(paths, "select list(i) from range(100000000) t(i)", Bounds(memory_limit="50MB"))


@pytest.mark.parametrize(
    "statement",
    [
        "select " + "(" * 3000 + "1" + ")" * 3000,
        "select " + "-".join(["1"] * 900),
        "select " + "-".join(["1"] * 20000),
        "select " + "abs(" * 900 + "1" + ")" * 900,
        "select 1 " + "union all select 1 " * 2000,
    ],
)
def test_a_very_deep_query_ends_with_an_answer_or_a_message(paths: DataPaths, statement: str) -> None:
    publish_build(paths)
    with contextlib.suppress(WhaleError):
        assert run_query(paths, statement).rows


def test_a_query_stands_beside_other_connections_of_the_process(paths: DataPaths) -> None:
    version = publish_build(paths)
    with duckdb.connect(str(version.database_file), read_only=True, config={"threads": 1}) as other:
        assert run_query(paths, "select count(*) from mart_turnover").rows == [(3,)]
        assert other.execute("select count(*) from marts.mart_turnover").fetchall() == [(3,)]


def test_an_open_query_session_survives_its_versions_removal(paths: DataPaths) -> None:
    con = open_sealed(publish_build(paths, "run-1", keep=1).database_file)
    publish_build(paths, "run-2", keep=1)
    assert con.execute("select any_value(run_id) from whalecurve.marts.mart_turnover").fetchall() == [("run-1",)]
    con.close()
