"""The strict parse: what a declared dialect admits, and that nothing else gets through."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.columns import Column
from ingest.formats import format_fault
from ingest.landing_keys import Landing
from ingest.parsing import Parse, fault_codes, parse_column, phrase

CON = duckdb.connect()
POLISH = {"decimal_separator": ",", "thousands_separator": " "}
GERMAN = {"decimal_separator": ",", "thousands_separator": "."}


def at(*parts: int) -> datetime:
    """An instant as DuckDB gives a TIMESTAMP: UTC, without saying so."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc, arg-type]


def parse_of(data_type: str, meta: dict[str, Any] | None = None, **dialect: Any) -> Parse:
    landing = Landing.model_validate({"files": ["x"], "key": ["k"]} | dialect)
    return parse_column(Column.model_validate({"name": "a", "data_type": data_type} | (meta or {})), landing, "t")


def read(text: str | None, data_type: str, meta: dict[str, Any] | None = None, **dialect: Any) -> Any:
    """The value, or the fault's code as a set."""
    parse = parse_of(data_type, meta, **dialect)
    row = CON.execute(
        f"select {parse.value}, {parse.good}, {parse.fault} from (select ?::varchar as t)", [text]
    ).fetchone()
    assert row is not None
    value, good, fault = row
    assert good == (fault is None), "the quick and the thorough check must agree"
    return value if good else {fault}


