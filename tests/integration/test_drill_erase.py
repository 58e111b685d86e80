"""Erasure at its full figures: killed anywhere and finished, ten people at once, a thousand canaries under each policy.

Belongs here: PROMISES 20 and 21. Doesn't belong here: what an erasure does in detail (test_erase.py).
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from serving.versions import list_versions
from tests.integration import people
from tests.integration.crowd import PEOPLE, Crowd, crowded
from tests.integration.dying import kill
from tests.integration.road import Road
from tests.integration.test_erase import totals
from tests.integration.traces import hits

pytestmark = [pytest.mark.drill, pytest.mark.xdist_group("drill_erase"), pytest.mark.timeout(3600)]

POINTS = {
    "before anything": ("ingest.privacy.plan", "Plan.save", 1),
    "with the plan written": ("orchestration.erasure.erase", "note_erasure", 1),
    "inside the register": ("ingest.privacy.register", "key_hash", 1),
    "before the first version": ("orchestration.erasure.erase", "erase_from_versions", 1),
    "with a version half copied": ("serving.erasure", "take_out", 1),
    "before a version is whole": ("serving.erasure", "write_json", 1),
    "before its switch": ("serving.erasure", "_replace", 1),
    "before the current version's switch": ("serving.erasure", "point_current_at", 1),
    "between switch and note": ("serving.erasure", "record_event", 2),
    "before an old version goes": ("serving.erasure", "set_aside", 2),
    "before raw": ("orchestration.erasure.erase", "erase_from_raw", 1),
    "inside raw's transaction": ("ingest.privacy.raw_file", "_clean_quarantine", 1),
    "before raw is copied": ("orchestration.erasure.erase", "rewrite", 1),
    "before the private file is copied": ("orchestration.erasure.erase", "rewrite", 2),
    "before products go": ("orchestration.erasure.erase", "_remove_products", 1),
    "before logs": ("orchestration.erasure.erase", "clean_logs", 1),
    "inside Dagster's store": ("orchestration.erasure.traces", "clean_database", 2),
}
CUSTOMER = (*people.CUSTOMER, *people.CUSTOMER_TEXTS)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> tuple[Road, Path]:
    """A company published twice, and a copy of its data as they were then."""
    road = people.company_of_people(tmp_path_factory.mktemp("kills"))
    road.refresh()
    people.write(road, people.exports("2026-06-30", street="Zajęcza-9"))
    road.refresh()
    copy = tmp_path_factory.mktemp("kept") / "data"
    shutil.copytree(road.data, copy, symlinks=True)
    return road, copy


@pytest.fixture
def road(base: tuple[Road, Path]) -> Road:
    road, copy = base
    for folder in road.paths.versions.iterdir():
        folder.chmod(0o755)
    shutil.rmtree(road.data)
    shutil.copytree(copy, road.data, symlinks=True)
    return road


@pytest.mark.parametrize("name", POINTS)
def test_an_erasure_killed_anywhere_is_finished_by_the_next_one(road: Road, name: str, tmp_path: Path) -> None:
    before = totals(road)
    kill(road, POINTS[name], "erase", "--customer", "C1")
    assert road.value("select count(*) from dim_company") == 1

    again = road.whale("erase", "--customer", "C1")
    assert again.exit_code == 0, again.output
    assert hits(road.paths.root, CUSTOMER, tmp_path) == []
    assert totals(road) == before
    versions = list_versions(road.paths)
    assert {path.name for path in road.paths.versions.iterdir()} == {each.stamp for each in versions}
    assert [len(each.manifest()["erasures"]) for each in versions] == [1, 1]
    assert not road.paths.erasure_plan.exists()


@pytest.mark.parametrize("name", ["with the plan written", "before the current version's switch", "before logs"])
def test_a_refresh_finishes_an_erasure_that_was_killed(road: Road, name: str, tmp_path: Path) -> None:
    kill(road, POINTS[name], "erase", "--customer", "C1")
    done = road.whale("refresh")
    assert done.exit_code == 0, done.output
    assert hits(road.paths.root, CUSTOMER, tmp_path) == []


@pytest.mark.parametrize("policy", ["keep", "pseudonymise"])
def test_ten_people_go_and_do_not_come_back(policy: str, tmp_path: Path) -> None:
    road = people.company_of_people(tmp_path, people.SETTINGS + f"privacy: {{default: {policy}}}\n")
    crowd = crowded(road)
    road.refresh()
    road.refresh(is_forced=True)
    before = totals(road)
    chosen = [("customers", f"C{100 + number}") for number in range(4)]
    chosen += [("contacts", "C100"), ("contacts", "C101"), ("employees", "E100"), ("employees", "E101")]
    chosen += [("leads", "L100"), ("leads", "L101")]
    words = [word for each in chosen for word in crowd.texts[each]]
    assert len(hits(road.paths.root, words, tmp_path / "s")) > 0

    arguments = [word for entity, number in chosen for word in (f"--{entity[:-1]}", number)]
    done = road.whale("erase", *arguments)
    assert done.exit_code == 0, done.output
    assert hits(road.paths.root, words, tmp_path / "s") == []
    assert totals(road) == before

    crowd.write(road, trailer="\n")
    road.refresh(is_forced=True)
    assert hits(road.paths.root, words, tmp_path / "s") == []
    assert totals(road) == before
    others = [word for person, texts in crowd.texts.items() if person not in chosen for word in texts]
    found = hits(road.paths.root, others, tmp_path / "s", passed_over=("build", "dbt", "published", "private"))
    assert len({line.rpartition(" ")[2] for line in found if " holds " in line}) == len(others)


@pytest.mark.parametrize("policy", ["drop", "mask", "pseudonymise"])
def test_no_canary_passes_the_policy(policy: str, tmp_path: Path) -> None:
    road, crowd = canaries(policy, tmp_path)
    assert_no_canary(road, crowd, tmp_path)


def canaries(policy: str, home: Path) -> tuple[Road, Crowd]:
    """A thousand canaries, published under a policy."""
    road = people.company_of_people(home, people.SETTINGS + f"privacy: {{default: {policy}}}\n")
    crowd = crowded(road)
    road.refresh()
    return road, crowd


def assert_no_canary(road: Road, crowd: Crowd, scratch: Path) -> None:
    assert len(crowd.words) >= 1000
    assert hits(road.paths.root, crowd.words, scratch / "s", passed_over=("build", "private", "raw.duckdb")) == []
    assert hits(road.paths.root, crowd.words, scratch / "s", passed_over=("build", "private", "published"))
    assert road.value("select count(*) from dim_contacts") == PEOPLE["contacts"] + 2
