"""What a good company.yml becomes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from settings.company import Company
from settings.load import load_company

Write = Callable[[str | bytes], Path]
GOOD = """\
title: Acme Tools
reporting_currency: EUR
time_zone: Europe/Warsaw
systems:
  erp: {template: standard, path: exports}
"""


def test_defaults_fill_what_is_left_out(write_company: Write) -> None:
    company = load_company(write_company(GOOD))

    assert company.name == "acme"
    assert company.as_of == "last_data_date"
    assert company.freshness.max_age_hours == 26
    assert company.publishing.keep_versions == 7
    assert company.schedule.cron == "30 5 * * *"
    assert company.costing.credit_rate_share == Decimal("0.08")
    assert company.privacy.default == "keep"


def test_systems_keep_the_order_of_the_file_as_their_rank(write_company: Write) -> None:
    text = GOOD + "  crm: {template: standard, path: exports}\n  another: {template: standard, path: exports}\n"

    assert [system.name for system in load_company(write_company(text)).systems] == ["erp", "crm", "another"]


def test_paths_are_absolute_and_default_to_exports(write_company: Write) -> None:
    folder = write_company(GOOD.replace(", path: exports", ""))

    assert load_company(folder).system("erp").path == (folder / "exports").resolve()


@pytest.mark.parametrize("written", ["0.085", '"0.085"', "'0.085'"])
def test_a_share_is_exactly_what_is_written_quoted_or_not(write_company: Write, written: str) -> None:
    company = load_company(write_company(GOOD + f"costing: {{credit_rate_share: {written}}}\n"))

    assert company.costing.credit_rate_share == Decimal("0.085")
    assert isinstance(company.costing.credit_rate_share, Decimal)


@pytest.mark.parametrize("written", ["22:30", '"22:30"'])
def test_a_time_is_text_quoted_or_not(write_company: Write, written: str) -> None:
    schedule = load_company(write_company(GOOD + f"schedule: {{time: {written}}}\n")).schedule

    assert (schedule.hour, schedule.minute, schedule.cron) == (22, 30, "30 22 * * *")


def test_headers_are_kept_apart_from_the_other_overrides_of_a_table(write_company: Write) -> None:
    tables = '{orders: {files: ["ZAM_*.csv"], headers: {order_id: Numer}}, customers: , products: {}}'
    system = load_company(write_company(GOOD.replace("path: exports", f"path: exports, tables: {tables}"))).system(
        "erp"
    )

    assert list(system.tables) == ["orders", "customers", "products"]
    assert system.tables["orders"].headers == {"order_id": "Numer"}
    assert system.tables["orders"].landing == {"files": ["ZAM_*.csv"]}
    assert system.tables["customers"].landing == {}


def test_a_byte_order_mark_and_windows_line_ends_are_fine(write_company: Write) -> None:
    company = load_company(write_company(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()))

    assert company.title == "Acme Tools"


def test_a_company_cannot_be_changed(write_company: Write) -> None:
    company = load_company(write_company(GOOD))

    with pytest.raises(ValidationError, match="frozen"):
        company.title = "Other"


AS_OF = [
    ("today", datetime(2026, 3, 31, 22, 30, tzinfo=UTC), date(2026, 4, 1)),
    ("today", datetime(2026, 3, 31, 21, 59, tzinfo=UTC), date(2026, 3, 31)),
    ("2026-10-31", datetime(2026, 3, 31, tzinfo=UTC), date(2026, 10, 31)),
    ('"2026-10-31"', datetime(2026, 3, 31, tzinfo=UTC), date(2026, 10, 31)),
    ("last_data_date", datetime(2026, 3, 31, tzinfo=UTC), None),
]


@pytest.mark.parametrize(("written", "now", "expected"), AS_OF)
def test_the_as_of_date_is_a_day_of_the_companys_zone(
    write_company: Write, written: str, now: datetime, expected: date | None
) -> None:
    assert load_company(write_company(GOOD + f"as_of: {written}\n")).as_of_date(now) == expected


def test_as_of_refuses_an_instant_without_a_zone(write_company: Write) -> None:
    with pytest.raises(ValueError, match="time zone"):
        load_company(write_company(GOOD)).as_of_date(datetime(2026, 1, 1))  # noqa: DTZ001 - the point of the test


def test_the_fingerprint_sees_settings_and_not_layout_or_place(write_company: Write, tmp_path: Path) -> None:
    folder = write_company(GOOD)
    first = load_company(folder).fingerprint()
    moved = shutil.copytree(folder, tmp_path / "elsewhere" / "acme")
    (moved / "company.yml").write_text("# a comment\nfreshness: {max_age_hours: 26}\n" + GOOD)

    assert load_company(moved).fingerprint() == first
    assert len(first) == 64


@pytest.mark.parametrize(
    "change",
    [
        ("EUR", "USD"),
        ("Acme", "Acne"),
        ("path: exports", "path: other"),
        ("  erp:", "  erp2:"),
        ("path: exports", "path: exports, landing: {encoding: cp1250}"),
        ("path: exports", "path: exports, tables: {orders: {headers: {order_id: Nr}}}"),
    ],
)
def test_the_fingerprint_changes_with_a_setting(write_company: Write, change: tuple[str, str]) -> None:
    folder = write_company(GOOD)
    (folder / "other").mkdir()
    first = load_company(folder).fingerprint()
    write_company(GOOD.replace(*change))

    assert load_company(folder).fingerprint() != first


def test_the_fingerprint_sees_the_ranking_of_systems(write_company: Write) -> None:
    head, systems = GOOD.split("systems:\n")
    crm = "  crm: {template: standard, path: exports}\n"
    first = load_company(write_company(f"{head}systems:\n{systems}{crm}")).fingerprint()

    assert load_company(write_company(f"{head}systems:\n{crm}{systems}")).fingerprint() != first


def test_every_setting_says_what_it_means_and_takes() -> None:
    unexplained = [
        name
        for name, field in Company.model_fields.items()
        if name not in ("name", "folder") and not (field.description and field.json_schema_extra)
    ]
    assert unexplained == []
