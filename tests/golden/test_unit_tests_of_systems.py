"""The dbt unit tests of the foreign systems' own models."""

from __future__ import annotations

import pytest

from tests.integration.dbt_units import unit_test_results
from tests.integration.road import Road

pytestmark = [pytest.mark.shared, pytest.mark.xdist_group("real"), pytest.mark.timeout(600)]


def test_those_of_northwind_hold(northwind: Road) -> None:
    result = unit_test_results(northwind, "path:company_models")
    assert result.complaints() == []
    assert {node.status for node in result.nodes} == {"pass"}
    assert len(result.nodes) == 3


def test_those_of_maven_hold(maven: Road) -> None:
    result = unit_test_results(maven, "path:company_models")
    assert result.complaints() == []
    assert {node.status for node in result.nodes} == {"pass"}
    assert len(result.nodes) == 1


def test_those_of_adventureworks_hold(adventureworks: Road) -> None:
    result = unit_test_results(adventureworks, "path:company_models")
    assert result.complaints() == []
    assert {node.status for node in result.nodes} == {"pass"}
    assert len(result.nodes) == 5
