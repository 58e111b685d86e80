"""kill -9 of a refresh at any point harms no reader, and the next refresh heals it (PROMISES 3)."""

from __future__ import annotations

import pytest

from serving.lock import dead_holder
from serving.versions import list_versions
from tests.integration import trade
from tests.integration.dying import kill
from tests.integration.road import Base, Road

pytestmark = pytest.mark.drill

POINTS = {
    "before the first file is read": ("ingest.landing", "read_texts", 1),
    "between two files": ("ingest.landing", "read_texts", 2),
    "inside the landing's transaction": ("ingest.store", "RawStore.add", 2),
    "between two suites": ("expectations.runner", "_settle", 2),
    "inside a suite's transaction": ("ingest.store", "RawStore.accept", 1),
    "before dbt": ("orchestration.refresh_run", "run_dbt", 1),
    "early in dbt": ("orchestration.progress", "Bars.advance", 30),
    "late in dbt": ("orchestration.progress", "Bars.advance", 200),
    "before the meta schema": ("orchestration.refresh_run", "write_meta", 1),
    "before the content hash": ("orchestration.refresh_run", "content_hash", 1),
    "with the file on its way": ("serving.publish", "write_json", 1),
    "before the version has its name": ("serving.publish", "protect", 1),
    "before the switch": ("serving.publish", "point_current_at", 1),
    "between switch and note": ("serving.publish", "record_event", 1),
    "while old versions go": ("serving.publish", "set_aside", 2),
    "while the run is tidied up": ("orchestration.jobs", "tidy", 1),
}
AFTER_THE_SWITCH = {"between switch and note", "while old versions go", "while the run is tidied up"}


def _edit(road: Road) -> None:
    """Something new in three tables."""
    road.write("exports/customers.csv", trade.FILES["customers"] + "C101,Late,PL,2025-01-02\n")
    road.write("exports/orders.csv", trade.FILES["orders"] + "O4,C101,2026-02-21,open,1.25\n")
    road.write("exports/order_lines.csv", trade.FILES["order_lines"] + "OL5,O4,P1,7,70.00,0,70.00\n")


@pytest.fixture(scope="module")
def trader(tmp_path_factory: pytest.TempPathFactory) -> tuple[Base, str]:
    """A published company, and the content hash that its edited files give when nothing is killed."""
    road = trade.small_company(tmp_path_factory.mktemp("kills"))
    road.refresh()
    base = Base(road, tmp_path_factory.mktemp("kept"))
    _edit(road)
    road.refresh()
    return base, str(road.manifest()["content_hash"])


@pytest.fixture
def road(trader: tuple[Base, str]) -> Road:
    base, _ = trader
    base.restore()
    return base.road


@pytest.mark.parametrize("name", POINTS)
def test_a_killed_refresh_harms_nothing_and_the_next_one_heals(trader: tuple[Base, str], road: Road, name: str) -> None:
    _, clean = trader
    before = road.published_sha256()
    _edit(road)
    kill(road, POINTS[name], "refresh")
    assert (road.published_sha256() == before) == (name not in AFTER_THE_SWITCH)
    assert road.value("select count(*) from dim_company") == 1
    assert road.whale("status").exit_code == 0
    assert dead_holder(road.paths) is not None

    again = road.whale("refresh")
    assert again.exit_code == 0, again.stderr
    manifest = road.manifest()
    assert manifest["content_hash"] == clean
    assert road.value("select count(*) from mart_order_fulfilment") == 4
    assert {path.name for path in road.paths.versions.iterdir()} == {each.stamp for each in list_versions(road.paths)}
    assert dead_holder(road.paths) is None
