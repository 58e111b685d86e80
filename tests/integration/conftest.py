"""Roads that several modules look at: a company from `whale template`, built once, each test from the same state."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from click.testing import Result

pytest.register_assert_rewrite("tests.integration.faults")

from tests.integration import trade  # noqa: E402 - after the registration
from tests.integration.road import Base, Road  # noqa: E402


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
