"""Whole exports over time: intervals of versions against a naive oracle, with late, corrected and emptied snapshots."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.contracts import Contract
from ingest.store import RawStore
from tests.unit.ingest.loads import emptied, landed
from tests.unit.ingest.shops import Shop, table

CUSTOMERS = table("customers", {"id": "varchar", "city": "varchar"}, load_mode="full")
START = date(2026, 1, 1)
Rows = dict[str, str]


def oracle(snapshots: list[tuple[date, int, Rows]]) -> set[tuple[Any, ...]]:
    """Each content with the snapshots in which it stands, joined where they follow each other."""
    ordered = sorted(snapshots, key=lambda each: each[:2])
    found: set[tuple[Any, ...]] = set()
    for position, (day, load_id, rows) in enumerate(ordered):
        for key, city in rows.items():
            if position and ordered[position - 1][2].get(key) == city:
                continue
            later = (each for each in ordered[position + 1 :] if each[2].get(key) != city)
            ended = next(later, None)
            found.add((key, city, load_id, day, *((ended[1], ended[0]) if ended else (None, None))))
    return found


def intervals(store: RawStore) -> list[tuple[Any, ...]]:
    return store.con.execute(
        "select id, city, _from_load_id, _from_as_of_date, _to_load_id, _to_as_of_date from raw_shop.customers"
    ).fetchall()


SNAPSHOT = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["x", "y"]), max_size=4)
# (day, place, content, how many of the loads are accepted together)
STEPS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3), SNAPSHOT, st.booleans()), min_size=1, max_size=9)


def test_intervals_equal_the_oracle_after_every_acceptance(shop: Shop) -> None:
    shop.declare(CUSTOMERS)
    (contract,) = shop.contracts()

    @settings(max_examples=60, deadline=None)
    @given(STEPS)
    def equal_after_each(steps: list[tuple[int, int, Rows, bool]]) -> None:
        emptied(store, contract)
        run_steps(store, contract, steps)

    with RawStore(Path(":memory:")) as store:
        store.ensure([contract])
        equal_after_each()


def run_steps(store: RawStore, contract: Contract, steps: list[tuple[int, int, Rows, bool]]) -> None:
    accepted: dict[int, tuple[date, int, Rows, str]] = {}
    waiting: dict[int, tuple[date, int, Rows, str]] = {}
    for load_id, (day, place, rows, is_accepted) in enumerate(steps, 1):
        as_of, file = START + timedelta(days=day), f"file_{place}"
        if file in (each[3] for each in waiting.values()):
            continue
        landed(store, contract, load_id, as_of, file, list(rows.items()))
        waiting[load_id] = (as_of, load_id, rows, file)
        if not is_accepted:
            continue
        store.accept(waiting)
        for new in waiting.values():
            # A newer content of a place takes the old one's place, unless it is of a later day.
            accepted = {
                number: old
                for number, old in accepted.items()
                if not (old[3] == new[3] and new[0] <= old[0] and number < new[1])
            }
        accepted |= waiting
        waiting = {}
        found = intervals(store)
        assert len(found) == len(set(found))
        assert set(found) == oracle([each[:3] for each in accepted.values()])
        assert store.con.execute("select count(*) from pending_shop.customers").fetchone() == (0,)


def test_a_later_export_of_the_same_file_keeps_the_earlier_day_as_history(shop: Shop) -> None:
    shop.declare(CUSTOMERS)
    shop.export("customers.csv", "id,city\na,x\nb,x\n", day=1)
    shop.land()
    shop.export("customers.csv", "id,city\na,y\nb,x\n", day=2)
    shop.land()
    rows = shop.query(
        "select id, city, _from_as_of_date::varchar, _to_as_of_date::varchar from raw_shop.customers order by all"
    )
    assert rows == [
        ("a", "x", "2026-01-01", "2026-01-02"),
        ("a", "y", "2026-01-02", None),
        ("b", "x", "2026-01-01", None),
    ]


def test_a_correction_of_the_same_day_leaves_no_trace(shop: Shop) -> None:
    shop.declare(CUSTOMERS)
    for city in ("x", "y", "x"):
        shop.export("customers_2026-01-05.csv", f"id,city\na,{city}\n")
        shop.land()
    assert shop.query("select city, _to_load_id from raw_shop.customers") == [("x", None)]
    assert shop.statuses() == ["replaced", "replaced", "accepted"]


def test_a_correction_that_takes_a_change_back_opens_the_old_version_again(shop: Shop) -> None:
    shop.declare(CUSTOMERS)
    shop.export("customers_2026-01-01.csv", "id,city\na,x\n")
    for city in ("y", "x"):
        shop.export("customers_2026-01-02.csv", f"id,city\na,{city}\n")
        shop.land()
    rows = shop.query("select city, _from_load_id, _to_load_id, _to_as_of_date from raw_shop.customers")
    assert rows == [("x", 1, None, None)]


def test_the_same_content_of_another_day_is_a_snapshot_without_new_rows(shop: Shop) -> None:
    shop.declare(CUSTOMERS)
    for day in ("01", "03"):
        shop.export(f"customers_2026-01-{day}.csv", "id,city\na,x\n")
    shop.land()
    assert shop.statuses() == ["accepted", "accepted"]
    shop.export("customers_2026-01-02.csv", "id,city\na,y\n")
    shop.land()
    rows = shop.query(
        "select city, _from_as_of_date::varchar, _to_as_of_date::varchar from raw_shop.customers order by 2"
    )
    assert rows == [("x", "2026-01-01", "2026-01-02"), ("y", "2026-01-02", "2026-01-03"), ("x", "2026-01-03", None)]


def test_a_new_column_without_values_makes_no_new_versions(shop: Shop) -> None:
    shop.declare(CUSTOMERS)
    shop.export("customers_2026-01-01.csv", "id,city\na,x\n")
    shop.land()
    wider = table("customers", {"id": "varchar", "city": "varchar", "vat": "varchar"}, load_mode="full")
    wider["columns"][2]["config"] = {"meta": {"optional": True}}
    shop.declare(wider)
    shop.export("customers_2026-01-02.csv", "id,city\na,x\n")
    shop.land()
    assert shop.query("select id, vat, _from_as_of_date::varchar, _to_load_id from raw_shop.customers") == [
        ("a", None, "2026-01-01", None)
    ]