SPELLINGS: list[tuple[str, str, dict[str, Any], Any]] = [
    ("7", "bigint", {}, 7),
    ("-7", "bigint", {}, -7),
    ("+7", "bigint", {}, 7),
    (" 7 ", "bigint", {}, 7),
    ("007", "bigint", {}, 7),
    ("7.0", "bigint", {}, {"not_a_whole_number"}),
    ("12.7", "bigint", {}, {"not_a_whole_number"}),
    ("1e3", "bigint", {}, {"not_a_whole_number"}),
    ("0x10", "bigint", {}, {"not_a_whole_number"}),
    ("1_000", "bigint", {}, {"not_a_whole_number"}),
    ("1,000", "bigint", {}, {"not_a_whole_number"}),
    ("\uff11\uff12", "bigint", {}, {"not_a_whole_number"}),
    ("9223372036854775808", "bigint", {}, {"out_of_range"}),
    ("1.234", "bigint", GERMAN, 1234),
    ("1.23", "bigint", GERMAN, {"not_a_whole_number"}),
    ("12.5", "decimal(18,4)", {}, Decimal("12.5")),
    ("12.50000000", "decimal(18,4)", {}, Decimal("12.5")),
    ("12.50001", "decimal(18,4)", {}, {"too_many_decimals"}),
    ("12,5", "decimal(18,4)", {}, {"not_a_number"}),
    ("1,234.5", "decimal(18,4)", {}, {"not_a_number"}),
    (".5", "decimal(18,4)", {}, Decimal("0.5")),
    ("5.", "decimal(18,4)", {}, {"not_a_number"}),
    ("1e3", "decimal(18,4)", {}, {"not_a_number"}),
    ("nan", "decimal(18,4)", {}, {"not_a_number"}),
    ("inf", "decimal(18,4)", {}, {"not_a_number"}),
    ("12-", "decimal(18,4)", {}, {"not_a_number"}),
    ("(12)", "decimal(18,4)", {}, {"not_a_number"}),
    ("\u221212", "decimal(18,4)", {}, {"not_a_number"}),
    ("12 EUR", "decimal(18,4)", {}, {"not_a_number"}),
    ("100000000000000", "decimal(18,4)", {}, {"out_of_range"}),
    ("12.0", "decimal(18,0)", {}, Decimal(12)),
    ("12.1", "decimal(18,0)", {}, {"too_many_decimals"}),
    ("1234,56", "decimal(18,2)", GERMAN, Decimal("1234.56")),
    ("1.234,56", "decimal(18,2)", GERMAN, Decimal("1234.56")),
    ("1.234.567,8", "decimal(18,2)", GERMAN, Decimal("1234567.8")),
    ("1234.56", "decimal(18,2)", GERMAN, {"not_a_number"}),
    ("12.34", "decimal(18,2)", GERMAN, {"not_a_number"}),
    ("1.2345,6", "decimal(18,2)", GERMAN, {"not_a_number"}),
    ("1,234.56", "decimal(18,2)", GERMAN, {"not_a_number"}),
    ("1 234,56", "decimal(18,2)", POLISH, Decimal("1234.56")),
    ("1\u00a0234,56", "decimal(18,2)", POLISH, Decimal("1234.56")),
    ("1\u202f234,56", "decimal(18,2)", POLISH, Decimal("1234.56")),
    ("12 34", "decimal(18,2)", POLISH, {"not_a_number"}),
    ("2026-01-31", "date", {}, date(2026, 1, 31)),
    ("2026-1-3", "date", {}, date(2026, 1, 3)),
    ("2026-02-30", "date", {}, {"not_a_date"}),
    ("2026-01-31 00:00:00", "date", {}, {"not_a_date"}),
    ("26-01-31", "date", {}, {"not_a_date"}),
    ("0000-01-01", "date", {}, {"not_a_date"}),
    ("31.01.2026", "date", {}, {"not_a_date"}),
    ("epoch", "date", {}, {"not_a_date"}),
    ("infinity", "date", {}, {"not_a_date"}),
    ("31.01.2026", "date", {"date_format": "%d.%m.%Y"}, date(2026, 1, 31)),
    ("01.31.2026", "date", {"date_format": "%d.%m.%Y"}, {"not_a_date"}),
    ("7/4/1996", "date", {"date_format": "%m/%d/%Y"}, date(1996, 7, 4)),
    ("7-4-1996", "date", {"date_format": "%m/%d/%Y"}, {"not_a_date"}),
    ("20260131", "date", {"date_format": "%Y%m%d"}, date(2026, 1, 31)),
    ("2026131", "date", {"date_format": "%Y%m%d"}, {"not_a_date"}),
    ("03-Feb-2026", "date", {"date_format": "%d-%b-%Y"}, date(2026, 2, 3)),
    ("2026x01x31", "date", {"date_format": "%Y.%m.%d"}, {"not_a_date"}),
    ("2026-07-01 12:00:00", "timestamp", {"time_zone": "Europe/Warsaw"}, at(2026, 7, 1, 10)),
    ("2026-03-29 02:30:00", "timestamp", {"time_zone": "Europe/Warsaw"}, {"no_such_local_time"}),
    ("2026-07-01 12:00:00", "timestamp", {}, at(2026, 7, 1, 12)),
    ("2026-07-01 12:00", "timestamp", {}, {"not_a_timestamp"}),
    ("2026-07-01 25:00:00", "timestamp", {}, {"not_a_timestamp"}),
    ("2026-07-01T12:00:00+02:00", "timestamp", {"timestamp_format": "%Y-%m-%dT%H:%M:%S%z"}, at(2026, 7, 1, 10)),
    ("2026-07-01T12:00:00Z", "timestamp", {"timestamp_format": "%Y-%m-%dT%H:%M:%S%z"}, at(2026, 7, 1, 12)),
    ("Yes", "boolean", {}, True),
    ("0", "boolean", {}, False),
    ("tak", "boolean", {}, {"not_a_boolean"}),
    ("TAK", "boolean", {"true_values": ["tak"], "false_values": ["nie"]}, True),
    ("1", "boolean", {"true_values": ["tak"], "false_values": ["nie"]}, {"not_a_boolean"}),
    (" kept as it is ", "varchar", {}, " kept as it is "),
    ("NULL", "varchar", {}, "NULL"),
]


@pytest.mark.parametrize(("text", "data_type", "dialect", "expected"), SPELLINGS)
def test_spellings_of_values(text: str, data_type: str, dialect: dict[str, Any], expected: Any) -> None:
    assert read(text, data_type, **dialect) == expected


@pytest.mark.parametrize("data_type", ["varchar", "bigint", "decimal(9,2)", "date", "timestamp", "boolean"])
@pytest.mark.parametrize("text", ["", "   ", None])
def test_an_empty_text_is_null_and_a_fault_where_a_value_is_required(data_type: str, text: str | None) -> None:
    assert read(text, data_type) is None
    assert read(text, data_type, {"nullable": False}) == {"missing_required"}
    assert read(text, data_type, key=["a"]) == {"null_key"}


