"""The dbt unit tests of the shared models: money is computed as stated."""

from __future__ import annotations

import pytest
from click.testing import Result

from tests.integration.dbt_units import unit_test_results
from tests.integration.road import Road

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]


def test_every_unit_test_of_the_shared_models_holds(template_road: tuple[Road, Result, Result]) -> None:
    result = unit_test_results(template_road[0], "path:models")
    assert result.complaints() == []
    assert {node.status for node in result.nodes} == {"pass"}
    assert len(result.nodes) >= 23


def test_those_of_the_template_hold_under_a_systems_own_name(template_road: tuple[Road, Result, Result]) -> None:
    result = unit_test_results(template_road[0], "path:generated")
    assert result.complaints() == []
    assert sorted(node.name for node in result.nodes) == [
        "erp_invoice_lines_complete_gross_discount_and_net",
        "erp_offers_complete_gross_discount_and_net",
        "erp_order_lines_complete_gross_discount_and_net",
        "erp_products_that_vanish_or_are_deleted_keep_their_name_and_tell_the_day",
    ]
