"""Every record is accounted for, edits are exact to the row, keys stay unique (PROMISES 8, 9, 10 and 15)."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.unit.ingest.shops import Shop, table

COLUMNS = {"id": "bigint", "amount": "decimal(18,2)", "day": "date", "is_open": "boolean", "kind": "varchar"}
HEADER = ",".join(COLUMNS) + "\n"
# One record of every kind of fault, by what quarantine calls it; {n} is a number that no other record has.
FAULTS = {
    "null_key": ",1.00,2026-01-02,true,a",
    "duplicate_key": "1,1.00,2026-01-02,true,a",
    "not_a_whole_number": "x{n},1.00,2026-01-02,true,a",
    "not_a_number": "{n},many,2026-01-02,true,a",
    "too_many_decimals": "{n},1.001,2026-01-02,true,a",
    "out_of_range": "{n},99999999999999999999,2026-01-02,true,a",
    "not_a_date": "{n},1.00,2026-02-30,true,a",
    "not_a_boolean": "{n},1.00,2026-01-02,perhaps,a",
    "not_allowed": "{n},1.00,2026-01-02,true,c",
    "missing_required": "{n},1.00,2026-01-02,true,",
    "missing_fields": "{n},1.00",
    "extra_fields": "{n},1.00,2026-01-02,true,a,b,c",
    "broken_quotes": '{n},1.00,2026-01-02,true,"a',
}


def lines(**landing: Any) -> dict[str, Any]:
    declared = table("lines", COLUMNS, **{"load_mode": "append", **landing})
    declared["columns"][4]["config"] = {"meta": {"nullable": False, "allowed": ["a", "b"]}}
    return declared


def account_for(shop: Shop, records: int, each_fault: int) -> None:
    """Land a file with so many records, among them so many of every fault, and settle the account."""
    shop.declare(lines())
    rng = random.Random(10)
    bad = [text.format(n=number) for number, text in enumerate(list(FAULTS.values()) * each_fault, start=10**9)]
    good = [
        f"{number},{number % 1000}.5,2026-01-{1 + number % 28:02},true,a" for number in range(2, records - len(bad) + 1)
    ]
    mixed = good + bad
    rng.shuffle(mixed)
    shop.export("lines.csv", HEADER + "\n".join(["1,1.00,2026-01-02,true,a", *mixed]) + "\n")
    report = shop.land()
    assert report.problems == []
    assert report.record_count == records == report.loaded_count + report.quarantined_count
    counted = dict(shop.query("select reason, count(distinct record_number) from quarantine.records group by reason"))
    assert counted == dict.fromkeys(FAULTS, each_fault)
    assert shop.query("select count(*), count(distinct id) from raw_shop.lines") == [(report.loaded_count,) * 2]
    numbers = "select _record_number from raw_shop.lines union all select record_number from quarantine.records"
    assert shop.query(f"select count(distinct _record_number), max(_record_number) from ({numbers})") == [
        (records,) * 2
    ]


def test_every_record_is_loaded_or_quarantined(shop: Shop) -> None:
    account_for(shop, records=5000, each_fault=20)


@pytest.mark.drill
@pytest.mark.timeout(900)
def test_every_record_of_a_million_is_loaded_or_quarantined(shop: Shop) -> None:
    account_for(shop, records=1_000_000, each_fault=2500)


@pytest.mark.parametrize("mode", ["append", "full"])
def test_ten_edits_of_a_file_are_exact_to_the_row(shop: Shop, mode: str) -> None:
    shop.declare(lines(load_mode=mode))
    rng = random.Random(9)
    content = {number: f"{number},{number}.00,2026-01-02,true,a" for number in range(1, 101)}
    shop.export("lines_other.csv" if mode == "append" else "ignored.txt", HEADER + "1000,1.00,,true,b\n")
    for edit in range(11):
        shop.export("lines.csv", HEADER + "\n".join(content.values()) + "\n", day=5)
        shop.land()
        expected = sorted(tuple(record.split(",")[:2]) for record in content.values())
        found = shop.query(
            "select id::varchar, amount::varchar from raw_shop.lines where _to_load_id is null and id < 1000"
        )
        assert sorted(found) == expected, f"edit {edit}"
        for number in rng.sample(sorted(content), 3):
            content[number] = f"{number},{rng.randrange(1000)}.25,2026-01-02,true,b"
        del content[rng.choice(sorted(content))]
        content[200 + edit] = f"{200 + edit},1.50,2026-01-02,true,a"
    assert shop.query("select count(*) from raw_shop.lines where _to_load_id is not null") == [(0,)]


@pytest.mark.parametrize("mode", ["append", "full"])
def test_the_same_content_adds_nothing_however_it_comes(shop: Shop, mode: str) -> None:
    shop.declare(lines(load_mode=mode))
    content = HEADER + "".join(f"{number},1.00,2026-01-02,true,a\n" for number in range(100))

    def held() -> list[tuple[Any, ...]]:
        return shop.query("select * from raw_shop.lines order by all")

    shop.export("lines_1.csv", content, day=3)
    shop.land()
    before = held()
    for night in range(3):
        shop.export("lines_1.csv", content, day=3)
        shop.export(f"lines_copy_{night}.csv", content, day=3)
        report = shop.land()
        assert (report.loaded_count, report.problems) == (0, [])
        assert held() == before
    assert len(before) == 100


@pytest.mark.parametrize("mode", ["append", "full"])
def test_null_and_doubled_keys_never_make_a_key_stand_twice(shop: Shop, mode: str) -> None:
    shop.declare(lines(load_mode=mode))
    rng = random.Random(15)
    for run in range(10):
        keys = [str(rng.randrange(1, 40)) if rng.random() < 0.9 else "" for _ in range(60)]
        name = f"lines_2026-01-{run + 1:02}.csv" if run % 3 else "lines.csv"
        shop.export(name, HEADER + "".join(f"{key},{run}.00,2026-01-02,true,a\n" for key in keys), day=run + 1)
        report = shop.land()
        empty, distinct = keys.count(""), len({key for key in keys if key})
        assert (report.loaded_count, report.quarantined_count) == (distinct, empty + 60 - empty - distinct)
        open_keys = "select count(*), count(distinct id), count(id) from raw_shop.lines where _to_load_id is null"
        ((count, different, filled),) = shop.query(open_keys)
        assert count == different == filled
