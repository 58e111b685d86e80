"""Rows that delete or correct: by a file of their own, or by a value in a column; the day of it stays."""

from __future__ import annotations

from typing import Any

import pytest

from settings.errors import ConfigurationError
from tests.unit.ingest.shops import Shop, table

COLUMNS = {"id": "varchar", "city": "varchar", "op": "varchar"}
VERSIONS = (
    "select id, city, _from_as_of_date::varchar, _to_as_of_date::varchar, coalesce(_is_deletion, false) "
    "from raw_shop.customers order by id, _from_load_id"
)


def customers(**landing: Any) -> dict[str, Any]:
    return table("customers", COLUMNS, **{"load_mode": "append", **landing})


def alive(shop: Shop, columns: str = "id, city") -> list[tuple[Any, ...]]:
    return shop.query(
        f"select {columns} from raw_shop.customers where _to_load_id is null and _is_deletion is not true order by all"
    )


def test_a_file_of_deletions_ends_its_keys_on_its_day(shop: Shop) -> None:
    shop.declare(customers(deletion_files=["customers_deleted*.csv"]))
    shop.export("customers_2026-01-01.csv", "id,city,op\na,x,\nb,y,\nc,z,\n")
    shop.land()
    shop.export("customers_deleted_2026-01-05.csv", "id\nb\nunknown\n")
    report = shop.land()
    assert (report.problems, report.loaded_count, report.quarantined_count) == ([], 2, 0)
    assert alive(shop, "id") == [("a",), ("c",)]
    assert shop.query(VERSIONS)[1:3] == [
        ("b", "y", "2026-01-01", "2026-01-05", False),
        ("b", None, "2026-01-05", None, True),
    ]
    assert shop.query("select load_mode from load_ledger.loads order by load_id") == [("append",), ("delete",)]
    assert shop.query("select count(*) from load_ledger.drift") == [(0,)]


def test_a_deleted_key_that_comes_back_lives_again(shop: Shop) -> None:
    shop.declare(customers(deletion_files=["customers_deleted*.csv"]))
    shop.export("customers_2026-01-01.csv", "id,city,op\na,x,\n")
    shop.export("customers_deleted_2026-01-05.csv", "id\na\n")
    shop.export("customers_2026-01-09.csv", "id,city,op\na,y,\n")
    shop.land()
    assert alive(shop) == [("a", "y")]
    assert [version[2:] for version in sorted(shop.query(VERSIONS), key=lambda row: row[2])] == [
        ("2026-01-01", "2026-01-05", False),
        ("2026-01-05", "2026-01-09", True),
        ("2026-01-09", None, False),
    ]


def test_an_edited_file_of_deletions_takes_back_what_it_no_longer_deletes(shop: Shop) -> None:
    shop.declare(customers(deletion_files=["customers_deleted*.csv"]))
    shop.export("customers.csv", "id,city,op\na,x,\nb,y,\n", day=1)
    shop.export("customers_deleted.csv", "id\na\nb\n", day=2)
    shop.land()
    assert alive(shop) == []
    shop.export("customers_deleted.csv", "id\nb\n", day=2)
    shop.land()
    assert alive(shop) == [("a", "x")]
    assert shop.query("select count(*) from raw_shop.customers") == [(3,)]


def test_a_deletion_without_its_key_is_quarantined(shop: Shop) -> None:
    shop.declare(customers(deletion_files=["gone*.csv"]))
    shop.export("gone.csv", "id,city\n,x\n")
    shop.land()
    assert shop.faults() == [(1, "id", None, "null_key")]


@pytest.mark.parametrize("mode", ["append", "full"])
def test_a_value_that_says_deleted_ends_the_key(shop: Shop, mode: str) -> None:
    shop.declare(customers(load_mode=mode, delete_when={"op": ["D", "X"]}))
    shop.export("customers_2026-01-01.csv", "id,city,op\na,x,\nb,y,\nc,z,X\n")
    shop.land()
    assert alive(shop, "id") == [("a",), ("b",)]
    for day in ("05", "06"):
        shop.export(f"customers_2026-01-{day}.csv", "id,city,op\na,x,\nb,y,D\nc,z,X\n")
        shop.land()
    assert alive(shop, "id") == [("a",)]
    ends = "select distinct _to_as_of_date::varchar from raw_shop.customers where id = 'b' and op is null"
    assert shop.query(ends) == [("2026-01-05",)]


def test_a_correction_takes_the_place_of_what_it_corrects_from_the_beginning(shop: Shop) -> None:
    shop.declare(customers(files=["customers_2*.csv"], correction_files=["customers_fix*.csv"]))
    shop.export("customers_2026-01-01.csv", "id,city,op\na,old,\nb,y,\n")
    shop.export("customers_2026-01-03.csv", "id,city,op\na,wrong,\n")
    shop.export("customers_2026-01-09.csv", "id,city,op\na,new,\n")
    shop.land()
    shop.export("customers_fix_2026-01-05.csv", "id,city,op\na,right,\n")
    shop.land()
    held = "select city, _from_as_of_date::varchar, _to_as_of_date::varchar from raw_shop.customers where id = 'a' "
    assert shop.query(held + "and _from_as_of_date is distinct from _to_as_of_date order by 2") == [
        ("old", "2026-01-01", "2026-01-03"),
        ("right", "2026-01-03", "2026-01-09"),
        ("new", "2026-01-09", None),
    ]
    (shop.exports / "customers_fix_2026-01-05.csv").write_text("id,city,op\nb,best,\n")
    shop.land()
    assert shop.query(held + "and _from_as_of_date is distinct from _to_as_of_date order by 2")[1] == (
        "wrong",
        "2026-01-03",
        "2026-01-09",
    )
    assert alive(shop) == [("a", "new"), ("b", "best")]


@pytest.mark.parametrize(
    ("landing", "told"),
    [
        ({"load_mode": "full", "deletion_files": ["gone.csv"]}, "only with `load_mode: append`"),
        ({"delete_when": {"opp": ["D"]}}, 'isn\'t a column of the table; did you mean "op"?'),
        ({"controls": {"from": "contract", "sums": {"city": "1"}}}, "isn't a number column"),
        ({"controls": {"from": "trailer", "rows": 2}}, "needs a `marker`"),
        ({"controls": {"from": "sidecar"}}, "needs `rows` or `sums`"),
        ({"controls": {"from": "sidecar", "rows": "n", "file": "totals.txt"}}, "{name} or {stem}"),
    ],
)
def test_keys_that_contradict_each_other_are_told(shop: Shop, landing: dict[str, Any], told: str) -> None:
    shop.declare(customers(**landing))
    with pytest.raises(ConfigurationError) as caught:
        shop.contracts()
    assert told in str(caught.value)
