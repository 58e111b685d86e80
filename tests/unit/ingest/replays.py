"""What the tests of replay share: shops whose contract was wrong, and how it is mended."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

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


def mended(folder: Path, mode: str = "append") -> Shop:
    before, after, text, _ = MENDS["not_a_number"]
    shop = new_shop(folder)
    shop.declare(in_mode(before, mode))
    shop.export("things.csv", text, day=3)
    shop.land()
    lose_files(shop)
    shop.declare(in_mode(after, mode))
    return shop
