"""Headers and types: what all values of a column are, and what a draft isn't sure of."""

from __future__ import annotations

import pytest

from tests.unit.drafting.conftest import Draft, doubts, types


def column(*values: str) -> str:
    return "id;value\n" + "".join(f"{number};{value}\n" for number, value in enumerate(values, 1))


@pytest.mark.parametrize(
    ("values", "data_type", "landing"),
    [
        (("1", "-20"), "bigint", {}),
        (("1.50", "-20.125"), "decimal(18,3)", {}),
        (("1,50", "20,1"), "decimal(18,2)", {"decimal_separator": ","}),
        (("1.234,50", "2,1"), "decimal(18,2)", {"decimal_separator": ",", "thousands_separator": "."}),
        (("1 234,50", "2 345 678,1"), "decimal(18,2)", {"decimal_separator": ",", "thousands_separator": " "}),
        (("1,234.50", "2.1"), "decimal(18,2)", {"thousands_separator": ","}),
        (("12345678901234567890.5", "1.25"), "decimal(38,2)", {}),
        (("1,50-", "20,10"), "decimal(18,2)", {"negative_numbers": ["before", "after"]}),
        (("(1.50)", "20.10"), "decimal(18,2)", {"negative_numbers": ["before", "parentheses"]}),
        (("2026-01-31", ""), "date", {}),
        (("2026-01-31 10:00:05.123456000",), "timestamp", {"timestamp_format": "%Y-%m-%d %H:%M:%S.%n"}),
        (("31.12.2026", "01.02.2026"), "date", {"date_format": "%d.%m.%Y"}),
        (("12/31/2026", "01/02/2026"), "date", {"date_format": "%m/%d/%Y"}),
        (("31/12/2026", "01/02/2026"), "date", {"date_format": "%d/%m/%Y"}),
        (("5-Jan-26", "6-Feb-26"), "date", {"date_format": "%d-%b-%y"}),
        (("2026-01-31 10:00:05",), "timestamp", {}),
        (("2026-01-31T10:00:05.25Z",), "timestamp", {"timestamp_format": "%Y-%m-%dT%H:%M:%S.%f%z"}),
        (("1/31/2026 1:05:00 PM",), "timestamp", {"timestamp_format": "%m/%d/%Y %I:%M:%S %p"}),
        (("true", "FALSE"), "boolean", {}),
        (("tak", "nie"), "boolean", {"true_values": ["tak"], "false_values": ["nie"]}),
        (("007", "123"), "varchar", {}),
        (("+48", "123"), "varchar", {}),
        (("99999999999999999999",), "varchar", {}),
        (("12", "n/a", "13", "14", "15", "16", "17"), "varchar", {}),
        (("", ""), "varchar", {}),
    ],
)
def test_a_type_and_its_spelling(
    draft: Draft, values: tuple[str, ...], data_type: str, landing: dict[str, object]
) -> None:
    table = draft(column(*values))

    assert types(table)["value"] == data_type
    assert {key: table.landing.get(key) for key in landing} == landing
    assert (table.quarantined_count, table.loaded_count) == (0, len(values))


@pytest.mark.parametrize(
    ("values", "doubt"),
    [
        (("01/02/2026", "03/04/2026"), "read as %d/%m/%Y; every value would be right as %m/%d/%Y"),
        (("1.234", "5.678"), "every value would be another number"),
        (("007", "123"), "1 values begin with a zero"),
        (("99999999999999999999", "1"), "up to 20 digits, more than a bigint holds"),
        (("12", "n/a", "13", "14", "15", "16"), "but for 1 of 6 values, such as 'n/a'; it looks like a word for empty"),
        (("20260131", "20260201"), "a day written as digits"),
        (("2026-01-31 00:00:00", "2026-02-01 00:00:00"), "always midnight"),
        (("0", "1", "1"), "only 0 and 1"),
        (("", ""), "always empty"),
        ((" a", "b "), "blanks around them: 2"),
        (("1E-2", "2E-3"), "exponent"),
        (("12 %", "3.5%"), "every value has a % behind it"),
        (("12 zł", "3,5 PLN"), "every value has a sign of a currency beside it"),
        (("ann@example.com", "bob@example.org"), "marked as personal: it may be an e-mail address"),
    ],
)
def test_a_doubt_is_told(draft: Draft, values: tuple[str, ...], doubt: str) -> None:
    assert doubt in doubts(draft(column(*values)), "value")


