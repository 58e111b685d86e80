"""Rows of a PostgreSQL database landed like those of files."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from settings.errors import ConfigurationError
from tests.unit.ingest.shops import Shop, table
from tests.unit.ingest.sources.conftest import Database, ask

pytestmark = pytest.mark.xdist_group("postgres")

ORDERS: dict[str, Any] = table(
    "orders",
    {"order_id": "varchar", "amount": "decimal(18,4)", "ordered": "date", "note": "varchar", "changed_at": "timestamp"},
)
ORDERS["columns"][-1]["config"] = {"meta": {"nullable": False}}
CREATE = """create table orders (
    order_id int primary key, amount numeric(12, 4), ordered date, note text, changed_at timestamptz
)"""


def source(load_mode: str = "append", **keys: Any) -> dict[str, Any]:
    landing = {"key": ["order_id"], "load_mode": load_mode, "source": {"table": "public.orders", **keys}}
    return {**ORDERS, "config": {"meta": {"landing": landing}}}


def put(number: int, amount: str, at: str, note: str = "") -> str:
    return (
        f"insert into orders values ({number}, {amount}, '2026-01-0{number}', '{note}', '{at}') "
        "on conflict (order_id) do update set amount = excluded.amount, changed_at = excluded.changed_at"
    )


def test_a_table_is_landed_with_exact_values(connected: Shop, database: Database) -> None:
    connected.declare(source("full"))
    database.run(CREATE, put(1, "12345678.9012", "2026-01-01 10:00+01", "zażółć"), put(2, "null", "2026-01-02 10:00Z"))
    fetched, landed = ask(connected)
    assert fetched.fetched == ["shop.orders: 2 rows"]
    assert (landed.loaded_count, landed.quarantined_count) == (2, 0)
    rows = connected.current("order_id, amount, cast(ordered as varchar), note, cast(changed_at as varchar)")
    assert rows == [
        ("1", Decimal("12345678.9012"), "2026-01-01", "zażółć", "2026-01-01 09:00:00"),
        ("2", None, "2026-01-02", None, "2026-01-02 10:00:00"),
    ]


def test_a_row_that_breaks_its_contract_goes_to_quarantine(connected: Shop, database: Database) -> None:
    connected.declare(source("full"))
    database.run(CREATE.replace("(12, 4)", ""), put(1, "1.123456", "2026-01-01Z"), put(2, "'NaN'", "2026-01-02Z"))
    _, landed = ask(connected)
    assert (landed.loaded_count, landed.quarantined_count) == (0, 2)
    assert [fault[1:] for fault in connected.faults()] == [
        ("amount", "1.123456", "too_many_decimals"),
        ("amount", "nan", "not_a_number"),
    ]


def test_a_whole_list_that_did_not_change_lands_once_a_day(connected: Shop, database: Database) -> None:
    connected.declare(source("full"))
    database.run(CREATE, put(1, "1", "2026-01-01Z"))
    ask(connected)
    fetched, landed = ask(connected)
    assert (fetched.fetched, landed.loads) == ([], [])
    database.run("delete from orders", put(2, "2", "2026-01-02Z"))
    fetched, _ = ask(connected)
    assert fetched.fetched == ["shop.orders: 1 rows"]
    assert connected.current() == [("2",)]


def test_by_a_cursor_only_what_changed_is_fetched(connected: Shop, database: Database) -> None:
    connected.declare(source(cursor="changed_at"))
    database.run(CREATE, put(1, "1", "2026-01-01 10:00Z"), put(2, "2", "2026-01-02 10:00Z"))
    ask(connected)
    fetched, landed = ask(connected)
    assert (fetched.fetched, landed.loads) == ([], [])
    database.run(put(1, "1.5", "2026-01-03 10:00Z"), put(3, "3", "2026-01-03 10:00Z"))
    fetched, landed = ask(connected)
    assert (fetched.fetched, landed.loaded_count) == (["shop.orders: 2 rows"], 2)
    assert connected.current("order_id, cast(amount as varchar)") == [("1", "1.5000"), ("2", "2.0000"), ("3", "3.0000")]
    assert connected.query("select count(*) from raw_shop.orders") == [(4,)]


def test_a_row_committed_late_is_caught_within_the_overlap(connected: Shop, database: Database) -> None:
    connected.declare(source(cursor="changed_at", overlap_minutes=30))
    database.run(CREATE, put(1, "1", "2026-01-01 10:00Z"))
    ask(connected)
    database.run(put(2, "2", "2026-01-01 09:45Z"), put(3, "3", "2026-01-01 09:00Z"))
    fetched, _ = ask(connected)
    assert fetched.fetched == ["shop.orders: 1 rows"]
    assert connected.current() == [("1",), ("2",)]


def test_a_cursor_without_a_zone_is_read_in_the_time_zone_of_the_contract(connected: Shop, database: Database) -> None:
    declared = source(cursor="changed_at", overlap_minutes=0)
    declared["config"]["meta"]["landing"]["time_zone"] = "Europe/Warsaw"
    connected.declare(declared)
    database.run(CREATE.replace("timestamptz", "timestamp"), put(1, "1", "2026-01-01 10:00"))
    ask(connected)
    assert connected.current("cast(changed_at as varchar)") == [("2026-01-01 09:00:00",)]
    database.run(put(2, "2", "2026-01-01 10:01"), put(3, "3", "2026-01-01 09:59"))
    assert ask(connected)[0].fetched == ["shop.orders: 1 rows"]
    assert ask(connected)[0].fetched == []
    assert connected.current() == [("1",), ("2",)]


def test_a_row_without_a_cursor_shows_in_quarantine_and_is_told_once(connected: Shop, database: Database) -> None:
    connected.declare(source(cursor="changed_at"))
    database.run(CREATE, put(1, "1", "2026-01-01Z"))
    ask(connected)
    database.run("insert into orders (order_id) values (2)")
    assert ask(connected)[1].quarantined_count == 1
    assert ask(connected)[1].loads == []


def test_what_a_killed_run_fetched_is_fetched_again(connected: Shop, database: Database) -> None:
    connected.declare(source(cursor="changed_at"))
    database.run(CREATE, put(1, "1", "2026-01-01Z"))
    contract = connected.contracts()[0]
    contract.path.mkdir(parents=True)
    left = contract.path / "orders_2026-01-01_101010000000.parquet"
    left.write_bytes(b"half a file")
    _, landed = ask(connected)
    assert (landed.problems, landed.loaded_count) == ([], 1)
    assert not left.exists()


def test_fetched_files_go_once_their_days_are_over(connected: Shop, database: Database) -> None:
    connected.declare(source(cursor="changed_at"))
    database.run(CREATE, put(1, "1", "2026-01-01Z"))
    ask(connected)
    (file,) = connected.contracts()[0].path.glob("*.parquet")
    day = file.stat().st_mtime - 29 * 86_400
    os.utime(file, (day, day))
    ask(connected)
    assert file.exists()
    os.utime(file, (day - 2 * 86_400,) * 2)
    ask(connected)
    assert not file.exists()
    assert ask(connected)[1].loads == []
    assert connected.current() == [("1",)]


def test_a_query_may_rename_and_a_missing_column_is_told(connected: Shop, database: Database) -> None:
    query = "select order_id, amount, ordered, note, changed_at as at from orders"
    declared = source("full")
    declared["config"]["meta"]["landing"]["source"] = {"query": query}
    connected.declare(declared)
    database.run(CREATE, put(1, "1", "2026-01-01Z"))
    fetched, _ = ask(connected)
    assert len(fetched.problems) == 1
    assert "shop.orders" in fetched.problems[0]
    assert 'lacks the column "changed_at"' in fetched.problems[0]


def test_the_database_cannot_be_changed_by_a_query(connected: Shop, database: Database) -> None:
    database.run(CREATE, "create function harm() returns int language sql as 'delete from orders; select 1'")
    database.run(put(1, "1", "2026-01-01Z"))
    declared = source("full")
    columns = "order_id, amount, ordered, note, changed_at"
    declared["config"]["meta"]["landing"]["source"] = {"query": f"select {columns}, harm() from orders"}
    connected.declare(declared)
    fetched, _ = ask(connected)
    assert "read-only transaction" in fetched.problems[0]


def test_an_unreachable_database_is_told_without_its_password(
    connected: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    connected.declare(source("full"))
    monkeypatch.setenv("SHOP_URI", f"postgresql://clerk:hush@/crm?host={tmp_path}")
    fetched, landed = ask(connected)
    assert landed.loads == []
    assert "postgresql://clerk@/crm" in fetched.problems[0]
    assert "can't be reached" in fetched.problems[0]
    assert "hush" not in fetched.problems[0]
    monkeypatch.delenv("SHOP_URI")
    assert "SHOP_URI is not set" in ask(connected)[0].problems[0]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"cursor": "changed"}, "did you mean"),
        ({"cursor": "note"}, "a cursor is one of timestamp, date, bigint"),
        ({"query": "select 1"}, "needs either table or query"),
        ({"table": "orders; drop table x"}, "isn't a table such as"),
        ({"table": None, "query": "delete from orders"}, "must be one select statement"),
    ],
)
def test_a_wrong_source_is_refused_before_anything_is_asked(
    connected: Shop, keys: dict[str, Any], expected: str
) -> None:
    connected.declare(source(**keys))
    with pytest.raises(ConfigurationError) as refused:
        connected.contracts()
    assert expected in str(refused.value)


def test_a_cursor_and_a_whole_list_contradict_each_other(connected: Shop) -> None:
    connected.declare(source("full", cursor="changed_at"))
    with pytest.raises(ConfigurationError, match="load_mode: append"):
        connected.contracts()


@pytest.mark.parametrize(
    ("connection", "expected"),
    [
        ("{kind: postgres}", "needs either uri or uri_variable"),
        ("{kind: postgres, uri: 'postgresql://a:secret@host/db'}", "has a password"),
        ("{kind: postgres, uri: 's3://bucket/folder'}", "must start with postgresql://"),
        ("{kind: oracle, uri_variable: X}", "postgres, objects"),
        ("{kind: postgres, uri_variable: lower}", "uri_variable"),
    ],
)
def test_a_wrong_connection_is_refused(connected: Shop, connection: str, expected: str) -> None:
    connected.declare(source("full"))
    settings = (connected.folder / "company.yml").read_text()
    (connected.folder / "company.yml").write_text(
        settings.replace("{kind: postgres, uri_variable: SHOP_URI}", connection)
    )
    with pytest.raises(ConfigurationError) as refused:
        connected.contracts()
    assert expected in str(refused.value)


def test_a_folder_and_a_connection_exclude_each_other(connected: Shop) -> None:
    connected.declare(source("full"))
    settings = (connected.folder / "company.yml").read_text().replace("{connection", "{path: ., connection")
    (connected.folder / "company.yml").write_text(settings)
    with pytest.raises(ConfigurationError, match="both a path and a connection"):
        connected.contracts()
