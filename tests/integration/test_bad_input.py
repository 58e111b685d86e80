"""A company folder that isn't in order: told with file and key before anything is touched, exit code 2.

Files that aren't in order are in test_faults_landing.py, records in test_faults_gate_1.py.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.integration import trade
from tests.integration.faults import Fault, refused
from tests.integration.road import Road

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]

CONTRACT = """\
version: 2
sources:
  - name: shop
    database: landed
    schema: raw_shop
    description: The web shop.
    tables:
      - name: baskets
        description: One row per basket.
        config: {meta: {landing: {files: ["baskets.csv"]}}}
        columns: [{name: basket_id, data_type: varchar, description: Number of the basket.}]
"""


def _second_system(road: Road, contract: str) -> None:
    _settings(road, "systems:\n", "systems:\n  shop: {path: exports}\n")
    road.write("models/staging/shop/_shop__sources.yml", contract)


def _settings(road: Road, old: str, new: str) -> None:
    text = road.read("company.yml")
    assert old in text
    road.write("company.yml", text.replace(old, new))


def _file_for_a_folder(road: Road) -> None:
    shutil.rmtree(road.folder / "exports")
    road.write("exports", "")


def _broken_suite(road: Road) -> None:
    road.write("expectations/erp/customers.json", "{")
    road.write("exports/customers.csv", trade.FILES["customers"] + "C101,Late,PL,2025-01-02\n")


FAULTS = [
    Fault(
        "contract without a key",
        lambda road: _second_system(road, CONTRACT),
        ("_shop__sources.yml, line 10", "landing.key", "is missing"),
    ),
    Fault(
        "no exports folder", lambda road: shutil.rmtree(road.folder / "exports"), ("company.yml", "erp.path", "exports")
    ),
    Fault("exports that are a file", _file_for_a_folder, ("company.yml", "erp.path", "is a file, not a folder")),
    Fault(
        "unknown key",
        lambda road: _settings(road, "time_zone:", "time_zome:"),
        ("company.yml", "time_zome", "time_zone"),
    ),
    Fault(
        "time zone that doesn't exist",
        lambda road: _settings(road, "Europe/Warsaw", "Europe/Warszawa"),
        ("company.yml", "time_zone", "Europe/Warszawa", "Europe/Warsaw"),
    ),
    Fault("no settings", lambda road: (road.folder / "company.yml").unlink(), ("company.yml",)),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_folder_that_is_not_in_order_is_told_before_anything_is_touched(trading: Road, fault: Fault) -> None:
    raw = trading.paths.raw_file.read_bytes()
    wanted = Fault(fault.name, fault.plant, fault.words, exit_code=2)
    result = refused(trading, wanted)
    print(result.stderr)
    assert trading.paths.raw_file.read_bytes() == raw


def test_a_suite_that_cannot_be_read_is_told_and_no_load_is_judged(trading: Road) -> None:
    refused(trading, Fault("broken suite", _broken_suite, ("customers.json",), exit_code=2))
    (waiting,) = json.loads(trading.whale("status", "--json").stdout)["waiting_loads"]
    assert (waiting["table_name"], waiting["status"]) == ("customers", "pending")


def test_exports_that_went_away_take_nothing_back(trading: Road) -> None:
    before = trading.published_sha256()
    for path in (trading.folder / "exports").iterdir():
        path.unlink()
    result = trading.whale("refresh")
    assert result.exit_code == 0, result.stderr
    assert "nothing is new" in result.stdout
    assert "holds no export of acme any more; the rows of 6 tables" in result.stderr
    assert trading.published_sha256() == before


def test_a_company_whose_folders_hold_no_file_is_told_so(trading: Road, tmp_path: Path) -> None:
    for path in (trading.folder / "exports").iterdir():
        path.unlink()
    new = Road(trading.folder, tmp_path)
    check = new.whale("check")
    assert check.exit_code == 0, check.stderr
    assert "0 of 58" in check.stdout
    plan = new.whale("refresh", "--dry-run")
    assert plan.exit_code == 0, plan.stderr
    assert "no file was found for any table of acme" in plan.stderr
    refresh = new.whale("refresh")
    assert refresh.exit_code == 2
    assert "no file was found for any table of acme" in refresh.stderr
    assert not new.paths.fixed_file.exists()
    assert "no file was found" not in trading.whale("refresh", "--dry-run").stderr