def test_formats_that_no_text_can_be_of_at_once_stand_beside_each_other(draft: Draft) -> None:
    table = draft("a;b;c\n31.12.2026;30.11.2026;2026-12-31\n01.02.2026;02.02.2026;2026-02-01\n")
    assert types(table) == {"a": "date", "b": "date", "c": "date"}
    assert table.landing["date_format"] == ["%d.%m.%Y", "%Y-%m-%d"]
    assert "written as %Y-%m-%d, unlike %d.%m.%Y of the table's others" in doubts(table, "c")
    assert table.loaded_count == 2


def test_formats_that_a_text_could_be_of_at_once_do_not(draft: Draft) -> None:
    table = draft("a;b;c\n31/12/2026;30/11/2026;12/31/2026\n01/02/2026;02/02/2026;02/01/2026\n")
    assert types(table) == {"a": "date", "b": "date", "c": "varchar"}


def test_numbers_of_another_spelling_than_the_tables_stay_text(draft: Draft) -> None:
    table = draft("a;b;c\n1,5;2,5;1.5\n2,5;3,5;2.25\n")
    assert types(table) == {"a": "decimal(18,1)", "b": "decimal(18,1)", "c": "varchar"}
    assert "its numbers are written with '.' before decimals, but the table's others with ','" in doubts(table, "c")


def test_a_column_that_tells_the_order_of_day_and_month_decides_for_the_others(draft: Draft) -> None:
    table = draft("a;b\n01/02/2026;12/31/2026\n03/04/2026;11/30/2026\n")
    assert table.landing["date_format"] == "%m/%d/%Y"
    assert doubts(table, "b") == ""


def test_names_make_digits_text_and_mark_personal_data(draft: Draft) -> None:
    header = "id;PESEL;Kod pocztowy;BirthDate;amount\n"
    table = draft(header + "1;90010112345;12345;1990-01-01;5\n2;85020254321;54321;1985-02-02;6\n")
    assert types(table)["PESEL"] == types(table)["Kod pocztowy"] == "varchar"
    assert [each.name for each in table.columns if each.personal] == ["PESEL", "BirthDate"]


@pytest.mark.parametrize(
    ("text", "has_header"),
    [
        ("id,name\n1,a\n2,b\n", True),
        ("1,a\n2,b\n", False),
        ("code,name\nx1,a\nx2,b\n", True),
        ("x1,a\nx2,a\n", False),
        ("2026-01-01,5\n2026-01-02,6\n", False),
        ("id,date\n", True),
    ],
)
def test_a_header_is_known_by_what_stands_below_it(draft: Draft, text: str, has_header: bool) -> None:
    table = draft(text)
    assert table.landing.get("header", True) is has_header
    assert [each.name for each in table.columns] == (text.splitlines()[0].split(",") if has_header else ["c1", "c2"])
    assert table.record_count == text.count("\n") - has_header


def test_given_names_take_the_place_of_numbers(draft: Draft) -> None:
    table = draft("1,a\n2,b\n", names=["thing_id", "label"])
    assert [each.name for each in table.columns] == ["thing_id", "label"]


def test_nullability_follows_from_a_hundred_filled_values(draft: Draft) -> None:
    few, many = draft(column(*"ab"), "few.csv"), draft(column(*(f"x{n}" for n in range(100))), "many.csv")
    assert [each.nullable for each in few.columns] == [False, True]
    assert [each.nullable for each in many.columns] == [False, False]


def test_a_header_that_no_contract_can_hold_gets_a_plain_name_and_an_alias(draft: Draft) -> None:
    table = draft('_id,ID,"two\nlines",{{ x }},\n1,2,3,4,5\n6,7,8,9,10\n')
    assert [each.name for each in table.columns] == ["id", "ID_2", "two lines"]
    assert "left out: field 4, 5 has no name that a contract can have" in table.doubts
    assert table.loaded_count == 2
