"""Files that can't be what they should be: the landing refuses them and the refresh stops (PROMISES 2)."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest

from tests.integration import trade
from tests.integration.faults import Fault, refused
from tests.integration.road import Road

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]

ORDERS = "exports/orders.csv"


def _undecodable(road: Road) -> None:
    road.write("exports/customers.csv", "customer_id,customer_name\nC001,Żółw\n".encode("cp1250"))


def _without_its_key(road: Road) -> None:
    road.write(ORDERS, trade.FILES["orders"].replace("order_id,", "number,", 1))


def _of_another_entity(road: Road) -> None:
    road.write(ORDERS, trade.FILES["products"])


def _empty(road: Road) -> None:
    road.write(ORDERS, "")


def _folder(road: Road) -> None:
    _place(road, ORDERS).mkdir()


def _dangling_link(road: Road) -> None:
    _place(road, ORDERS).symlink_to("nowhere.csv")


def _pipe(road: Road) -> None:
    os.mkfifo(_place(road, ORDERS))


def _workbook_without_the_sheet(road: Road) -> None:
    settings = road.read("company.yml").replace(
        "  template: standard",
        "  template: standard\n    tables: {goals: {files: [goals.xlsx], format: xlsx, sheet: Goals}}",
    )
    road.write("company.yml", settings)
    book = openpyxl.Workbook()
    book.create_sheet("Budget")
    book.save(road.folder / "exports/goals.xlsx")


def _place(road: Road, place: str) -> Path:
    path = road.folder / place
    path.unlink()
    return path


FAULTS = [
    Fault("undecodable", _undecodable, ("customers.csv", "utf-8", "line 2")),
    Fault("without its key", _without_its_key, ("orders.csv", "order_id")),
    Fault("of another entity", _of_another_entity, ("orders.csv", "order_id", "product_id")),
    Fault("empty", _empty, ("orders.csv", "is empty (0 bytes)")),
    Fault("folder", _folder, ("orders.csv", "is a folder")),
    Fault("dangling link", _dangling_link, ("orders.csv", "can't be read")),
    Fault("pipe", _pipe, ("orders.csv", "is no regular file")),
    Fault("workbook without the sheet", _workbook_without_the_sheet, ("goals.xlsx", "Goals", "Budget")),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_file_that_cannot_be_taken_in_stops_the_refresh(trading: Road, fault: Fault) -> None:
    result = refused(trading, fault)
    print(result.stderr)
    assert "the published version stays" in result.stderr


def test_what_could_be_landed_is_and_the_mended_file_is_enough(trading: Road) -> None:
    refused(trading, FAULTS[0])
    trading.write("exports/customers.csv", trade.FILES["customers"])
    result = trading.whale("refresh")
    assert result.exit_code == 0, result.stderr
    assert "published  nothing" in result.stdout, result.stdout
