"""Adventure Works from 32 files in six dialects to the published warehouse: the figures that its authors' data give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from ingest.contracts import load_contracts
from tests.integration.road import Road

pytestmark = [pytest.mark.shared, pytest.mark.xdist_group("real"), pytest.mark.timeout(600)]

SALES = Decimal("12527981.9927")


@pytest.fixture(scope="module")
def raw(adventureworks: Road) -> Iterator[duckdb.DuckDBPyConnection]:
    """The accepted rows, for tables that no standard entity holds."""
    with duckdb.connect(str(adventureworks.paths.raw_file), read_only=True) as con:
        con.execute("use raw.raw_adventureworks")
        yield con


def only(raw: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = raw.execute(sql).fetchone()
    assert row is not None
    return row


def test_every_record_of_every_file_is_loaded(adventureworks: Road) -> None:
    counts = """
        select count(distinct table_name), sum(record_count), sum(loaded_count), sum(quarantined_count)
        from meta.load_ledger where source_system = 'adventureworks' and status = 'accepted'
    """
    assert adventureworks.rows(counts) == [(32, 140_280, 140_280, 0)]


def test_the_contracts_speak_every_dialect(adventureworks: Road) -> None:
    contracts = [each.landing for each in load_contracts(adventureworks.company) if each.system == "adventureworks"]
    dialects = {
        (each.separator, each.record_end, each.records_end_by, each.encoding, each.header) for each in contracts
    }
    assert dialects == {
        ("\t", "", "mark", "utf-8", False),
        ("\t", "", "field_count", "utf-8", False),
        ("|", "", "mark", "utf-8", False),
        ("|", "", "field_count", "utf-16", False),
        ("+|", "&|\n", "mark", "utf-8", False),
        (",", "", "mark", "utf-8", True),
    }


def test_the_books_are_actual_and_budget(adventureworks: Road) -> None:
    actual = adventureworks.value("select count(*) from fct_ledger")
    budget = adventureworks.value("select sum(line_count) from fct_budgets")
    assert (actual, budget, actual + budget) == (34_563, 4_846, 39_409)


def test_assets_equal_liabilities(adventureworks: Road) -> None:
    sides = """
        select sum(ledger_amount) filter (where account_type = 'asset'),
            -sum(ledger_amount) filter (where account_type in ('liability', 'equity'))
        from fct_ledger inner join dim_accounts using (account_key)
    """
    assert adventureworks.rows(sides) == [(Decimal("553505459.26"), Decimal("553505459.26"))]


def test_the_budget_in_its_twelve_months(adventureworks: Road) -> None:
    budget = """
        select count(distinct period_start_date), min(period_start_date) = date '2011-01-01',
            sum(case when account_type = 'revenue' then -budget_amount else budget_amount end)
        from fct_budgets inner join dim_accounts using (account_key)
    """
    assert adventureworks.rows(budget) == [(12, True, Decimal("42411850.00"))]


def test_operating_expenses_and_nothing_else_have_a_cost_centre(adventureworks: Road) -> None:
    places = """
        select distinct account_type, left(fct_ledger.account_id, 1)
        from fct_ledger inner join dim_accounts using (account_key)
        where cost_centre_id is not null
    """
    assert adventureworks.rows(places) == [("expense", "6")]


def test_sales(adventureworks: Road) -> None:
    assert adventureworks.value("select count(*) from fct_orders") == 1566
    assert adventureworks.value("select sum(net_amount) from fct_order_lines where not is_orphan") == SALES
    assert adventureworks.value("select sum(net_revenue_amount - charge_income_amount) from mart_turnover") == SALES
    assert adventureworks.value("select sum(net_order_amount) from mart_order_fulfilment") == SALES


def test_orphan_lines_are_counted_and_in_no_turnover(adventureworks: Road) -> None:
    orphans = "select count(*), count(distinct order_id), sum(net_amount) from fct_order_lines where is_orphan"
    assert adventureworks.rows(orphans) == [(41, 41, Decimal("113690.2202"))]
    assert adventureworks.value("select count(*) from fct_order_lines") == 5716
    assert adventureworks.value("select count(*) from fct_invoice_lines") == 5716 - 41


def test_the_lines_of_every_order_add_up_to_its_subtotal(adventureworks: Road, raw: duckdb.DuckDBPyConnection) -> None:
    lines = "select order_id, sum(net_amount) from fct_order_lines where not is_orphan group by order_id"
    subtotals = "select cast(salesorderid as varchar), subtotal from sales_orders where _to_load_id is null"
    assert dict(adventureworks.rows(lines)) == dict(raw.execute(subtotals).fetchall())


def test_shops_and_the_people_who_buy_for_them(adventureworks: Road) -> None:
    kinds = """
        select customer_type, count(*), count(parent_customer_id) from dim_customers
        where is_current and customer_type is not null group by all order by all
    """
    assert adventureworks.rows(kinds) == [("company", 1336, 635), ("person", 18484, 0)]


def test_quotas_keep_their_sum_when_split_into_months(adventureworks: Road) -> None:
    assert adventureworks.rows("select count(*), sum(plan_amount) from fct_plans") == [(3 * 163, 95_714_000)]


def test_purchases(raw: duckdb.DuckDBPyConnection) -> None:
    total = Decimal("63791994.8380")
    assert only(raw, "select count(*), sum(LineTotal) from purchase_order_lines") == (8845, total)
    assert only(raw, "select count(*), sum(SubTotal) from purchase_orders") == (4012, total)


def test_shops_from_records_with_marks_of_two_letters(raw: duckdb.DuckDBPyConnection) -> None:
    whole = "starts_with(Demographics, '<StoreSurvey') and ends_with(Demographics, '</StoreSurvey>')"
    assert only(raw, f"select count(*), count(*) filter (where {whole}) from stores") == (701, 701)


def test_the_database_log_from_utf_16_over_several_lines(raw: duckdb.DuckDBPyConnection) -> None:
    whole = "count(*) filter (where ends_with(trim(XmlEvent, chr(13) || chr(10)), '</EVENT_INSTANCE>'))"
    assert only(raw, f"select count(*), {whole}, max(DatabaseLogID) from database_log") == (112, 112, 112)


def test_reviews_over_several_lines(raw: duckdb.DuckDBPyConnection) -> None:
    lines = "count(*) + sum(length(Comments) - length(replace(Comments, chr(10), '')))"
    assert only(raw, f"select count(*), cast({lines} as bigint), sum(Rating) from product_reviews") == (4, 34, 16)
