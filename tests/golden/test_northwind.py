"""Northwind from nine CSV files to the published marts: figures that its authors' data give, to the last decimal."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.integration.road import Road

pytestmark = [pytest.mark.shared, pytest.mark.xdist_group("real"), pytest.mark.timeout(600)]

NET_BY_YEAR = [(1996, Decimal("208083.97")), (1997, Decimal("617085.2035")), (1998, Decimal("440623.8660"))]


def test_every_order_is_there_once(northwind: Road) -> None:
    assert northwind.rows("select count(*), count(distinct order_id) from mart_order_fulfilment") == [(830, 830)]
    assert northwind.rows("select count(*), count(distinct order_id) from fct_orders") == [(830, 830)]


def test_net_revenue_is_exact(northwind: Road) -> None:
    net = Decimal("1265793.0395")
    assert northwind.value("select sum(net_order_amount) from mart_order_fulfilment") == net
    assert northwind.value("select sum(net_revenue_amount - charge_income_amount) from mart_turnover") == net
    pareto = "from mart_pareto where subject = '{}' and measure = 'net_revenue' and window_months = 1200"
    invoiced = northwind.value("select sum(net_revenue_amount) from mart_turnover")
    for subject in ("customer", "product", "employee"):
        assert northwind.value(f"select sum(amount) {pareto.format(subject)}") == invoiced


def test_net_revenue_by_year_of_the_order(northwind: Road) -> None:
    by_year = "select year(order_date), sum(net_order_amount) from mart_order_fulfilment group by all order by all"
    assert northwind.rows(by_year) == NET_BY_YEAR


def test_gross_value_and_freight(northwind: Road) -> None:
    assert northwind.value("select sum(gross_amount) from fct_order_lines") == Decimal("1354458.59")
    assert northwind.value("select sum(freight_amount) from mart_order_fulfilment") == Decimal("64942.69")
    assert northwind.value("select sum(charge_income_amount) from mart_turnover") == 0


def test_late_and_unshipped_orders(northwind: Road) -> None:
    counts = "select count(*) filter (where is_late), count(*) filter (where not is_shipped) from mart_order_fulfilment"
    assert northwind.rows(counts) == [(37, 21)]


def test_customers_with_and_without_orders(northwind: Road) -> None:
    known = "select count(*) from dim_customers where is_current and customer_id not in ('UNKNOWN', 'NONE')"
    assert northwind.value(known) == 91
    assert northwind.value("select count(distinct customer_id) from mart_order_fulfilment") == 89


def test_the_previous_year_stands_beside_the_year(northwind: Road) -> None:
    years = """
        select year(period_start_date), sum(net_revenue_amount), sum(net_revenue_previous_year_amount)
        from mart_turnover
        where period_start_date < date '1998-01-01'
        group by all
        order by all
    """
    (_, first, before_first), (_, second, before_second) = northwind.rows(years)
    assert (before_first, before_second) == (0, first)
    assert second > first
