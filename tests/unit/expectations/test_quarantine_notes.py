"""A load with too much in quarantine: the gate names the column and the likely reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from expectations.quarantine_notes import quarantine_note
from ingest.store import RawStore
from tests.unit.expectations.conftest import Pending, rows
from tests.unit.ingest.shops import COMPANY, Shop, table

COLUMNS = {"id": "bigint", "amount": "decimal(10,2)", "day": "date", "email": "varchar", "state": "varchar"}
GOOD = "1,1.50,2026-01-02,a@example.org,open"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setenv("WHALE_SETTLE_SECONDS", "0")
    made = Shop(tmp_path / "shop")
    made.exports.mkdir(parents=True)
    (made.folder / "company.yml").write_text(COMPANY)
    declared = table("orders", COLUMNS, load_mode="append")
    declared["columns"][3]["config"] = {"meta": {"personal": True, "allowed": ["a@example.org"]}}
    declared["columns"][4]["config"] = {"meta": {"nullable": False}}
    made.declare(declared)
    return made


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (
            "{n},many,2026-01-02,,open",
            '(9) are not_a_number of amount, such as "many". Probably the export writes it in',
        ),
        ("{n},1.505,2026-01-02,,open", "Probably its values have grown beyond decimal(10,2)"),
        (
            "{n},1.50,02.01.2026,,open",
            'not_a_date of day, such as "02.01.2026". Probably the export writes it in another',
        ),
        ("{n},1.50,2026-01-02,,", "(9) are missing_required of state. Probably the export no longer fills it."),
        ("{n},1.50,2026-01-02,b@example.org,open", "(9) are not_allowed of email. Probably the system has new values"),
        (GOOD, '(9) are duplicate_key of id, such as "1". Probably the key (id) no longer tells rows apart'),
        ("{n},1.50", "(9) are missing_fields. Probably the file has fewer columns"),
    ],
)
def test_most_of_it_is_told_with_its_column_an_example_and_the_likely_reason(
    shop: Shop, record: str, told: str
) -> None:
    lines = [GOOD, *(record.format(n=number) for number in range(2, 11)), "x,1.50,2026-01-02,,open"]
    shop.export("orders.csv", "\n".join([",".join(COLUMNS), *lines]) + "\n")
    shop.land()
    with RawStore(shop.raw_file, read_only=True) as store:
        note = quarantine_note(store.con, shop.contracts()[0], 1)
        assert quarantine_note(store.con, shop.contracts()[0], 2) == ""
    assert told in note, note
    assert "@" not in note


def test_the_reason_of_a_held_load_carries_the_note(pending: Pending) -> None:
    load_id = pending.load(rows(5), quarantined=5)
    pending.store.con.execute(
        "insert into quarantine.records select ?, 'shop', 'orders', 'orders.csv', range, range, 'amount', 'many', "
        "'not_a_number', 'mend it', 'raw' from range(5)",
        [load_id],
    )
    (reason,) = pending.check().reasons.values()
    assert "records in quarantine" in reason
    assert 'Most of them (5) are not_a_number of amount, such as "many".' in reason
    assert reason.endswith(f"or run `whale accept {load_id}`.")
