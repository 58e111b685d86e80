"""The content hash and the fingerprints of code and inputs."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from serving.content import content_hash
from serving.fingerprint import code_version, inputs_fingerprint
from settings.load import load_company
from settings.paths import PROJECT_ROOT
from tests.conftest import NewCompany

ROWS = (
    "(1, 'Łódź', 1.50, null, true), (2, 'b', 2.25, date '2026-10-31', false), (2, 'b', 2.25, date '2026-10-31', false)"
)
COLUMNS = "id bigint, name varchar, net_amount decimal(18, 4), paid_date date, is_new boolean"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as built")
        con.execute("create schema built.warehouse; create schema built.marts; create schema built.meta")
        con.execute(f"create table built.marts.mart_a ({COLUMNS}); insert into built.marts.mart_a values {ROWS}")
        con.execute("create table built.warehouse.dim_b as select 'x' as run_id, 7 as source_load_id, 'k' as key_id")
        yield con


def test_the_hash_is_the_same_in_every_version_of_duckdb(con: duckdb.DuckDBPyConnection) -> None:
    found = content_hash(con, "built")
    assert found.row_counts == {"marts.mart_a": 3, "warehouse.dim_b": 1}
    assert found.tables["marts.mart_a"][:16] == "afcd52a0c497112b"
    assert found.hash[:16] == "30a29706a2c05387"


@pytest.mark.parametrize(
    "change",
    [
        "create or replace table built.marts.mart_a as from built.marts.mart_a order by id desc, name",
        "create or replace table built.marts.mart_a as select is_new, * exclude (is_new) from built.marts.mart_a",
        "update built.warehouse.dim_b set run_id = 'y', source_load_id = 8",
        "alter table built.warehouse.dim_b add column customer_loaded_at timestamp default current_timestamp",
        "create table built.meta.runs as select 1 as one",
        "comment on table built.marts.mart_a is 'x'",
    ],
)
def test_order_run_ids_and_load_times_do_not_count(con: duckdb.DuckDBPyConnection, change: str) -> None:
    before = content_hash(con, "built")
    con.execute(change)
    assert content_hash(con, "built") == before


@pytest.mark.parametrize(
    "change",
    [
        "update built.marts.mart_a set net_amount = 1.51 where id = 1",
        "update built.marts.mart_a set paid_date = null where id = 2",
        "update built.marts.mart_a set name = '' where id = 1",
        "update built.marts.mart_a set name = null where id = 1",
        "insert into built.marts.mart_a values (2, 'b', 2.25, date '2026-10-31', false)",
        "delete from built.marts.mart_a where id = 1",
        "alter table built.marts.mart_a rename column name to title",
        "alter table built.marts.mart_a alter column id type integer",
        "create table built.marts.mart_empty (id bigint)",
        "drop table built.warehouse.dim_b",
        "update built.marts.mart_a set name = id::varchar, id = 3 where id = 2",
    ],
)
def test_every_change_of_content_counts(con: duckdb.DuckDBPyConnection, change: str) -> None:
    before = content_hash(con, "built")
    con.execute(change)
    assert content_hash(con, "built").hash != before.hash


def test_a_value_cannot_slide_into_the_next_column(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create or replace table built.marts.mart_a as select 'ab' as a, 'c' as b")
    before = content_hash(con, "built")
    con.execute("create or replace table built.marts.mart_a as select 'a' as a, 'bc' as b")
    assert content_hash(con, "built").hash != before.hash


def test_instants_hash_alike_in_every_session_zone(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create table built.marts.mart_t as select timestamptz '2026-10-31 02:30:00+00' as seen_at")
    before = content_hash(con, "built")
    con.execute("set timezone = 'Asia/Tokyo'")
    assert content_hash(con, "built") == before


# --- code ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for place in ("dbt_project/models/a.sql", "ingest/x.py", "seeds/drivers.csv", "docs/page.md", "tests/test_x.py"):
        file = tmp_path / "project" / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("one\n")
    return tmp_path / "project"


@pytest.mark.parametrize(
    ("place", "counts"),
    [
        ("dbt_project/models/a.sql", True),
        ("dbt_project/models/new.sql", True),
        ("ingest/x.py", True),
        ("seeds/drivers.csv", True),
        ("requirements.lock", True),
        ("valuation/retention.py", True),
        ("docs/page.md", False),
        ("tests/test_x.py", False),
        ("ingest/__pycache__/x.cpython-311.pyc", False),
        ("dbt_project/target/manifest.json", False),
        ("dbt_project/.user.yml", False),
        ("README.md", False),
    ],
)
def test_the_code_version_follows_what_shapes_results(
    project: Path, new_company: NewCompany, place: str, counts: bool
) -> None:
    company = load_company(new_company())
    before = code_version(project, company)
    file = project / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("two\n")
    assert (code_version(project, company) != before) == counts


@pytest.mark.parametrize(
    "place", ["models/marts/mart_own.sql", "cost_model/drivers.csv", "expectations/erp/orders.json"]
)
def test_the_code_version_follows_the_companys_own_files(project: Path, new_company: NewCompany, place: str) -> None:
    company = load_company(new_company())
    before = code_version(project, company)
    file = company.folder / place
    file.parent.mkdir(parents=True)
    file.write_text("{}")
    assert code_version(project, company) != before
    elsewhere = project.with_name("moved")
    shutil.copytree(project, elsewhere)
    assert code_version(elsewhere, company) == code_version(project, company)


def test_the_code_version_of_the_whole_project_is_fast(new_company: NewCompany) -> None:
    company = load_company(new_company())
    code_version(PROJECT_ROOT, company)
    began = time.process_time()
    code_version(PROJECT_ROOT, company)
    assert time.process_time() - began < 0.3


# --- inputs ----------------------------------------------------------------------------------------------------------


def test_the_inputs_fingerprint_follows_accepted_loads_only() -> None:
    with duckdb.connect() as con:
        con.execute("create schema load_ledger")
        con.execute("""
            create table load_ledger.loads as
            select
                number as load_id, 'erp' as system, 'orders' as table_name, 'orders_' || number || '.csv' as file_path,
                'sha' || number as file_sha256, date '2026-10-31' as as_of_date, 'accepted' as status, 'r' as run_id,
                10 as loaded_count
            from range(1, 4) as numbers(number)
        """)
        before = inputs_fingerprint(con)
        con.execute("insert into load_ledger.loads values (4, 'erp', 'x', 'x', 'x', date '2026-10-31', 'held', 'r', 1)")
        con.execute("update load_ledger.loads set run_id = 's'")
        assert inputs_fingerprint(con) == inputs_fingerprint(con, "memory") == before
        con.execute("update load_ledger.loads set status = 'accepted' where load_id = 4")
        assert (accepted := inputs_fingerprint(con)) != before
        con.execute("update load_ledger.loads set loaded_count = 11 where load_id = 1")  # a replay
        assert inputs_fingerprint(con) not in (before, accepted)
        con.execute("delete from load_ledger.loads")
        assert len(inputs_fingerprint(con)) == 64
