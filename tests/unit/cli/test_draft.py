"""`whale draft`: a new system's files written, never over others, and right as they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Whale = Callable[..., Result]
ORDERS = "OrderID;Customer;Ordered;Amount\n1;C1;31.10.2026;1234,50\n2;C2;01.11.2026;7,25\n"
SETTINGS = """\
title: Acme
reporting_currency: EUR
time_zone: Europe/Warsaw
systems:
  shop: {path: ../files}
"""


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHALE_SETTLE_SECONDS", "0")


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "files" / "orders.csv"
    path.parent.mkdir()
    path.write_text(ORDERS, encoding="utf-8")
    return path


def test_a_drafted_system_passes_the_check_as_it_stands(run_whale: Whale, tmp_path: Path, orders: Path) -> None:
    company = tmp_path / "acme"
    company.mkdir()
    (company / "company.yml").write_text(SETTINGS, encoding="utf-8")

    result = run_whale("draft", str(orders), "--system", "shop", "--company", str(company))

    assert result.exit_code == 0, result.output
    folder = company / "models" / "staging" / "shop"
    assert sorted(path.name for path in folder.iterdir()) == [
        "_shop__models.yml",
        "_shop__sources.yml",
        "base_shop__orders.sql",
    ]
    checked = run_whale("check", "--company", str(company))
    assert (checked.exit_code, checked.stderr) == (0, "")


def test_the_summary_tells_what_was_decided_and_what_is_in_doubt(
    run_whale: Whale, tmp_path: Path, orders: Path
) -> None:
    result = run_whale("draft", str(orders), "--system", "shop", "--out", str(tmp_path / "out"))

    assert "csv utf-8 ';'" in result.stdout
    assert "orders: the key is guessed from 2 rows only" in result.stdout
    assert "Wrote 3 files" in result.stdout
    contract = (tmp_path / "out" / "_shop__sources.yml").read_text(encoding="utf-8")
    assert "# 2 records = 2 loaded + 0 quarantined" in contract
    assert '          - {name: Amount, data_type: "decimal(18,2)"}' in contract
    assert '              date_format: "%d.%m.%Y"' in contract
    model = (tmp_path / "out" / "base_shop__orders.sql").read_text(encoding="utf-8")
    assert "    cast(OrderID as varchar) as order_id,\n" in model
    assert "-- It may be the entity orders" in model


def test_nothing_is_written_over_a_file_without_force(run_whale: Whale, tmp_path: Path, orders: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "base_shop__orders.sql").write_text("mine", encoding="utf-8")
    command = ("draft", str(orders), "--system", "shop", "--out", str(out))

    refused = run_whale(*command)

    assert (refused.exit_code, [path.name for path in out.iterdir()]) == (2, ["base_shop__orders.sql"])
    assert "write over it with --force" in refused.stderr
    assert (out / "base_shop__orders.sql").read_text(encoding="utf-8") == "mine"
    assert run_whale(*command, "--force").exit_code == 0
    assert (out / "base_shop__orders.sql").read_text(encoding="utf-8") != "mine"


def test_columns_of_a_file_without_a_header_are_named_by_its_statements(run_whale: Whale, tmp_path: Path) -> None:
    (tmp_path / "Things.csv").write_text("1|a|2.50\n2|b|3.50\n", encoding="utf-8")
    statements = """
        create table [dbo].[Other](x int);
        CREATE TABLE [Sales].[Things](
            [ThingID] [int] IDENTITY (1, 1) NOT NULL, -- the number, and more
            [Label] [nvarchar](50) NULL CONSTRAINT [d] DEFAULT ('a,b)'),
            [Price] AS ISNULL([a] * [b], 0.00),
            CONSTRAINT [k] PRIMARY KEY ([ThingID])
        ) ON [PRIMARY];
    """
    (tmp_path / "tables.sql").write_text(statements, encoding="utf-8")

    run_whale(
        "draft", str(tmp_path / "Things.csv"), "--system", "shop", "--out", str(tmp_path / "out"),
        "--ddl", str(tmp_path / "tables.sql"),
    )  # fmt: skip

    contract = (tmp_path / "out" / "_shop__sources.yml").read_text(encoding="utf-8")
    assert "key: [ThingID]" in contract
    assert [name in contract for name in ("name: Label", "name: Price", "name: CONSTRAINT")] == [True, True, False]


def test_a_file_that_cannot_be_drafted_is_told_with_its_reason(run_whale: Whale, tmp_path: Path, orders: Path) -> None:
    (tmp_path / "files" / "empty.csv").write_text("", encoding="utf-8")
    (tmp_path / "files" / "fixed.txt").write_text("0001 19970101  2\n0002 19970118  1\n", encoding="utf-8")
    places = [str(tmp_path / "files" / name) for name in ("orders.csv", "empty.csv", "fixed.txt")]

    result = run_whale("draft", *places, "--system", "shop", "--out", str(tmp_path / "out"))

    assert result.exit_code == 0
    assert "Not drafted: empty.csv is empty" in result.stderr
    assert "Not drafted: fixed.txt has columns aligned by blanks" in result.stderr
    alone = run_whale("draft", places[1], "--system", "shop", "--out", str(tmp_path / "alone"))
    assert (alone.exit_code, (tmp_path / "alone").exists()) == (1, False)


def test_hostile_names_stay_text(run_whale: Whale, tmp_path: Path) -> None:
    """A header with quotes, line ends and templates becomes neither YAML nor SQL nor Jinja."""
    evil = tmp_path / "e.csv"
    evil.write_text('"a: {{ x }}","b""; drop table x; --","c\n# d",e\n1,2,3,4\n5,6,7,8\n', encoding="utf-8")
    company = tmp_path / "acme"
    company.mkdir()
    (company / "company.yml").write_text(SETTINGS.replace("../files", ".."), encoding="utf-8")

    result = run_whale("draft", str(evil), "--system", "shop", "--company", str(company))

    assert result.exit_code == 0, result.output
    assert run_whale("check", "--company", str(company)).exit_code == 0
