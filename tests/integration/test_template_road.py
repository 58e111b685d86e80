"""A company folder from `whale template`: it goes the whole road empty, and with a handful of rows to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from click.testing import Result

from ingest.contracts import standard_entities
from serving.versions import list_versions
from tests.integration.road import Base, Road

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]


def test_an_empty_template_checks_and_publishes_every_table_without_a_row_of_facts(
    template_road: tuple[Road, Result, Result],
) -> None:
    road, check, refresh = template_road
    assert (check.exit_code, check.stderr) == (0, "")
    assert refresh.exit_code == 0, refresh.stderr
    first = list_versions(road.paths)[0]
    counts = first.manifest()["row_counts"]
    assert {name for name, count in counts.items() if count and name.startswith(("warehouse.fct_", "marts."))} == set()
    loads = road.rows("select table_name, record_count from load_ledger where source_system = 'erp'", first.stamp)
    assert sorted(loads) == [(entity, 0) for entity in sorted(standard_entities())]


def test_a_handful_of_rows_gives_the_turnover_to_the_cent(trade_base: Base) -> None:
    turnover = trade_base.road.rows("""
        select period_start_date, customer_id, product_id, net_revenue_amount, net_revenue_previous_year_amount
        from mart_turnover
        order by all
    """)
    assert turnover == [
        (date(2025, 1, 1), "C001", "P3", Decimal("100.10"), 0),
        (date(2026, 1, 1), "C001", "P1", Decimal("59.97"), 0),
        (date(2026, 1, 1), "C001", "P2", Decimal("20.01"), 0),
        (date(2026, 1, 1), "C001", "P3", 0, Decimal("100.10")),
        (date(2026, 2, 1), "C001", "P1", Decimal("-19.99"), 0),
        (date(2026, 2, 1), "C002", "NONE", Decimal("15.50"), 0),
        (date(2026, 2, 1), "C002", "P1", Decimal("17.99"), 0),
    ]


def test_the_parts_of_the_turnover_are_told_apart(trade_base: Base) -> None:
    parts = trade_base.road.rows("""
        select
            sum(gross_revenue_amount), sum(discount_amount), sum(credit_note_amount), sum(charge_income_amount),
            sum(net_revenue_amount), sum(cost_of_goods_amount),
        from mart_turnover
    """)
    assert parts == [tuple(map(Decimal, ("200.08", "2.01", "19.99", "15.50", "193.58", "114.00")))]
