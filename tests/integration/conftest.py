"""Roads that several modules look at: a company from `whale template`, built once, each test from the same state."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from click.testing import Result

pytest.register_assert_rewrite("tests.integration.faults")

from tests.integration import crosswalk_company as crosswalk_data  # noqa: E402 - after the registration
from tests.integration import trade  # noqa: E402
from tests.integration.road import Base, Road  # noqa: E402
from tests.integration.small_companies import Built, SmallCompany, small_company  # noqa: E402


@pytest.fixture(scope="session")
def template_road(tmp_path_factory: pytest.TempPathFactory) -> tuple[Road, Result, Result]:
    """What `whale template` wrote, refreshed as it is: the road, what check and what refresh said."""
    home = tmp_path_factory.mktemp("template")
    road = Road(home / "acme", home / "data")
    with road.around():
        from click.testing import CliRunner

        from orchestration.cli import whale

        assert CliRunner().invoke(whale, ["template", str(road.folder)]).exit_code == 0
    return road, road.whale("check"), road.whale("refresh")


@pytest.fixture(scope="session")
def trade_base(template_road: tuple[Road, Result, Result], tmp_path_factory: pytest.TempPathFactory) -> Base:
    """The same company with rows in six of its files, published once more."""
    road, _, _ = template_road
    trade.fill(road)
    road.refresh()
    return Base(road, tmp_path_factory.mktemp("base"))


@pytest.fixture
def trading(trade_base: Base) -> Iterator[Road]:
    """The small trading company as it was published; what the test does to it is taken back."""
    yield trade_base.road
    trade_base.restore()


@pytest.fixture(scope="session")
def crosswalk_company(tmp_path_factory: pytest.TempPathFactory) -> SmallCompany:
    """A company of four systems, landed twice: an export of an older day came last."""
    company = small_company(tmp_path_factory.mktemp("crosswalk"), crosswalk_data.FILES)
    company.land_and_accept()
    company.write(crosswalk_data.LATE_EXPORT)
    company.land_and_accept()
    return company


@pytest.fixture(scope="session")
def crosswalk_built(crosswalk_company: SmallCompany) -> Built:
    """What dbt made of it, its own tests included."""
    only = [f"+{name}" for name in ("fct_orders", "fct_order_lines", "fct_activities", "fct_opportunities")]
    chosen = ["--select", "intermediate", *only, "+mart_match_quality", "--exclude-resource-type", "unit_test"]
    result = crosswalk_company.build("build", *chosen, "--indirect-selection", "cautious")
    assert result.is_good, "\n".join(result.complaints())
    return Built(crosswalk_company.paths)
