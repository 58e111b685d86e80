"""Keys, the names of files, and formats beyond CSV."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.unit.drafting.conftest import Draft, DraftAll, types


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("name,order_id\na,1\na,2\n", ["order_id"]),
        ("order_id,line,sku\n1,1,a\n1,2,b\n2,1,a\n2,2,a\n", ["order_id", "line"]),
        ("a_id,b_id,c_id\n1,1,1\n1,1,2\n1,2,1\n2,1,1\n2,2,1\n2,2,2\n", ["a_id", "b_id", "c_id"]),
        ("amount,code\n1.5,a\n2.5,b\n", ["code"]),
        (
            "rowguid,who,day\n9AADCB0D-36CF-483F-84D8-585C2D4EC6E9,1,2026-01-01\n"
            "41BC2FF6-F0FC-475F-8EB9-CEC0805AA0F2,1,2026-01-02\nB84F78B1-4EFE-4A0E-8CB7-70E9F112F886,2,2026-01-01\n",
            ["who", "day"],
        ),
        (
            "rowguid,number\n9AADCB0D-36CF-483F-84D8-585C2D4EC6E9,2\n41BC2FF6-F0FC-475F-8EB9-CEC0805AA0F2,1\n",
            ["number"],
        ),
    ],
)
def test_the_shortest_likeliest_key_is_taken(draft: Draft, text: str, key: list[str]) -> None:
    table = draft(text)
    assert table.key == key
    assert table.quarantined_count == 0


def test_without_a_key_the_doubles_are_counted_by_the_proof(draft: Draft) -> None:
    table = draft("kind,colour\na,red\na,red\nb,red\n")
    assert any("no key of up to 3 columns" in doubt for doubt in table.doubts)
    assert (table.record_count, table.loaded_count, table.quarantined_count) == (3, 2, 1)
    assert table.faults == ["duplicate_key in kind, colour puts 1 records into quarantine; the first is record 2"]


def test_files_that_differ_by_their_day_are_one_table(draft_all: DraftAll) -> None:
    drafted = draft_all({"stock_2026-10-30.csv": "sku,pieces\na,1\n", "stock_2026-10-31.csv": "sku,pieces\na,2\nb,x\n"})
    (table,) = drafted.tables
    assert (table.table, table.files, table.landing["load_mode"]) == ("stock", "stock_*.csv", "full")
    assert table.landing["as_of"] == {"from": "file_name"}
    assert types(table)["pieces"] == "varchar"
    assert table.record_count == 3


@pytest.mark.parametrize(
    ("place", "table", "files", "landing"),
    [
        ("orders.csv", "orders", "orders.csv", {}),
        ("Order Details.csv", "order_details", "Order Details.csv", {}),
        ("orders_2026-10.csv", "orders", "orders_*.csv", {"load_mode": "append"}),
        ("orders-20261031.csv", "orders", "orders-*.csv", {"load_mode": "full", "as_of": {"from": "file_name"}}),
        ("2026-10-31_orders.csv", "orders", "*_orders.csv", {"load_mode": "full", "as_of": {"from": "file_name"}}),
        ("31.10.2026 orders.csv", "orders", "* orders.csv", {"load_mode": "full"}),
        ("[1] orders.csv", "1_orders", "[[]1] orders.csv", {}),
    ],
)
def test_a_name_tells_table_pattern_and_mode(
    draft: Draft, place: str, table: str, files: str, landing: dict[str, object]
) -> None:
    drafted = draft("id,n\n1,2\n", place)
    assert (drafted.table.removeprefix("t_"), drafted.files) == (table, files)
    assert landing.items() <= drafted.landing.items()
    assert drafted.loaded_count == 1


def test_a_workbook_is_drafted(draft: Draft, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "price", "name"])
    book.active.append([1, 2.5, "a"])
    book.active.append([2, 3, "b"])
    book.save(tmp_path / "book.xlsx")
    table = draft((tmp_path / "book.xlsx").read_bytes(), "book.xlsx")
    assert types(table) == {"id": "bigint", "price": "decimal(18,1)", "name": "varchar"}
    assert (table.landing["format"], table.loaded_count) == ("xlsx", 2)


def test_json_lines_are_drafted_and_nested_values_left_out(draft: Draft) -> None:
    lines = [{"id": 1, "price": 2.5, "ok": True, "tags": ["x"]}, {"id": 2, "price": 3, "ok": False, "note": "n"}]
    table = draft("\n".join(map(json.dumps, lines)), "things.jsonl")
    assert types(table) == {"id": "bigint", "price": "decimal(18,1)", "ok": "boolean", "note": "varchar"}
    assert table.doubts[0] == "left out: tags holds objects or lists, which a contract doesn't read"
    assert table.loaded_count == 2


def test_parquet_keeps_the_types_that_it_declares(draft: Draft, tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    duckdb.sql(
        "select 1::int as id, 1.50::decimal(9,2) as price, '12' as code, date '2026-01-31' as day, "
        "0.5::double as share, true as ok, timestamp '2026-01-31 10:00:00' as seen, [1] as tags"
    ).write_parquet(str(path))
    table = draft(path.read_bytes(), "p.parquet")
    assert types(table) == {
        "id": "bigint", "price": "decimal(9,2)", "code": "varchar", "day": "date", "share": "decimal(18,1)",
        "ok": "boolean", "seen": "timestamp",
    }  # fmt: skip
    assert table.loaded_count == 1


@pytest.mark.parametrize(
    ("text", "record_count"),
    [
        ("1+|a|b+|x&|\n2+|c+|y\nz&|\n3+|+|&|\n", 3),
        ("1|first\nand more\n|2026-01-01|one\n2|second|2026-01-02|two\nmore\n3|third|2026-01-03|three\n", 3),
        ('id,text\n1,"a \\"b\\", c"\n2,"d\\"e"\n3,f\n', 3),
        ("id;text\r\n1;a\r\n2;b\r\n", 2),
        ("sep=;\nid;text;n\n1;a,b;1\n2;c,d;2\n", 2),
        ("Report of stock\n\nmade 2026-11-27\nid;text;n;day\n1;a;1;x\n2;b;2;y\n3;c;3;z\nSum: 6\n", 3),
    ],
)
def test_a_draft_lands_its_own_file_in_every_layout(draft: Draft, text: str, record_count: int) -> None:
    table = draft(text)
    assert (table.record_count, table.loaded_count, table.quarantined_count) == (record_count, record_count, 0)


def test_lines_around_the_records_are_declared(draft: Draft) -> None:
    table = draft("Report of stock\n\nid;text;n;day\n1;a;1;x\n2;b;2;y\n3;c;3;z\nSum: 6\nend\n")
    assert {key: table.landing[key] for key in ("skip_lines", "footer_lines")} == {"skip_lines": 2, "footer_lines": 2}
    assert "2 lines before the header aren't records by their few fields" in table.doubts


@pytest.mark.parametrize("packing", ["gz", "zip"])
def test_a_packed_file_is_drafted(draft: Draft, packing: str) -> None:
    plain = b"id,n\n1,2\n2,3\n"
    if packing == "gz":
        content = gzip.compress(plain)
    else:
        with zipfile.ZipFile(buffer := io.BytesIO(), "w") as archive:
            archive.writestr("stock.csv", plain)
        content = buffer.getvalue()
    table = draft(content, f"stock_2026-10-31.csv.{packing}")
    assert (table.table, table.files) == ("stock", f"stock_*.csv.{packing}")
    assert (table.landing["compression"], table.loaded_count) == (packing, 2)
