"""Maven's pipeline from four CSV files to the published marts: its known figures, its traps met by staging."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.integration.road import Road

pytestmark = [pytest.mark.shared, pytest.mark.xdist_group("real"), pytest.mark.timeout(600)]


def test_opportunities_by_stage(maven: Road) -> None:
    funnel = "select stage_id, sum(current_opportunity_count) from mart_funnel group by all order by all"
    assert maven.rows(funnel) == [("engaging", 1589), ("lost", 2473), ("prospecting", 500), ("won", 4238)]
    assert maven.value("select count(*) from fct_opportunities") == 8800


def test_won_value(maven: Road) -> None:
    assert maven.value("select sum(won_amount) from mart_funnel where stage_id = 'won'") == 10_005_534
    assert maven.value("select sum(won_amount) from mart_funnel where stage_id <> 'won'") in (None, 0)


def test_a_lost_deal_has_no_won_value(maven: Road) -> None:
    assert maven.value("select count(won_amount) from fct_opportunities where is_lost") == 0


@pytest.mark.parametrize(("outcome", "days"), [("is_won", "51.782"), ("is_lost", "41.479")])
def test_mean_days_of_a_deal(maven: Road, outcome: str, days: str) -> None:
    ((total, count),) = maven.rows(f"select sum(sales_cycle_days), count(*) from fct_opportunities where {outcome}")
    assert round(Decimal(total) / count, 3) == Decimal(days)


def test_the_funnel_has_the_days_as_well(maven: Road) -> None:
    ((days, count),) = maven.rows("""
        select sum(sales_cycle_total_days), sum(current_opportunity_count) from mart_funnel where stage_id = 'won'
    """)
    assert round(Decimal(days) / count, 3) == Decimal("51.782")


def test_deals_of_a_misspelt_product_stand_under_the_product(maven: Road) -> None:
    deals = """
        select product_id, product_name, count(*)
        from fct_opportunities
        inner join dim_products using (product_key)
        where product_id in ('GTXPro', 'GTX Pro')
        group by all
    """
    assert maven.rows(deals) == [("GTX Pro", "GTX Pro", 1480)]


def test_deals_without_an_account_stand_under_the_unknown_customer(maven: Road) -> None:
    deals = """
        select dim_customers.customer_id, fct_opportunities.customer_id, count(*)
        from fct_opportunities
        inner join dim_customers using (customer_key)
        where fct_opportunities.customer_id is null or dim_customers.customer_id = 'UNKNOWN'
        group by all
    """
    assert maven.rows(deals) == [("UNKNOWN", None, 1425)]
