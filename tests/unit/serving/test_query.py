"""The SQL entry is hardened (PROMISES 18) and still pleasant to use."""

from __future__ import annotations

import contextlib
import os
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from serving.query import Bounds, run_bounded_query, run_query
from serving.rollback import rollback
from serving.verify import open_sealed, seal
from settings.errors import WhaleError
from settings.paths import DataPaths
from tests.unit.serving.builds import publish_build

SECRET = "canary-7f3a"


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    """What a hostile statement tries to get at; every form of file that DuckDB reads without being asked."""
    file = tmp_path / "secret.csv"
    file.write_text(f"name,value\n{SECRET},1\n")
    with duckdb.connect() as con:
        con.execute(f"copy (select '{SECRET}' as name) to '{tmp_path / 'secret.parquet'}'")
        con.execute(f"copy (select '{SECRET}' as name) to '{tmp_path / 'secret.json'}'")
        con.execute(f"attach '{tmp_path / 'secret.duckdb'}' as other")
        con.execute(f"create table other.names as select '{SECRET}' as name")
    return file


HOSTILE = [
    # reading files
    "select * from read_text('{dir}/secret.csv')",
    "select * from read_blob('{dir}/secret.csv')",
    "select * from read_csv('{dir}/secret.csv')",
    "select * from read_csv_auto('{dir}/secret.csv')",
    "select * from read_json('{dir}/secret.json')",
    "select * from read_parquet('{dir}/secret.parquet')",
    "select * from parquet_scan('{dir}/secret.parquet')",
    "select * from parquet_metadata('{dir}/secret.parquet')",
    "select * from parquet_schema('{dir}/secret.parquet')",
    "select * from parquet_file_metadata('{dir}/secret.parquet')",
    "select * from sniff_csv('{dir}/secret.csv')",
    "select * from glob('{dir}/*')",
    "from '{dir}/secret.csv'",
    "from '{dir}/secret.parquet'",
    "from '{dir}/secret.json'",
    "from '{dir}/secret.duckdb'",
    'select * from "{dir}/secret.csv"',
    "from '/etc/passwd'",
    "summarize '{dir}/secret.csv'",
    "describe select * from '{dir}/secret.csv'",
    "describe '{dir}/secret.csv'",
    "select * from \"read_text\"('{dir}/secret.csv')",
    "select * from READ_TEXT('{dir}/secret.csv')",
    "select * from system.main.read_text('{dir}/secret.csv')",
    "with stolen as (from read_text('{dir}/secret.csv')) select * from stolen",
    "select (select content from read_text('{dir}/secret.csv'))",
    "select * from mart_turnover where exists (from read_text('{dir}/secret.csv'))",
    "explain analyze select * from read_text('{dir}/secret.csv')",
    "/* harmless */ from read_text('{dir}/secret.csv') -- really",
    "values ((select content from read_text('{dir}/secret.csv')))",
    "select * from query('from read_text(''{dir}/secret.csv'')')",
    "select * from query_table('{dir}/secret.csv')",
    "select * from query_table(['{dir}/secret.csv'])",
    "select json_execute_serialized_sql(json_serialize_sql('from read_text(''{dir}/secret.csv'')'))",
    "from json_execute_serialized_sql(json_serialize_sql('from read_text(''{dir}/secret.csv'')'))",
    # writing files
    "copy mart_turnover to '{dir}/stolen.csv'",
    "copy (select 1) to '{dir}/stolen.parquet' (format parquet)",
    "explain analyze copy (select 1) to '{dir}/stolen.csv'",
    "export database '{dir}/stolen'",
    "import database '{dir}/stolen'",
    "from write_log('{secret}')",
    # other databases, extensions, the network
    "attach '{dir}/secret.duckdb' as other",
    "attach '{dir}/stolen.duckdb' as other",
    "attach ':memory:' as other",
    "detach whalecurve",
    "use memory",
    "install httpfs",
    "load httpfs",
    "load '{dir}/secret.duckdb'",
    "from 'https://127.0.0.1:9/secret.csv'",
    "select * from read_parquet('s3://bucket/secret.parquet')",
    "force install spatial from community",
    "update extensions",
    # settings and secrets
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set memory_limit = '100GB'",
    "set global temp_directory = '{dir}'",
    "reset enable_external_access",
    "pragma enable_profiling = 'json'",
    "pragma database_list",
    "pragma version",
    "call pragma_version()",
    "from pragma_database_list",
    "from pragma_database_list()",
    "from duckdb_settings()",
    "from duckdb_secrets()",
    "from duckdb_extensions()",
    "from duckdb_databases()",
    "from duckdb_databases",
    "from duckdb_temporary_files()",
    "from which_secret('s3://x', 's3')",
    "create secret (type s3, key_id 'x', secret 'y')",
    "select getenv('HOME')",
    "select current_setting('secret_directory')",
    "set variable x = 1",
    # changing the data
    "create table mart_mine as select 1",
    "create temp table mine as select 1",
    "create or replace view mart_turnover as select 1",
    "create macro mine() as 1",
    "insert into mart_turnover values ('x', 'x', 1)",
    "update mart_turnover set run_id = 'x'",
    "delete from mart_turnover",
    "truncate mart_turnover",
    "drop table mart_turnover",
    "alter table mart_turnover add column x bigint",
    "comment on table mart_turnover is 'x'",
    "with gone as (select 1) delete from mart_turnover",
    "checkpoint",
    "force checkpoint",
    "vacuum",
    "analyze",
    "begin",
    "commit",
    "prepare mine as select 1",
    "execute mine",
    "deallocate mine",
    # more than one, or none
    "select 1; select 2",
    "select 1; drop table mart_turnover",
    "select 1;; copy mart_turnover to '{dir}/stolen.csv'",
    "",
    "   ",
    "-- nothing",
    ";",
    "selec 1",
    "select '",
    "explain drop table mart_turnover",
    "explain explain select 1",
]


def _all_files(folder: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for place, _, files in os.walk(folder):
        for name in files:
            facts = Path(place, name).stat()
            found[str(Path(place, name))] = (facts.st_size, facts.st_mtime_ns)
    return found


@pytest.mark.parametrize("statement", HOSTILE)
def test_a_hostile_statement_is_refused_leaks_nothing_and_writes_nothing(
    paths: DataPaths, secret_file: Path, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(secret_file.parent)
    publish_build(paths)
    before = _all_files(secret_file.parent)
    with pytest.raises(WhaleError) as refusal:
        run_query(paths, statement.format(dir=secret_file.parent, secret=SECRET))
    assert SECRET not in str(refusal.value).replace(statement.format(dir=secret_file.parent, secret=SECRET), "")
    assert _all_files(secret_file.parent) == before
    assert run_query(paths, "select count(*) from mart_turnover").rows == [(3,)]


OUTWARD = [statement for statement in HOSTILE if "{dir}" in statement and ";" not in statement]


@pytest.mark.parametrize("statement", OUTWARD)
def test_the_sealed_connection_alone_would_hold_too(paths: DataPaths, secret_file: Path, statement: str) -> None:
    """The second wall, without the judging of the text before it."""
    con = open_sealed(publish_build(paths).database_file)
    seal(con)
    before = _all_files(secret_file.parent)
    try:
        answer = con.execute(statement.format(dir=secret_file.parent)).fetchall()
    except duckdb.Error:
        answer = []
    finally:
        con.close()
    assert SECRET not in str(answer)
    assert _all_files(secret_file.parent) == before


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
