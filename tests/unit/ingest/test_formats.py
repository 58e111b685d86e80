"""XLSX, Parquet and JSON lines: the same contract, the same account, the same exactness."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import openpyxl
import pytest

from tests.unit.ingest.shops import ORDERS, Shop, table


def at(*parts: int) -> datetime:
    """An instant without a zone, as workbooks and databases have it."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc, arg-type]


def orders(shop: Shop, kind: str, **landing: Any) -> None:
    """Declare the table of orders in another format."""
    contract = json.loads(json.dumps(ORDERS))
    contract["config"]["meta"]["landing"] |= {"format": kind, "files": [f"*.{kind}"]} | landing
    shop.declare(contract)


def workbook(shop: Shop, rows: list[list[Any]], *, name: str = "orders.xlsx", sheet: str = "Sheet1") -> None:
    book = openpyxl.Workbook()
    active = book.active
    assert active is not None
    active.title = sheet
    for row in rows:
        active.append(row)
    shop.exports.mkdir(parents=True, exist_ok=True)
    book.save(shop.exports / name)


HEADER = ["order_id", "amount", "ordered", "note"]


def test_a_workbook_gives_the_values_that_its_cells_show(shop: Shop) -> None:
    orders(shop, "xlsx", decimal_separator=",", date_format="%d.%m.%Y")
    workbook(
        shop,
        [
            [],
            HEADER,
            [7, 1.5, at(2026, 1, 31), "zażółć"],
            [],
            ["8", "1,25", "31.01.2026", 12.0],
            ["9", 0.1 + 0.2, date(2026, 2, 1), True],
        ],
    )
    report = shop.land()
    assert report.problems == []
    assert shop.current("order_id, amount, ordered, note") == [
        ("7", Decimal("1.5000"), date(2026, 1, 31), "zażółć"),
        ("8", Decimal("1.2500"), date(2026, 1, 31), "12"),
        ("9", Decimal("0.3000"), date(2026, 2, 1), "true"),
    ]


def test_a_faulty_row_of_a_workbook_is_quarantined_with_its_row_number(shop: Shop) -> None:
    orders(shop, "xlsx")
    workbook(shop, [HEADER, ["1", 1, None, None], [], ["2", "x", None, None], ["3", 1, at(2026, 1, 1, 12), None]])
    report = shop.land()
    assert (report.loaded_count, report.quarantined_count) == (1, 2)
    rows = shop.query("select record_number, line_number, value, reason from quarantine.records order by 1")
    assert rows == [(2, 4, "x", "not_a_number"), (3, 5, "2026-01-01 12:00:00", "not_a_date")]


def test_an_error_in_a_cell_is_a_fault_and_not_an_empty_value(shop: Shop) -> None:
    orders(shop, "xlsx")
    workbook(shop, [HEADER, ["1", "#N/A", None, None], ["2", 1, None, None]])
    report = shop.land()
    assert shop.faults() == [(1, "amount", "#N/A", "not_a_number")]
    assert report.loaded_count == 1


def test_a_missing_sheet_is_refused_with_the_sheets_there_are(shop: Shop) -> None:
    orders(shop, "xlsx", sheet="Orders")
    workbook(shop, [HEADER], sheet="Zamówienia")
    assert '"Zamówienia"' in shop.land().problems[0]
    assert 'no sheet "Orders"' in shop.land().problems[0]


def test_two_tables_may_share_a_workbook_by_sheet(shop: Shop) -> None:
    keys = {"format": "xlsx", "files": ["plan.xlsx"]}
    shop.declare(table("a", {"x": "bigint"}, sheet="A", **keys), table("b", {"x": "bigint"}, sheet="B", **keys))
    book = openpyxl.Workbook()
    for name, value in (("A", 1), ("B", 2)):
        sheet = book.create_sheet(name)
        sheet.append(["x"])
        sheet.append([value])
    book.save(shop.exports / "plan.xlsx")
    assert shop.land().problems == []
    assert (shop.current("x", "a"), shop.current("x", "b")) == ([(1,)], [(2,)])


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_a_file_that_is_something_else_is_refused(shop: Shop, kind: str) -> None:
    orders(shop, kind)
    shop.export(f"orders.{kind}", "order_id,amount\n1,2\n")
    assert "orders." + kind in shop.land().problems[0]
    assert shop.statuses() == ["refused"]


def parquet(shop: Shop, query: str, name: str = "orders.parquet") -> None:
    duckdb.sql(query).write_parquet(str(shop.exports / name))


