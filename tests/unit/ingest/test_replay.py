"""Replay: what passes under a mended contract is loaded from quarantine, as if the contract had been right at once."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.privacy.suppression import Suppression
from ingest.replay import Replayed, replay, replayable
from ingest.store import RawStore
from tests.unit.ingest.shops import COMPANY, Shop

ROWS = "select * from raw_shop.things order by all"
FAULTS = "select load_id, record_number, line_number, column_name, value, reason, message, raw_text " + (
    "from quarantine.records order by all"
)
COUNTS = "select load_id, record_count, loaded_count, quarantined_count, as_of_date, load_mode from load_ledger.loads"


def things(columns: dict[str, Any], **landing: Any) -> dict[str, Any]:
    keys = {"files": ["*"], "key": ["id"], "load_mode": "append", "max_quarantined_share": 1} | landing
    shown = [
        {"name": name, **(kind if isinstance(kind, dict) else {"data_type": kind})} for name, kind in columns.items()
    ]
    return {"name": "things", "config": {"meta": {"landing": keys}}, "columns": shown}


def new_shop(folder: Path) -> Shop:
    made = Shop(folder / "shop")
    made.exports.mkdir(parents=True)
    (made.folder / "company.yml").write_text(COMPANY)
    return made


def in_mode(contract: dict[str, Any], mode: str) -> dict[str, Any]:
    changed = deepcopy(contract)
    changed["config"]["meta"]["landing"]["load_mode"] = mode
    return changed


def replayed(shop: Shop, *, accept: bool = True, is_dry: bool = False) -> list[Replayed]:
    with RawStore(shop.raw_file) as store:
        told = replay(store, shop.contracts(), replayable(store), is_dry=is_dry)
        if accept:
            store.accept(load.load_id for load in store.loads("pending"))
        return told


def lose_files(shop: Shop) -> None:
    for file in shop.exports.iterdir():
        file.unlink()


def state(shop: Shop) -> list[list[tuple[Any, ...]]]:
    return [shop.query(sql) for sql in (ROWS, FAULTS, COUNTS)]


PLAIN = {"id": "varchar", "v": "varchar"}
MENDS: dict[str, tuple[dict[str, Any], dict[str, Any], str, dict[str, int]]] = {
    # fault: contract, mended contract, file, what passes
    "not_a_number": (
        things({"id": "varchar", "v": "decimal(9,2)"}),
        things({"id": "varchar", "v": "decimal(9,2)"}, thousands_separator=","),
        'id,v\n1,1.5\n2,"1,234.5"\n3,x\n',
        {"not_a_number": 1},
    ),
    "not_a_whole_number": (
        things({"id": "varchar", "v": "bigint"}),
        things({"id": "varchar", "v": "decimal(22,2)"}),
        "id,v\n1,15\n2,1.5\n3,x\n",
        {"not_a_whole_number": 1},
    ),
    "too_many_decimals": (
        things({"id": "varchar", "v": "decimal(9,2)"}),
        things({"id": "varchar", "v": "decimal(12,4)"}),
        "id,v\n1,1.5\n2,1.555\n3,1.23456\n",
        {"too_many_decimals": 1},
    ),
    "out_of_range": (
        things({"id": "varchar", "v": "decimal(4,2)"}),
        things({"id": "varchar", "v": "decimal(6,2)"}),
        "id,v\n1,1.5\n2,1000.5\n3,100000\n",
        {"out_of_range": 1},
    ),
    "not_a_date": (
        things({"id": "varchar", "v": "date"}),
        things({"id": "varchar", "v": "date"}, date_format="%d.%m.%Y"),
        "id,v\n1,\n2,31.01.2026\n3,x\n",
        {"not_a_date": 1},
    ),
    "not_a_timestamp": (
        things({"id": "varchar", "v": "timestamp"}),
        things({"id": "varchar", "v": "timestamp"}, timestamp_format="%d.%m.%Y %H:%M"),
        "id,v\n1,\n2,31.01.2026 12:30\n3,x\n",
        {"not_a_timestamp": 1},
    ),
    "no_such_local_time": (
        things({"id": "varchar", "v": "timestamp"}, time_zone="Europe/Warsaw"),
        things({"id": "varchar", "v": "timestamp"}, time_zone="UTC"),
        "id,v\n1,\n2,2026-03-29 02:30:00\n3,x\n",
        {"no_such_local_time": 1},
    ),
    "not_a_boolean": (
        things({"id": "varchar", "v": "boolean"}),
        things({"id": "varchar", "v": "boolean"}, true_values=["true", "tak"]),
        "id,v\n1,true\n2,tak\n3,x\n",
        {"not_a_boolean": 1},
    ),
    "not_allowed": (
        things({"id": "varchar", "v": {"data_type": "varchar", "config": {"meta": {"allowed": ["a"]}}}}),
        things({"id": "varchar", "v": {"data_type": "varchar", "config": {"meta": {"allowed": ["a", "b"]}}}}),
        "id,v\n1,a\n2,b\n3,x\n",
        {"not_allowed": 1},
    ),
    "missing_required": (
        things({"id": "varchar", "v": {"data_type": "bigint", "config": {"meta": {"nullable": False}}}}),
        things({"id": "varchar", "v": "bigint"}),
        "id,v\n1,1\n2,\n3,x\n",
        {"missing_required": 1},
    ),
    "null_key": (
        things({"id": "varchar", "v": "varchar"}),
        things({"id": "varchar", "v": "varchar"}, key=["v"]),
        "id,v\n1,1\n,2\n3,3\n",
        {"null_key": 1},
    ),
    "duplicate_key": (
        things({"id": "varchar", "v": "varchar"}),
        things({"id": "varchar", "v": "varchar"}, key=["id", "v"]),
        "id,v\n1,1\n1,2\n1,1\n",
        {"duplicate_key": 1},
    ),
    "broken_quotes": (things(PLAIN), things(PLAIN, quote=""), 'id,v\n1,a\n2,"5\n3,b\n', {"broken_quotes": 1}),
    "extra_fields": (
        things(PLAIN, quote=""),
        things(PLAIN),
        'id,v\n1,a\n2,"b,c"\n3,d,e\n',
        {"extra_fields": 1},
    ),
}


@pytest.mark.parametrize("fault", MENDS)
def test_a_mended_contract_lets_pass_what_it_describes_and_the_file_may_be_gone(tmp_path: Path, fault: str) -> None:
    before, after, text, passed = MENDS[fault]
    shop, direct = new_shop(tmp_path / "replayed"), new_shop(tmp_path / "direct")
    for each, contract in ((shop, before), (direct, after)):
        each.declare(contract)
        each.export("things.csv", text, day=3)
        each.land()
    lose_files(shop)
    shop.declare(after)
    (told,) = replayed(shop)
    assert (told.passed, told.problems) == (passed, [])
    assert state(shop) == state(direct)
    assert shop.statuses() == ["accepted"]


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


def mended(folder: Path, mode: str = "append") -> Shop:
    before, after, text, _ = MENDS["not_a_number"]
    shop = new_shop(folder)
    shop.declare(in_mode(before, mode))
    shop.export("things.csv", text, day=3)
    shop.land()
    lose_files(shop)
    shop.declare(in_mode(after, mode))
    return shop


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


@pytest.mark.parametrize("form", ["jsonl", "xlsx", "parquet", "bars", "headless", "escaped"])
def test_records_of_every_format_are_read_again(tmp_path: Path, form: str) -> None:
    landing: dict[str, Any] = {"format": form} if form in ("jsonl", "xlsx", "parquet") else {}
    name, content = _file_of(tmp_path, form)
    if form == "bars":
        landing = {"separator": "+|", "record_end": "&|\n", "quote": "", "encoding": "utf-16"}
    elif form == "headless":
        landing = {"header": False, "skip_lines": 1, "encoding": "cp1250"}
    elif form == "escaped":
        landing = {"escape": "\\", "footer_lines": 1}
    columns = {"id": "varchar", "n": "varchar", "v": "decimal(9,1)"}
    wider = columns | {"v": "decimal(12,3)"}
    shop, direct = new_shop(tmp_path / "replayed"), new_shop(tmp_path / "direct")
    for each, chosen in ((shop, columns), (direct, wider)):
        each.declare(things(chosen, **landing))
        each.export(name, content, day=3)
        assert each.land().problems == []
    lose_files(shop)
    shop.declare(things(wider, **landing))
    (told,) = replayed(shop)
    assert (told.passed, told.problems) == ({"too_many_decimals": 1}, [])
    assert state(shop) == state(direct)


def _file_of(folder: Path, form: str) -> tuple[str, bytes]:
    rows = [("1", "Łódź", "1.5"), ("2", "żółw", "2.125"), ("3", "ąę", "x")]
    if form == "jsonl":
        return "things.jsonl", "".join(f'{{"id": "{i}", "n": "{n}", "v": "{v}"}}\n' for i, n, v in rows).encode()
    if form == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(
            pa.table(dict(zip("inv", zip(*rows, strict=True), strict=True))).rename_columns(["id", "n", "v"]),
            folder / "x",
        )
        return "things.parquet", (folder / "x").read_bytes()
    if form == "xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        for row in [("id", "n", "v"), *rows]:
            book.active.append(row)
        book.save(folder / "x")
        return "things.xlsx", (folder / "x").read_bytes()
    if form == "bars":
        return "things.txt", "".join("+|".join(row) + "&|\n" for row in [("id", "n", "v"), *rows]).encode("utf-16")
    if form == "headless":
        return "things.csv", ("an export\n" + "".join(",".join(row) + "\n" for row in rows)).encode("cp1250")
    lines = ["id,n,v\n", *(f'{i},"{n} \\" and\nmore",{v}\n' for i, n, v in rows), "3 rows\n"]
    return "things.csv", "".join(lines).encode()


def test_without_a_known_header_the_records_stay_and_it_is_told(tmp_path: Path) -> None:
    shop = mended(tmp_path)
    with RawStore(shop.raw_file) as store:
        store.con.execute("delete from load_ledger.headers")
    before = state(shop)
    (told,) = replayed(shop)
    assert (told.passed, state(shop)) == ({}, before)
    assert "land the file again" in told.problems[0]


VALUES = st.sampled_from(
    ["1", "1.5", "-2.25", "1.2345", "12345678901", "x", "", " 7 ", '"1,5"', '"a""b"', '"two\nlines"']
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.lists(st.lists(VALUES, min_size=1, max_size=8), min_size=1, max_size=3),
    mode=st.sampled_from(["full", "append"]),
)
def test_replay_after_landing_is_landing_with_the_mended_contract(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[str]], mode: str
) -> None:
    folder = tmp_path_factory.mktemp("replay")
    required = {"data_type": "decimal(4,2)", "config": {"meta": {"nullable": False}}}
    strict = things({"id": "varchar", "v": required}, load_mode=mode)
    wide = things({"id": "varchar", "v": "decimal(18,4)"}, load_mode=mode)
    shop, direct = new_shop(folder / "replayed"), new_shop(folder / "direct")
    for each, contract in ((shop, strict), (direct, wide)):
        each.declare(contract)
        for number, values in enumerate(files):
            text = "".join(f"{row},{value}\n" for row, value in enumerate(values))
            each.export(f"things_{number}.csv", "id,v\n" + text, day=1 + number)
            each.land()
    lose_files(shop)
    shop.declare(wide)
    replayed(shop)
    assert state(shop) == state(direct)


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
