"""Replay: what passes under today's contract is loaded from quarantine into its own load, and nothing else changes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest.privacy.suppression import Suppression
from ingest.replay import replayable
from ingest.store import RawStore
from tests.unit.ingest.replays import (
    MENDS,
    PLAIN,
    in_mode,
    lose_files,
    mended,
    new_shop,
    replayed,
    state,
    things,
)


def test_what_passes_depends_on_the_contract_alone(tmp_path: Path) -> None:
    before, _, text, _ = MENDS["not_a_number"]
    shop = new_shop(tmp_path)
    shop.declare(before)
    shop.export("things.csv", text, day=3)
    shop.land()
    unchanged = state(shop)
    (told,) = replayed(shop)
    assert (told.passed, told.remaining) == ({}, {"not_a_number": 2})
    assert (state(shop), shop.statuses()) == (unchanged, ["accepted"])


def test_a_second_replay_changes_nothing(tmp_path: Path) -> None:
    shop = mended(tmp_path)
    replayed(shop)
    once = state(shop)
    (told,) = replayed(shop)
    assert told.passed == {}
    assert state(shop) == once


def test_a_dry_run_tells_the_same_and_changes_nothing(tmp_path: Path) -> None:
    shop = mended(tmp_path)
    before = state(shop)
    (tried,) = replayed(shop, is_dry=True, accept=False)
    assert (state(shop), shop.statuses()) == (before, ["accepted"])
    (done,) = replayed(shop)
    assert (
        (tried.passed, tried.remaining) == (done.passed, done.remaining) == ({"not_a_number": 1}, {"not_a_number": 1})
    )


def test_today_s_reason_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    shop = new_shop(tmp_path)
    shop.declare(things({"id": "varchar", "v": "decimal(9,2)"}))
    shop.export("things.csv", 'id,v\n1,1\n2,"1,23"\n')
    shop.land()
    shop.declare(things({"id": "varchar", "v": "decimal(9,1)"}, decimal_separator=","))
    with pytest.raises(Exception, match="only a wider one"):
        replayed(shop)
    shop.declare(
        things(
            {"id": "varchar", "v": {"data_type": "decimal(9,2)", "config": {"meta": {"allowed": ["7"]}}}},
            decimal_separator=",",
        )
    )
    (told,) = replayed(shop)
    assert (told.passed, told.remaining) == ({}, {"not_allowed": 1})
    assert shop.query("select record_number, line_number, file_path, reason from quarantine.records") == [
        (2, 3, "things.csv", "not_allowed")
    ]


@pytest.mark.parametrize("mode", ["append", "full"])
def test_a_key_that_is_loaded_already_stays_aside(tmp_path: Path, mode: str) -> None:
    before, after, _, _ = MENDS["not_a_number"]
    shop = new_shop(tmp_path)
    shop.declare(in_mode(before, mode))
    if mode == "full":
        # The row of key 1 stands since an earlier list, and so bears the number of another load.
        shop.export("things.csv", "id,v\n9,9\n1,2\n", day=1)
        shop.land()
    shop.export("things.csv", 'id,v\n1,"1,000"\n1,2\n3,"3,000"\n3,"4,000"\n', day=2)
    shop.land()
    shop.declare(in_mode(after, mode))
    (told,) = replayed(shop)
    assert (told.passed, told.remaining) == ({"not_a_number": 1}, {"duplicate_key": 2})
    assert shop.current("id, v, _record_number", "things") == [("1", 2, 2), ("3", 3000, 3)]
    messages = [row[0] for row in shop.query("select message from quarantine.records order by record_number")]
    assert ["record 2" in messages[0], "record 3" in messages[1]] == [True, True]


def test_the_load_waits_for_gate_1_with_all_its_rows(tmp_path: Path) -> None:
    shop = mended(tmp_path)
    replayed(shop, accept=False)
    assert shop.statuses() == ["pending"]
    assert shop.query("select count(*) from raw_shop.things") == [(0,)]
    assert shop.query("select id, _record_number from pending_shop.things order by 1") == [("1", 1), ("2", 2)]
    assert shop.query("select loaded_count, quarantined_count, record_count from load_ledger.loads") == [(2, 1, 3)]


@pytest.mark.parametrize("status", ["pending", "held"])
def test_a_load_that_no_gate_has_passed_is_replayed_too(tmp_path: Path, status: str) -> None:
    before, after, text, _ = MENDS["not_a_number"]
    shop = new_shop(tmp_path)
    shop.declare(before)
    shop.export("things.csv", text)
    shop.land(accept=False)
    if status == "held":
        with RawStore(shop.raw_file) as store:
            store.hold(1, "too many")
    shop.declare(after)
    replayed(shop)
    assert shop.current("id", "things") == [("1",), ("2",)]


@pytest.mark.parametrize("status", ["replaced", "refused"])
def test_the_records_of_a_load_that_no_longer_stands_are_left_alone(tmp_path: Path, status: str) -> None:
    shop = mended(tmp_path)
    with RawStore(shop.raw_file) as store:
        store.set_status([1], status)  # type: ignore[arg-type]
        assert replayable(store) == []


@pytest.mark.parametrize("mode", ["append", "full"])
def test_a_replayed_load_keeps_its_place_among_the_others(tmp_path: Path, mode: str) -> None:
    before, after, _, _ = MENDS["not_a_number"]
    shop, direct = new_shop(tmp_path / "replayed"), new_shop(tmp_path / "direct")
    files = ['id,v\n1,1\n2,"1,000"\n3,3\n', "id,v\n1,9\n3,3\n", 'id,v\n1,9\n2,5\n3,"3,000"\n']
    for each, contract in ((shop, before), (direct, after)):
        each.declare(in_mode(contract, mode))
        for number, text in enumerate(files):
            # The first two hold on the same day: which one came first decides.
            each.export(f"things_{number}.csv", text, day=(3, 3, 4)[number])
            each.land()
    lose_files(shop)
    shop.declare(in_mode(after, mode))
    told = replayed(shop)
    assert [each.passed for each in told] == [{"not_a_number": 1}] * 2
    assert state(shop) == state(direct)


def test_a_crash_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = mended(tmp_path)
    before = state(shop)

    def crash(self: RawStore, load: Any) -> None:
        raise RuntimeError("crash")

    with monkeypatch.context() as patch:
        patch.setattr(RawStore, "note_counts", crash)
        with pytest.raises(RuntimeError):
            replayed(shop)
    assert (state(shop), shop.statuses()) == (before, ["accepted"])
    replayed(shop)
    assert shop.current("id", "things") == [("1",), ("2",)]


def test_a_file_that_lies_there_is_landed_again_as_ever(tmp_path: Path) -> None:
    before, after, text, _ = MENDS["not_a_number"]
    shop = new_shop(tmp_path)
    shop.declare(before)
    shop.export("things.csv", text)
    shop.land()
    shop.declare(after)
    replayed(shop)
    shop.land()
    assert shop.statuses() == ["replaced", "accepted"]
    assert shop.query("select id, _from_load_id from raw_shop.things order by 1") == [("1", 2), ("2", 2)]


def test_a_record_that_swallows_its_neighbours_is_left_and_told(tmp_path: Path) -> None:
    shop = new_shop(tmp_path)
    shop.declare(things(PLAIN, quote=""))
    shop.export("things.csv", 'id,v\n1,a\n2,"b,x\n3,c",y\n')
    shop.land()
    before = state(shop)
    shop.declare(things(PLAIN))
    (told,) = replayed(shop)
    assert (told.passed, state(shop)) == ({}, before)
    assert "can't be told apart" in told.problems[0]


def test_without_a_known_header_the_records_stay_and_it_is_told(tmp_path: Path) -> None:
    shop = mended(tmp_path)
    with RawStore(shop.raw_file) as store:
        store.con.execute("delete from load_ledger.headers")
    before = state(shop)
    (told,) = replayed(shop)
    assert (told.passed, state(shop)) == ({}, before)
    assert "land the file again" in told.problems[0]


def test_a_person_who_was_erased_does_not_come_back_from_quarantine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record's number couldn't be read when the person was erased; now it can."""
    seen: list[tuple[str, int]] = []

    def of_file(self: Suppression, contract: Any, typed: str, load_id: int) -> None:
        seen.append((typed, load_id))
        self.con.execute(f"update {typed} set v = null")

    shop = mended(tmp_path)
    monkeypatch.setattr(Suppression, "of_file", of_file)
    replayed(shop)
    assert seen == [("landing_rows_1", 1)]
    assert shop.current("id, v", "things") == [("1", Decimal("1.5")), ("2", None)]
