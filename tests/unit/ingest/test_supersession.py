"""Files that add up: which row of a key is the last, against a naive oracle; edits exact to the row."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.contracts import Contract
from ingest.store import RawStore
from tests.unit.ingest.loads import emptied, landed
from tests.unit.ingest.shops import Shop, table

LINES = table("lines", {"id": "varchar", "line": "varchar", "v": "varchar"}, load_mode="append", key=["id", "line"])
START = date(2026, 1, 1)
Rows = dict[tuple[str, str], str]


def oracle(loads: list[tuple[date, int, Rows]]) -> set[tuple[Any, ...]]:
    ordered = sorted(loads, key=lambda each: each[:2])
    found = set()
    for position, (_, load_id, rows) in enumerate(ordered):
        for key, value in rows.items():
            later = next((each for each in ordered[position + 1 :] if key in each[2]), None)
            found.add((*key, value, load_id, *((later[1], later[0]) if later else (None, None))))
    return found


KEYS = st.tuples(st.sampled_from("ab"), st.sampled_from("12"))
CONTENT = st.dictionaries(KEYS, st.sampled_from("xy"), max_size=4)
STEPS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), CONTENT, st.booleans()), min_size=1, max_size=9)


def test_supersession_equals_the_oracle(shop: Shop) -> None:
    shop.declare(LINES)
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
    accepted: dict[str, tuple[date, int, Rows]] = {}
    waiting: dict[str, tuple[date, int, Rows]] = {}
    for load_id, (day, place, content, is_accepted) in enumerate(steps, 1):
        as_of, file = START + timedelta(days=day), f"file_{place}"
        if file in waiting:
            continue
        landed(store, contract, load_id, as_of, file, [(*key, value) for key, value in content.items()])
        waiting[file] = (as_of, load_id, content)
        if not is_accepted:
            continue
        store.accept(load[1] for load in waiting.values())
        accepted, waiting = accepted | waiting, {}
        found = store.con.execute(
            "select id, line, v, _from_load_id, _to_load_id, _to_as_of_date from raw_shop.lines"
        ).fetchall()
        assert len(found) == len(set(found))
        assert set(found) == oracle(list(accepted.values()))


def test_ten_edits_are_exact_to_the_row(shop: Shop) -> None:
    chance = random.Random(7)
    shop.declare(LINES)
    files = {
        name: {(str(i), "1"): "0" for i in range(start, start + 40)}
        for name, start in (("lines_a", 0), ("lines_b", 30))
    }
    for edit in range(11):
        for name, rows in files.items():
            text = "".join(f"{key[0]},{key[1]},{value}\n" for key, value in rows.items())
            shop.export(f"{name}.csv", "id,line,v\n" + text, day=1)
        shop.land()
        merged = files["lines_a"] | files["lines_b"] if edit == 0 else None
        current = {(row[0], row[1]): row[2] for row in shop.current("id, line, v", "lines")}
        assert set(current) == set(files["lines_a"]) | set(files["lines_b"])
        assert merged is None or current == merged
        for key, value in current.items():
            assert value in {rows[key] for rows in files.values() if key in rows}
        edited = files[chance.choice(list(files))]
        edited.pop(chance.choice(list(edited)))
        edited[chance.choice(list(edited))] = f"edit {edit}"
        edited[(f"new {edit}", "1")] = "new"
    counts = shop.query("select status, count(*) from load_ledger.loads group by all order by all")
    assert counts == [("accepted", 2), ("replaced", 10)]
    total = sum(len(rows) for rows in (files["lines_a"], files["lines_b"]))
    assert shop.query("select count(*) >= ? from raw_shop.lines".replace("?", str(total - 4))) == [(True,)]
