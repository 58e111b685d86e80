"""A thousand small files land in under half a minute, also where the ledger knows thousands already."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from tests.unit.ingest.shops import ORDERS, Shop, table

HEADER = "order_id,amount,ordered,note\n"


def seconds_to_land(shop: Shop, mode: str, files: int) -> float:
    """CPU seconds of landing and accepting so many files of 100 records."""
    columns = {column["name"]: column["data_type"] for column in ORDERS["columns"]}
    shop.declare(table("orders", columns, load_mode=mode))
    for number in range(files):
        # A list changes a little from day to day; additions are new altogether.
        first = number // 10 if mode == "full" else number * 100
        rows = (f"{first + line},{line}.50,2026-01-02,note {line}\n" for line in range(100))
        shop.export(f"orders_{date(2020, 1, 1) + timedelta(days=number)}.csv", HEADER + "".join(rows))
    before = time.process_time()
    report = shop.land()
    spent = time.process_time() - before
    assert (report.problems, report.loaded_count) == ([], files * 100)
    assert shop.land().files_skipped == files
    return spent


@pytest.mark.parametrize("mode", ["append", "full"])
def test_the_time_for_small_files_grows_with_their_number_only(shop: Shop, mode: str) -> None:
    assert seconds_to_land(shop, mode, 60) < 60 * 0.060


@pytest.mark.drill
@pytest.mark.parametrize("mode", ["append", "full"])
def test_a_thousand_small_files_land_in_under_half_a_minute(shop: Shop, mode: str) -> None:
    assert seconds_to_land(shop, mode, 1000) < 30