def test_parquet_values_are_exact(shop: Shop) -> None:
    shop.declare(
        table(
            "t",
            {"k": "bigint", "d": "decimal(18,4)", "f": "decimal(18,6)", "day": "date"}
            | {"ats": "timestamp", "tz": "timestamp", "b": "boolean"},
            format="parquet", files=["*.parquet"], decimal_separator=",", date_format="%d.%m.%Y",
        )
    )  # fmt: skip
    parquet(
        shop,
        "select 1.0::double as k, 99999999999999.9999::decimal(18,4) as d, 0.00005::double as f, "
        "date '2026-01-31' as day, "
        "timestamp '2026-07-01 12:00:00.123456' as ats, timestamptz '2026-07-01 12:00:00+02' as tz, true as b",
    )
    assert shop.land().problems == []
    ((k, d, f, day, ats, tz, b),) = shop.current("k, d, f, day, ats, tz, b", "t")
    assert (k, d, f, day, b) == (1, Decimal("99999999999999.9999"), Decimal("0.000050"), date(2026, 1, 31), True)
    assert (ats, tz) == (at(2026, 7, 1, 10, 0, 0, 123456), at(2026, 7, 1, 10))


def test_parquet_texts_are_read_in_the_declared_dialect_and_faults_quarantined(shop: Shop) -> None:
    orders(shop, "parquet", decimal_separator=",")
    parquet(
        shop,
        "select * from (values ('1', '1,5', null, 'x'), ('2', '1.5', '2026-01-31', 'y'), (null, '1', null, null)) "
        "as t(order_id, amount, ordered, note)",
    )
    report = shop.land()
    assert shop.current("order_id, amount") == [("1", Decimal("1.5000"))]
    assert shop.faults() == [(2, "amount", "1.5", "not_a_number"), (3, "order_id", None, "null_key")]
    assert '"order_id":"2"' in shop.query("select raw_text from quarantine.records order by record_number")[0][0]
    assert report.record_count == 3


def test_a_parquet_file_without_a_column_is_refused(shop: Shop) -> None:
    orders(shop, "parquet")
    parquet(shop, "select '1' as order_id")
    assert "lacks the columns" in shop.land().problems[0]


def json_lines(shop: Shop, *lines: str, name: str = "orders.jsonl") -> None:
    shop.export(name, "\n".join(lines) + "\n")


def test_json_numbers_keep_their_digits(shop: Shop) -> None:
    orders(shop, "jsonl")
    json_lines(
        shop,
        '{"order_id": "1", "amount": 12345678901234.5678, "ordered": "2026-01-31", "note": "zażółć \\"x\\""}',
        '{"amount": 1.10, "order_id": 2, "note": null, "ordered": null}',
    )
    shop.land()
    assert shop.current("order_id, amount, note") == [
        ("1", Decimal("12345678901234.5678"), 'zażółć "x"'),
        ("2", Decimal("1.1000"), None),
    ]


def test_a_number_whose_digits_are_not_certain_is_quarantined(shop: Shop) -> None:
    orders(shop, "jsonl")
    json_lines(shop, '{"order_id": "1", "am\\u006funt": 12345678901234.5678, "ordered": null, "note": null}')
    shop.land()
    assert [row[3] for row in shop.faults()] == ["not_a_number"]


def test_every_json_line_is_loaded_or_quarantined(shop: Shop) -> None:
    orders(shop, "jsonl")
    good = '{"order_id": "%s", "amount": 1, "ordered": null, "note": "a"}'
    json_lines(
        shop, good % 1, '{"order_id": "2", "amo', "[1]", '{"order_id": "4", "amount": {"v": 1}}', "", good % 5,
        '{"order_id": "6", "amount": 1.00001}', '{"amount": 1}', "x\x01y", good % 1,
        '{"order_id": "10", "amount": "1e3"}',
    )  # fmt: skip
    report = shop.land()
    assert report.problems == []
    assert (report.record_count, report.loaded_count, report.quarantined_count) == (10, 2, 8)
    assert [(row[0], row[3]) for row in shop.faults()] == [
        (2, "not_json"),
        (3, "not_an_object"),
        (4, "nested_value"),
        (6, "too_many_decimals"),
        (7, "null_key"),
        (8, "extra_fields"),
        (9, "duplicate_key"),
        (10, "not_a_number"),
    ]


def test_a_json_key_that_no_record_has_is_a_missing_column(shop: Shop) -> None:
    orders(shop, "jsonl")
    json_lines(shop, '{"order_id": "1", "amount": 1, "note": "x"}')
    assert "ordered" in shop.land().problems[0]


def test_json_aliases_and_hostile_keys(shop: Shop) -> None:
    contract = table("t", {"k": "varchar", "a/b~c\"'": "bigint"}, format="jsonl", files=["*.jsonl"])
    contract["columns"][0]["config"] = {"meta": {"aliases": ["id"]}}
    shop.declare(contract)
    json_lines(shop, json.dumps({"id": "1", "a/b~c\"'": 5}))
    assert shop.land().problems == []
    assert shop.current('k, "a/b~c""\'"', "t") == [("1", 5)]


def test_json_booleans_fit_any_declared_words(shop: Shop) -> None:
    words = {"true_values": ["tak"], "false_values": ["nie"]}
    shop.declare(table("t", {"k": "varchar", "b": "boolean"}, format="jsonl", files=["*.jsonl"], **words))
    json_lines(shop, '{"k": "1", "b": true}', '{"k": "2", "b": "nie"}')
    shop.land()
    assert shop.current("k, b", "t") == [("1", True), ("2", False)]
