"""No silent wrong value: every spelling in every declared form gives the value that the form means, or a fault.

The tables say for each dialect which spellings it admits, and as what; all other spellings must be faults there.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ingest.landing_keys import Landing
from tests.unit.ingest.test_parsing import at, read

NBSP, NARROW, MINUS, TYPOGRAPHIC = "\u00a0", "\u202f", "\u2212", "\u2019"
NUMBERS = [
    "1234.56", "1234,56", "1,234.56", "1.234,56", "1 234,56", "1 234.56", f"1{NBSP}234,56", f"1{NARROW}234,56",
    "1'234.56", f"1{TYPOGRAPHIC}234.56", "1_234.56", "12,34.56", "1.23.4,56", "1 23,4", "0.123", "0,123", "1.234",
    "1,234", "-1234.56", "1234.56-", "(1234.56)", f"{MINUS}1234.56", "-1234,56", "1234,56-", "(1234,56)", "- 5", "5 -",
    "--5", "-5-", "(-5)", "(5", "5)", "+5", "5+", "1234,56 zł", "zł 1234,56", "1234,56 PLN", "1234,56 EUR", "€1234.56",
    "-1234,56 zł", "(1234,56 zł)", "1234,56- PLN", "zł -5", "zł zł 5", "12,5 %", "12,5%", "12.5 %", "12,5", "% 12,5",
    "-12,5 %", "12,5 %%", "1e3", "0x1F", "NaN", "inf", "\uff11\uff12", "1/2",
    "5 5", "1,2,3", "1..2", ".5", ",5", "5.", "5,",
    "00012", "", "abc", "#N/A", "1.234.567", "1 234 567",
]  # fmt: skip
D = Decimal
PLAIN_5 = {"+5": D(5), "00012": D(12)}
ENGLISH = {"1234.56": D("1234.56"), "0.123": D("0.123"), "1.234": D("1.234"), "-1234.56": D("-1234.56"), ".5": D("0.5")}
COMMA = {"1234,56": D("1234.56"), "0,123": D("0.123"), "1,234": D("1.234"), "-1234,56": D("-1234.56"),
         "12,5": D("12.5"), ",5": D("0.5")}  # fmt: skip
SPACED = {"1 234,56": D("1234.56"), f"1{NBSP}234,56": D("1234.56"), f"1{NARROW}234,56": D("1234.56"),
          "1 234 567": D(1234567)}  # fmt: skip
FORMS: dict[str, tuple[dict[str, Any], dict[str, Decimal]]] = {
    "plain": ({}, PLAIN_5 | ENGLISH),
    "comma": ({"decimal_separator": ","}, PLAIN_5 | COMMA),
    "english": ({"thousands_separator": ","}, PLAIN_5 | ENGLISH | {"1,234.56": D("1234.56"), "1,234": D(1234)}),
    "german": (
        {"decimal_separator": ",", "thousands_separator": "."},
        PLAIN_5 | COMMA | {"1.234,56": D("1234.56"), "1.234": D(1234), "1.234.567": D(1234567)},
    ),
    "polish": ({"decimal_separator": ",", "thousands_separator": " "}, PLAIN_5 | COMMA | SPACED),
    "hard space": ({"decimal_separator": ",", "thousands_separator": NBSP}, PLAIN_5 | COMMA | SPACED),
    "swiss": (
        {"thousands_separator": "'"},
        PLAIN_5 | ENGLISH | {"1'234.56": D("1234.56"), f"1{TYPOGRAPHIC}234.56": D("1234.56")},
    ),
    "typographic": (
        {"thousands_separator": TYPOGRAPHIC},
        PLAIN_5 | ENGLISH | {"1'234.56": D("1234.56"), f"1{TYPOGRAPHIC}234.56": D("1234.56")},
    ),
    "underscore": ({"thousands_separator": "_"}, PLAIN_5 | ENGLISH | {"1_234.56": D("1234.56")}),
    "trailing minus": (
        {"negative_numbers": ["after"]},
        {k: v for k, v in (PLAIN_5 | ENGLISH | {"1234.56-": D("-1234.56")}).items() if not k.startswith("-")},
    ),
    "parentheses": (
        {"negative_numbers": ["before", "parentheses"]}, PLAIN_5 | ENGLISH | {"(1234.56)": D("-1234.56")}
    ),
    "typographic minus": (
        {"negative_numbers": ["before", "unicode"]}, PLAIN_5 | ENGLISH | {f"{MINUS}1234.56": D("-1234.56")}
    ),
    "złoty": (
        {"decimal_separator": ",", "currency_signs": ["zł", "PLN"],
         "negative_numbers": ["before", "after", "parentheses"]},
        PLAIN_5 | COMMA | dict.fromkeys(["1234,56 zł", "zł 1234,56", "1234,56 PLN"], D("1234.56")) | {"zł -5": D(-5)}
        | dict.fromkeys(["-1234,56 zł", "(1234,56 zł)", "1234,56- PLN", "1234,56-", "(1234,56)"], D("-1234.56")),
    ),
    "euro": ({"currency_signs": ["€", "EUR"]}, PLAIN_5 | ENGLISH | {"€1234.56": D("1234.56")}),
    "percent": (
        {"decimal_separator": ",", "percent_columns": ["a"]},
        {"12,5 %": D("0.125"), "12,5%": D("0.125"), "-12,5 %": D("-0.125")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_numbers_mean_what_their_form_says_or_are_faults(form: str) -> None:
    keys, admitted = FORMS[form]
    assert set(admitted) <= set(NUMBERS), "the table names a spelling that isn't tried"
    found = {text: read(text, "decimal(18,4)", **keys) for text in NUMBERS if text}
    assert {text: value for text, value in found.items() if not isinstance(value, set)} == admitted


def test_whole_numbers_know_the_same_forms() -> None:
    keys: dict[str, Any] = {
        "negative_numbers": ["after", "parentheses"],
        "currency_signs": ["zł"],
        "thousands_separator": " ",
    }
    spelled = {"5-": -5, "(5)": -5, "1 234 zł": 1234, "(1 234 zł)": -1234, "zł 5-": -5}
    assert {text: read(text, "bigint", **keys) for text in spelled} == spelled
    for text in ("-5", "5.0", "1 23", "5 EUR", "(5", "zł"):
        assert read(text, "bigint", **keys) == {"not_a_whole_number"}, text


def test_percents_keep_every_digit_or_are_faults() -> None:
    assert read("12.345%", "decimal(9,4)", percent_columns=["a"]) == {"too_many_decimals"}
    assert read("12.34%", "decimal(9,4)", percent_columns=["a"]) == D("0.1234")
    assert read("12.3400%", "decimal(9,4)", percent_columns=["a"]) == D("0.1234")
    assert read("100 %", "decimal(9,2)", percent_columns=["a"]) == D(1)
    assert read("0.5 %", "decimal(9,2)", percent_columns=["a"]) == {"too_many_decimals"}


DAYS = [
    "2026-01-31", "2026-1-31", "31.01.2026", "31.1.2026", "01.31.2026", "31/01/2026", "01/02/2026", "2/1/2026",
    "20260131", "260131", "31.01.26", "31-Jan-2026", "31 January 2026", "31 stycznia 2026", "5 maja 2026",
    "31 sty 2026", "12 PAŹ 2026", "2026-02-30", "29.02.2025", "2026-01-31T00:00:00", "2026-01-31 00:00:00",
    "46053", "46053.5", "60",
    "1", "61", "0", "-1", "1769817600", "1769817601", "1769817600000", "2026.031", "2026-13-01", "0000-00-00", "",
    "epoch", "today", "infinity", "2026-01", "31.01", "31.01.2026 r.", "\uff12026-01-31",
]  # fmt: skip
END = date(2026, 1, 31)
DAY_FORMS: dict[str, tuple[dict[str, Any], dict[str, date]]] = {
    "iso": ({}, {"2026-01-31": END, "2026-1-31": END}),
    "polish": ({"date_format": "%d.%m.%Y"}, {"31.01.2026": END, "31.1.2026": END}),
    "american dots": ({"date_format": "%m.%d.%Y"}, {"01.31.2026": END}),
    "british": (
        {"date_format": "%d/%m/%Y"}, {"31/01/2026": END, "01/02/2026": date(2026, 2, 1), "2/1/2026": date(2026, 1, 2)}
    ),
    "american": ({"date_format": "%m/%d/%Y"}, {"01/02/2026": date(2026, 1, 2), "2/1/2026": date(2026, 2, 1)}),
    "compact": ({"date_format": "%Y%m%d"}, {"20260131": END}),
    "short": ({"date_format": "%y%m%d"}, {"260131": END}),
    "two digits": ({"date_format": "%d.%m.%y"}, {"31.01.26": END}),
    "abbreviated": ({"date_format": "%d-%b-%Y"}, {"31-Jan-2026": END}),
    "english words": ({"date_format": "%d %B %Y"}, {"31 January 2026": END}),
    "polish words": (
        {"date_format": "%d %B %Y", "month_names": "polish"}, {"31 stycznia 2026": END, "5 maja 2026": date(2026, 5, 5)}
    ),
    "polish short": (
        {"date_format": "%d %b %Y", "month_names": "polish"}, {"31 sty 2026": END, "12 PAŹ 2026": date(2026, 10, 12)}
    ),
    "day of year": ({"date_format": "%Y.%j"}, {"2026.031": END}),
    "several": (
        {"date_format": ["%Y-%m-%d", "%d.%m.%Y", "%Y%m%d"]},
        dict.fromkeys(["2026-01-31", "2026-1-31", "31.01.2026", "31.1.2026", "20260131"], END),
    ),
    "with a time": ({"date_format": ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]},
                    dict.fromkeys(["2026-01-31", "2026-1-31", "2026-01-31T00:00:00"], END)),
    "excel 1900": (
        {"date_format": "excel_1900"},
        {"46053": END, "1": date(1900, 1, 1), "61": date(1900, 3, 1), "260131": date(2612, 3, 18)},
    ),
    "excel 1904": (
        {"date_format": "excel_1904"},
        {"46053": date(2030, 2, 1), "0": date(1904, 1, 1), "1": date(1904, 1, 2), "60": date(1904, 3, 1),
         "61": date(1904, 3, 2), "260131": date(2616, 3, 19)},
    ),
    "seconds": ({"date_format": "epoch_seconds"}, {"1769817600": END, "0": date(1970, 1, 1)}),
    "milliseconds": ({"date_format": "epoch_milliseconds"}, {"1769817600000": END, "0": date(1970, 1, 1)}),
}  # fmt: skip


@pytest.mark.parametrize("form", DAY_FORMS)
def test_days_mean_what_their_form_says_or_are_faults(form: str) -> None:
    keys, admitted = DAY_FORMS[form]
    found = {text: read(text, "date", **keys) for text in DAYS if text}
    assert {text: value for text, value in found.items() if not isinstance(value, set)} == admitted


INSTANTS: list[tuple[str, dict[str, Any], datetime | set[str]]] = [
    ("2026-01-31T12:00:00+02:00", {"timestamp_format": "%Y-%m-%dT%H:%M:%S%z"}, at(2026, 1, 31, 10)),
    ("2026-01-31T12:00:00.123456Z", {"timestamp_format": "%Y-%m-%dT%H:%M:%S.%f%z"}, at(2026, 1, 31, 12, 0, 0, 123456)),
    ("2026-01-31 12:00:00.123456000", {"timestamp_format": "%Y-%m-%d %H:%M:%S.%n"}, at(2026, 1, 31, 12, 0, 0, 123456)),
    ("2026-01-31 12:00:00.123456789", {"timestamp_format": "%Y-%m-%d %H:%M:%S.%n"}, {"not_a_timestamp"}),
    ("31.01.2026 1:05 PM", {"timestamp_format": "%d.%m.%Y %I:%M %p"}, at(2026, 1, 31, 13, 5)),
    ("46053.5", {"timestamp_format": "excel_1900"}, at(2026, 1, 31, 12)),
    ("46053,75", {"timestamp_format": "excel_1900", "decimal_separator": ","}, at(2026, 1, 31, 18)),
    ("46053.3333333333", {"timestamp_format": "excel_1900"}, at(2026, 1, 31, 8)),
    ("46053", {"timestamp_format": "excel_1900", "time_zone": "Europe/Warsaw"}, at(2026, 1, 30, 23)),
    ("60.5", {"timestamp_format": "excel_1900"}, {"not_a_timestamp"}),
    ("0.5", {"timestamp_format": "excel_1904"}, at(1904, 1, 1, 12)),
    ("1769860800", {"timestamp_format": "epoch_seconds", "time_zone": "Europe/Warsaw"}, at(2026, 1, 31, 12)),
    ("-1", {"timestamp_format": "epoch_seconds"}, at(1969, 12, 31, 23, 59, 59)),
    ("1769860800123", {"timestamp_format": "epoch_milliseconds"}, at(2026, 1, 31, 12, 0, 0, 123000)),
    ("1769860800123", {"timestamp_format": "epoch_seconds"}, {"not_a_timestamp"}),
    ("2026-01-31", {"timestamp_format": ["%Y-%m-%d %H:%M", "%Y-%m-%d"]}, at(2026, 1, 31)),
    ("2026-03-29 02:30", {"timestamp_format": ["%Y-%m-%d %H:%M", "%Y-%m-%d"], "time_zone": "Europe/Warsaw"},
     {"no_such_local_time"}),
    ("2026-03-29 02:30Z", {"timestamp_format": ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M%z"], "time_zone": "Europe/Warsaw"},
     at(2026, 3, 29, 2, 30)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "keys", "expected"), INSTANTS)
def test_instants_mean_what_their_form_says(text: str, keys: dict[str, Any], expected: datetime | set[str]) -> None:
    assert read(text, "timestamp", **keys) == expected


@pytest.mark.parametrize(
    ("formats", "is_refused"),
    [
        (["%d/%m/%Y", "%m/%d/%Y"], True),
        (["%Y-%m-%d", "%Y-%d-%m"], True),
        (["%d.%m.%y", "%y.%m.%d"], True),
        (["%Y%m%d", "%d%m%Y"], True),
        (["%Y%m%d", "epoch_seconds"], True),
        (["excel_1900", "excel_1904"], True),
        (["%Y-%m-%d", "%Y-%m-%d"], True),
        ([], True),
        (["%d %b %Y", "%d %B %Y"], False),
        (["%Y-%m-%d", "%d.%m.%Y", "excel_1900"], False),
        (["%d/%m/%Y", "%d/%m/%y"], False),
        (["%Y-%m-%d", "%Y-%m-%d %H:%M"], False),
    ],
)
def test_a_list_of_formats_that_could_contradict_each_other_is_refused(formats: list[str], is_refused: bool) -> None:
    keys = {"files": ["x"], "key": ["k"], "date_format": formats}
    if is_refused:
        with pytest.raises(ValidationError):
            Landing.model_validate(keys)
    else:
        assert Landing.model_validate(keys).date_formats == formats


@pytest.mark.parametrize("sign", ["", " ", "-", "5", "1zł", "(", "%"])
def test_a_currency_sign_that_could_be_part_of_a_number_is_refused(sign: str) -> None:
    with pytest.raises(ValidationError):
        Landing.model_validate({"files": ["x"], "key": ["k"], "currency_signs": [sign]})


MONEY = st.decimals(min_value=-(10**12), max_value=10**12, places=4, allow_nan=False, allow_infinity=False)


def written(number: Decimal, point: str, group: str, form: str, currency: str) -> str:
    """A number as a program would write it in a declared form."""
    digits = f"{abs(number):,f}".replace(",", "\0").replace(".", point).replace("\0", group)
    is_negative = number < 0
    minus = MINUS if form == "unicode" else "-"
    if form == "parentheses" and is_negative:
        return f"({digits}{currency})"
    if form == "after":
        return digits + ("-" if is_negative else "") + currency
    return (minus if is_negative else "") + digits + currency


@settings(max_examples=200, deadline=None)
@given(
    MONEY, st.sampled_from([".", ","]), st.sampled_from(["", " ", ".", ",", "'", TYPOGRAPHIC, NBSP, NARROW, "_"]),
    st.sampled_from(["before", "after", "parentheses", "unicode"]), st.sampled_from(["", " zł", "zł", f"{NBSP}PLN"]),
)  # fmt: skip
def test_a_number_written_in_a_declared_form_is_read_back_exactly(
    number: Decimal, point: str, group: str, form: str, currency: str
) -> None:
    if point == group:
        return
    keys: dict[str, Any] = {"decimal_separator": point, "thousands_separator": group, "negative_numbers": [form]}
    keys |= {"currency_signs": ["zł", "PLN"]} if currency else {}
    assert read(written(number, point, group, form, currency), "decimal(18,4)", **keys) == number


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="0123456789.,-+() zł%'\u2212\u00a0", max_size=10),
    st.sampled_from(["before", "after", "parentheses", "unicode"]),
    st.sampled_from([".", ","]),
    st.sampled_from(["", " ", "'"]),
)
def test_any_other_spelling_is_a_fault_or_the_same_value(text: str, form: str, point: str, group: str) -> None:
    """What is read is digits in order, one sign at most, one point at most, whole groups; nothing else is dropped."""
    keys: dict[str, Any] = {"decimal_separator": point, "thousands_separator": group, "currency_signs": ["zł"]}
    value = read(text, "decimal(18,4)", negative_numbers=[form], **keys)
    if not isinstance(value, Decimal):
        return
    bare = text.replace("zł", "", 1)
    digits = "".join(letter for letter in bare if letter.isdigit() or letter == point).replace(point, ".")
    signs = [letter for letter in bare if letter in "-\u2212("]
    assert len(signs) <= 1
    assert bare.count(point) <= 1
    assert abs(value) == Decimal(digits)
    assert (value < 0) == (bool(signs) and value != 0)
    assert set(bare) - set("0123456789-\u2212()+ \u00a0\u202f" + point) <= set("'\u2019" if group == "'" else "")


@settings(max_examples=100, deadline=None)
@given(st.dates(min_value=date(1904, 1, 1), max_value=date(2200, 12, 31)))
def test_every_serial_is_the_day_that_spreadsheets_show(day: date) -> None:
    assert read(str((day - date(1899, 12, 30)).days), "date", date_format="excel_1900") == day
    assert read(str((day - date(1904, 1, 1)).days), "date", date_format="excel_1904") == day
