"""Exports of a real system in every way it writes them: as many records as its documentation counts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.unit.ingest.shops import Shop, table

pytestmark = pytest.mark.shared

BULK = {"separator": "+|", "record_end": "&|\n", "quote": ""}
BY_COUNT = {"quote": "", "records_end_by": "field_count"}
FILES: list[tuple[str, int, int, dict[str, Any]]] = [
    ("oltp/Store.csv", 6, 701, BULK),
    ("oltp/BusinessEntity.csv", 3, 20_777, BULK),
    ("oltp/ProductReview.csv", 8, 4, BY_COUNT | {"separator": "\t"}),
    ("dw/DatabaseLog.csv", 8, 112, BY_COUNT | {"separator": "|", "encoding": "utf-16"}),
    ("dw/FactFinance.csv", 8, 39_409, {"separator": "|"}),
    ("oltp/PurchaseOrderDetail.csv", 11, 8_845, {"separator": "\t", "key": ["k", "f2"]}),
]


def declared(shop: Shop, shared_data: Path, file: str, fields: int, **keys: Any) -> None:
    columns = {"k": "bigint"} | {f"f{place}": "varchar" for place in range(2, fields + 1)}
    if file == "oltp/PurchaseOrderDetail.csv":
        columns["f7"] = "decimal(18,4)"
    shop.declare(table("t", columns, files=["t.csv"], header=False, **keys))
    shop.export("t.csv", (shared_data / "adventureworks" / file).read_bytes())


@pytest.mark.parametrize(("file", "fields", "records", "keys"), FILES)
def test_every_record_is_loaded(
    shop: Shop, shared_data: Path, file: str, fields: int, records: int, keys: dict[str, Any]
) -> None:
    declared(shop, shared_data, file, fields, **keys)
    report = shop.land()
    assert (report.problems, report.record_count, report.loaded_count) == ([], records, records)
    if file == "oltp/PurchaseOrderDetail.csv":
        assert shop.query("select sum(f7) from raw_shop.t") == [(Decimal("63791994.8380"),)]
    if "record_end" in keys:
        assert shop.query(f"select count(*) from raw_shop.t where contains(f{fields}, '&')") == [(0,)]


def test_values_over_several_lines_are_whole(shop: Shop, shared_data: Path) -> None:
    declared(shop, shared_data, "oltp/ProductReview.csv", 8, separator="\t", **BY_COUNT)
    shop.land()
    lines = shop.query("select k, length(f7) - length(replace(f7, chr(10), '')) from raw_shop.t order by k")
    assert [row[0] for row in lines] == [1, 2, 3, 4]
    assert sum(row[1] for row in lines) + 4 == 34
