"""Key columns in which empty is a value of its own: `all scenarios` in a cost model."""

from __future__ import annotations

from copy import deepcopy

import pytest

from settings.errors import ConfigurationError
from tests.unit.ingest.shops import Shop, table

RATES = table("rates", {"node_id": "varchar", "scenario_id": "varchar", "rate": "bigint"}, load_mode="full")
KEY = {"key": ["node_id", "scenario_id"], "empty_key_columns": ["scenario_id"]}


def rates(**landing: object) -> dict[str, object]:
    contract = deepcopy(RATES)
    contract["config"]["meta"]["landing"] |= KEY | landing
    return contract


def test_an_empty_part_of_the_key_lands_and_counts_as_one_value(shop: Shop) -> None:
    shop.declare(rates())
    shop.export("rates.csv", "node_id,scenario_id,rate\na,,1\na,s,2\na,,3\n,s,4\n")
    report = shop.land()
    assert (report.loaded_count, report.quarantined_count) == (2, 2)
    assert shop.query("select reason, record_number from quarantine.records order by 2") == [
        ("duplicate_key", 3),
        ("null_key", 4),
    ]


def test_without_the_declaration_it_is_quarantined(shop: Shop) -> None:
    shop.declare(rates(empty_key_columns=[]))
    shop.export("rates.csv", "node_id,scenario_id,rate\na,,1\n")
    assert shop.land().quarantined_count == 1


@pytest.mark.parametrize(
    "landing",
    [{"empty_key_columns": ["rate"]}, {"load_mode": "append"}, {"empty_key_columns": ["node_id", "scenario_id"]}],
)
def test_a_key_that_could_be_empty_as_a_whole_is_refused(shop: Shop, landing: dict[str, object]) -> None:
    shop.declare(rates(**landing))
    shop.export("rates.csv", "node_id,scenario_id,rate\na,,1\n")
    with pytest.raises(ConfigurationError, match="empty_key_columns"):
        shop.land()
