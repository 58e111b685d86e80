"""A type that changes in the contract: a wider one is migrated in place, any other is refused with its mend."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.type_changes import is_wider
from settings.errors import ConfigurationError
from tests.unit.ingest.shops import Shop, table


def priced(data_type: str, **landing: Any) -> dict[str, Any]:
    return table("prices", {"id": "varchar", "price": data_type}, **landing)


@pytest.mark.parametrize(
    ("old", "new", "wider"),
    [
        ("DECIMAL(18,2)", "DECIMAL(18,2)", True),
        ("DECIMAL(18,2)", "DECIMAL(20,4)", True),
        ("DECIMAL(18,2)", "DECIMAL(18,4)", False),
        ("DECIMAL(18,4)", "DECIMAL(18,2)", False),
        ("BIGINT", "DECIMAL(19,0)", True),
        ("BIGINT", "DECIMAL(23,4)", True),
        ("BIGINT", "DECIMAL(18,0)", False),
        ("BIGINT", "VARCHAR", False),
        ("VARCHAR", "BIGINT", False),
        ("DATE", "TIMESTAMP", False),
        ("DECIMAL(18,0)", "BIGINT", True),
        ("DECIMAL(19,0)", "BIGINT", False),
    ],
)
def test_a_type_is_wider_when_every_value_stays_what_it_is(old: str, new: str, wider: bool) -> None:
    assert is_wider(old, new) is wider


@pytest.mark.parametrize(("old", "new"), [("bigint", "decimal(23,4)"), ("decimal(18,2)", "decimal(22,4)")])
def test_a_wider_type_is_migrated_in_place_and_makes_no_new_versions(shop: Shop, old: str, new: str) -> None:
    shop.declare(priced(old))
    shop.export("prices_2026-01-01.csv", "id,price\na,5\nb,7\n")
    shop.land()
    gone = shop.export("prices_2026-01-02.csv", "id,price\na,5\nb,8\n")
    shop.land()
    gone.unlink()
    shop.declare(priced(new))
    shop.export("prices_2026-01-03.csv", "id,price\na,5.0000\nb,8\n")
    assert shop.land().problems == []
    rows = "select id, price::varchar, _from_as_of_date::varchar, _to_as_of_date::varchar from raw_shop.prices"
    assert shop.query(f"{rows} order by all") == [
        ("a", "5.0000", "2026-01-01", None),
        ("b", "7.0000", "2026-01-01", "2026-01-02"),
        ("b", "8.0000", "2026-01-02", None),
    ]


def test_a_wider_type_takes_over_a_load_that_waits(shop: Shop) -> None:
    shop.declare(priced("bigint", load_mode="append"))
    shop.export("prices.csv", "id,price\na,5\n")
    shop.land(accept=False)
    shop.declare(priced("decimal(23,4)", load_mode="append"))
    shop.export("prices_2.csv", "id,price\nb,0.5\n")
    shop.land()
    assert [str(price) for (price,) in shop.current("price", "prices")] == ["0.5000", "5.0000"]


@pytest.mark.parametrize("new", ["varchar", "bigint", "decimal(18,4)", "date"])
def test_any_other_type_is_refused_and_changes_nothing(shop: Shop, new: str) -> None:
    shop.declare(priced("decimal(18,2)"))
    shop.export("prices.csv", "id,price\na,5\n")
    shop.land()
    shop.declare(priced(new))
    with pytest.raises(ConfigurationError, match="only a wider one"):
        shop.land()
    assert [str(price) for (price,) in shop.current("price", "prices")] == ["5.00"]