def test_values_outside_the_allowed_ones_are_faults() -> None:
    assert read("open", "varchar", {"allowed": ["open", "o'clock"]}) == "open"
    assert read("o'clock", "varchar", {"allowed": ["open", "o'clock"]}) == "o'clock"
    assert read("Open", "varchar", {"allowed": ["open"]}) == {"not_allowed"}
    assert read("3", "bigint", {"allowed": [1, 2]}) == {"not_allowed"}
    assert read("yes", "boolean", {"allowed": [True]}) is True


@settings(max_examples=150, deadline=None)
@given(
    st.decimals(min_value=-(10**13), max_value=10**13, places=4, allow_nan=False, allow_infinity=False),
    st.sampled_from([".", ","]),
    st.sampled_from(["", " ", ".", ",", "'"]),
)
def test_every_number_is_read_exactly_in_every_dialect(number: Decimal, point: str, group: str) -> None:
    if point == group:
        return
    text = f"{number:,f}".replace(",", "\0").replace(".", point).replace("\0", group)
    assert read(text, "decimal(18,4)", decimal_separator=point, thousands_separator=group) == number


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789.,- +e'_xX\u00a0", max_size=10), st.sampled_from([GERMAN, POLISH, {}]))
def test_no_text_is_read_as_another_number(text: str, dialect: dict[str, Any]) -> None:
    value = read(text, "decimal(18,4)", **dialect)
    if not isinstance(value, Decimal):
        return
    group, point = dialect.get("thousands_separator", ""), dialect.get("decimal_separator", ".")
    plain = text.strip(" ")
    for letter in [group, "\u00a0"] if group == " " else [group]:
        plain = plain.replace(letter, "") if letter else plain
    assert set(plain) <= set("0123456789+-" + point)
    assert Decimal(plain.replace(point, ".")) == value


@settings(max_examples=150, deadline=None)
@given(
    st.dates(min_value=date(1000, 1, 1), max_value=date(9999, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d", "%d %b %Y", "%Y.%j"]),
)
def test_every_day_is_read_back_from_its_format(day: date, layout: str) -> None:
    assert read(day.strftime(layout).replace("%Y", f"{day.year:04}"), "date", date_format=layout) == day


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789.-/ ", max_size=11))
def test_no_text_is_read_as_another_day(text: str) -> None:
    value = read(text, "date", date_format="%d.%m.%Y")
    if isinstance(value, date):
        day, month, year = text.strip().split(".")
        assert value == date(int(year), int(month), int(day))


@settings(max_examples=60, deadline=None)
@given(st.datetimes(min_value=at(1990, 1, 1), max_value=at(2035, 1, 1)))
def test_local_instants_become_utc(instant: datetime) -> None:
    utc = instant.replace(microsecond=0, tzinfo=UTC)
    local = utc.astimezone(ZoneInfo("Europe/Warsaw"))
    value = read(local.strftime("%Y-%m-%d %H:%M:%S"), "timestamp", time_zone="Europe/Warsaw")
    # In the hour that the clock repeats, a text can mean two instants.
    assert abs(value - utc.replace(tzinfo=None)) in (timedelta(0), timedelta(hours=1))
    if local.utcoffset() == (local + timedelta(hours=3)).utcoffset() == (local - timedelta(hours=3)).utcoffset():
        assert value == utc.replace(tzinfo=None)


@pytest.mark.parametrize("layout", ["", "%", "%Y", "%Y-%m", "%Y%Y-%m-%d", "%q", "plain", "%d.%m"])
def test_formats_that_tell_no_day_are_refused(layout: str) -> None:
    assert format_fault(layout)


@pytest.mark.parametrize("data_type", ["varchar", "bigint", "decimal(9,2)", "date", "timestamp", "boolean"])
def test_every_fault_is_explained(data_type: str) -> None:
    landing = Landing.model_validate({"files": ["x"], "key": ["k"]})
    column = Column.model_validate({"name": "a", "data_type": data_type, "allowed": ["1"]})
    assert all(phrase(column, landing, code) for code in fault_codes(column))
