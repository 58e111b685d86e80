"""CSV from file to raw: columns by name, every record loaded or quarantined, every refusal explained."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from ingest.record_index import index_records
from tests.unit.ingest.shops import ORDERS, Shop, table

HEADER = "order_id,amount,ordered,note\n"


def test_columns_are_found_by_name_whatever_their_order(shop: Shop) -> None:
    shop.export("orders.csv", "note,ordered,order_id,amount\nhello,2026-01-31,7,1.5\n")
    shop.land()
    assert [row[:2] for row in shop.current("order_id, amount, ordered, note")] == [("7", Decimal("1.5000"))]


def test_two_columns_swapped_in_the_header_only_are_a_fault_of_type_not_a_silent_swap(shop: Shop) -> None:
    shop.export("orders.csv", "order_id,ordered,amount,note\n7,1.5,2026-01-31,x\n")
    report = shop.land()
    assert (report.loaded_count, report.quarantined_count) == (0, 1)


def test_an_alias_is_accepted_and_an_unknown_column_is_ignored_with_a_remark(shop: Shop) -> None:
    contract = deepcopy(ORDERS)
    contract["columns"][1]["config"] = {"meta": {"aliases": ["Kwota netto"]}}
    shop.declare(contract)
    shop.export("orders.csv", "order_id, Kwota netto ,ordered,note,extra\n7,1.5,,x,y\n")
    (load,) = shop.land().loads
    assert load.status_reason == "ignored columns: extra"
    assert shop.current("amount") == [(Decimal("1.5000"),)]


def test_an_optional_column_may_be_absent_and_is_null(shop: Shop) -> None:
    contract = deepcopy(ORDERS)
    contract["columns"][3]["config"] = {"meta": {"optional": True}}
    shop.declare(contract)
    shop.export("orders.csv", "order_id,amount,ordered\n7,1,\n")
    shop.land()
    assert shop.current("order_id, note") == [("7", None)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("order_id,amount,note\n7,1,x\n", ["lacks the column", '"ordered"', "aliases"]),
        ("order_id,amount,ordered,order_date\n", ["lacks", '"note"']),
        ("order_id,amount,ordered,note,note\n", ["more than once", "field 4", "field 5"]),
        ("order_id;amount;ordered;note\n7;1;;x\n", ["separated by ';'"]),
        ("customer_id,name\n1,x\n", ["another table"]),
        ("\n\n\n", ["blank lines"]),
        (b"", ["empty (0 bytes)"]),
        ('"order_id,amount,ordered,note\n7,1,,x\n', ["quote"]),
        ("order_id,amount,ordered,note\n7,1,,ż\n".encode("cp1250"), ["utf-8", "offset", "line 2"]),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_refused_with_the_mend(
    shop: Shop, content: str | bytes, words: list[str]
) -> None:
    shop.export("orders.csv", content)
    report = shop.land()
    (problem,) = report.problems
    assert "orders.csv" in problem
    assert all(word in problem for word in words), problem
    assert shop.statuses() == ["refused"]
    assert shop.current() == []


def test_a_file_without_header_is_read_by_position(shop: Shop) -> None:
    shop.declare(ORDERS, header=False)
    shop.export("orders.csv", "7,1,2026-01-31,x\n8,2,2026-01-31\n")
    shop.land()
    assert shop.current() == [("7",)]
    assert shop.faults() == [(2, None, None, "missing_fields")]
    shop.export("orders.csv", "7,1,2026-01-31,x,extra\n")
    assert "5 fields" in shop.land().problems[0]


POLISH_ORDERS = "order_id;amount;ordered;note\n7;1 234,56;31.01.2026;zażółć\n8;0,5;1.2.2026;\n"


def test_a_polish_export_is_read_in_its_own_dialect(shop: Shop) -> None:
    shop.declare(
        ORDERS, encoding="cp1250", separator=";", decimal_separator=",", thousands_separator=" ", date_format="%d.%m.%Y"
    )
    shop.export("orders.csv", POLISH_ORDERS.encode("cp1250"))
    shop.land()
    assert shop.current("amount, ordered::varchar, note") == [
        (Decimal("0.5000"), "2026-02-01", None),
        (Decimal("1234.5600"), "2026-01-31", "zażółć"),
    ]


FAULTS: dict[str, tuple[str, str]] = {
    "missing_fields": ("{n},1", "missing_fields"),
    "extra_fields": ("{n},1,2026-01-31,x,y", "extra_fields"),
    "open_quote": ('{n},1,2026-01-31,"x', "broken_quotes"),
    "text_behind_quote": ('{n},1,2026-01-31,"x"y', "broken_quotes"),
    "stray_return": ("{n},1,2026-01-31,a\rb", "stray_return"),
    "no_number": ("{n},abc,2026-01-31,x", "not_a_number"),
    "too_many_decimals": ("{n},1.00001,2026-01-31,x", "too_many_decimals"),
    "out_of_range": ("{n},123456789012345,2026-01-31,x", "out_of_range"),
    "no_date": ("{n},1,2026-02-30,x", "not_a_date"),
    "no_key": (",1,2026-01-31,x", "null_key"),
    "double": ("1,1,2026-01-31,x", "duplicate_key"),
    "control": ("{n},1,2026-01-31,a\x00b", "control_character"),
    "footer": ("Total;123", "missing_fields"),
    "blank_but_spaces": ("   ", "missing_fields"),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("last_newline", [True, False])
def test_every_record_is_loaded_or_quarantined(shop: Shop, newline: str, last_newline: bool) -> None:
    lines, expected = [], []
    for number in range(1, 1501):
        fault = list(FAULTS)[number % 97] if number % 97 < len(FAULTS) and number > 1 else None
        text = FAULTS[fault][0].format(n=number) if fault else f'{number},1.5,2026-01-31,"note, {newline} {number}"'
        lines.append(text)
        expected += [(number, FAULTS[fault][1])] if fault else []
        lines += [""] if number % 200 == 0 else []
    content = HEADER.replace("\n", newline) + newline.join(lines) + (newline if last_newline else "")
    shop.export("orders.csv", content)
    report = shop.land()
    assert report.problems == []
    assert report.record_count == 1500 == report.loaded_count + report.quarantined_count
    assert [(row[0], row[3]) for row in shop.faults()] == expected
    assert len(shop.current()) == 1500 - len(expected)
    assert shop.query("select count(*) from raw_shop.orders where _record_number <> order_id::bigint") == [(0,)]


def test_every_cut_inside_a_record_is_noticed(shop: Shop) -> None:
    """Promise: a cut last line never loads half a number, except where what is left is a whole record of its own."""
    last = "2,22.50,2026-01-31,last"
    for length in range(1, len(last)):
        cut = last[:length]
        shop.export("orders.csv", HEADER + "1,1,2026-01-31,x\n" + cut)
        report = shop.land()
        assert report.record_count == 2 == report.loaded_count + report.quarantined_count
        is_whole = cut.count(",") == 3
        assert report.loaded_count == (2 if is_whole else 1), cut


def test_quarantine_tells_line_raw_text_and_every_fault(shop: Shop) -> None:
    shop.export("orders.csv", HEADER + '1,1,,"two\nlines"\n2,abc,2026-13-01,x\n')
    shop.land()
    ((line, column, value, reason, message, raw),) = shop.query(
        "select line_number, column_name, value, reason, message, raw_text from quarantine.records"
    )
    assert (line, column, value, reason, raw) == (4, "amount", "abc", "not_a_number", "2,abc,2026-13-01,x")
    assert 'amount "abc" isn\'t a number' in message
    assert 'ordered "2026-13-01" isn\'t a date of the form %Y-%m-%d' in message


def test_the_first_of_a_doubled_key_stays(shop: Shop) -> None:
    shop.declare(
        table("prices", {"product": "varchar", "day": "date", "price": "decimal(9,2)"}, key=["product", "day"])
    )
    shop.export("prices.csv", "product,day,price\nA,2026-01-01,1\nA,2026-01-02,2\nA,2026-01-01,3\nA,2026-01-01,3\n")
    shop.land()
    assert shop.current("price", "prices") == [(Decimal("1.00"),), (Decimal("2.00"),)]
    rows = shop.query("select record_number, value, message from quarantine.records order by 1")
    assert [(row[0], row[1]) for row in rows] == [(3, "A, 2026-01-01"), (4, "A, 2026-01-01")]
    assert "record 1" in rows[0][2]


HOSTILE = ['a"b', "a'b", "x; drop table orders", "ż ó", 'q") --', "%s", "{x}", "$1", "a\\b"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_of_files_and_columns_are_only_names(shop: Shop, name: str) -> None:
    shop.declare(table("orders", {"order_id": "varchar", name: "bigint"}, files=["*.csv"]))
    quoted = name.replace('"', '""')
    shop.export(f"{name}[1].csv", f'order_id,"{quoted}"\n1,5\n2,x\n')
    report = shop.land()
    assert report.problems == []
    assert shop.current(f'"{quoted}"') == [(5,)]
    assert shop.faults() == [(2, name, "x", "not_a_whole_number")]


def test_an_instant_in_local_time_is_stored_in_utc(shop: Shop) -> None:
    shop.declare(table("calls", {"call": "varchar", "started_at": "timestamp"}))
    shop.export("calls.csv", "call,started_at\n1,2026-07-01 12:00:00\n")
    shop.land()
    assert shop.current("started_at::varchar", "calls") == [("2026-07-01 10:00:00",)]


def test_a_quote_is_a_letter_where_none_is_declared(shop: Shop) -> None:
    shop.declare(ORDERS, quote="", separator="\t")
    shop.export("orders.csv", 'order_id\tamount\tordered\tnote\n7\t1\t\t"x\n')
    shop.land()
    assert shop.current("note") == [('"x',)]


def test_an_account_that_does_not_close_refuses_the_file(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The count of our own must be a real referee: a reader that loses a record is caught."""
    real = index_records

    def one_more(*args: Any, **keywords: Any) -> Any:
        index = real(*args, **keywords)
        index.record_count += 1
        return index

    monkeypatch.setattr("ingest.readers.csv_files.index_records", one_more)
    shop.export("orders.csv", HEADER + "1,1,,x\n")
    report = shop.land()
    assert "with certainty" in report.problems[0]
    assert shop.current() == []
