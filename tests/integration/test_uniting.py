"""Several systems become one company: ids of several systems stay apart, columns and types are the contract's.

One build of one company (crosswalk_company.py) shows all cases. Doesn't belong here: who is whom, and since when
(test_crosswalk_and_history.py).
"""

import pytest

from ingest.contracts import standard_entities
from tests.integration.small_companies import Built

pytestmark = pytest.mark.xdist_group("crosswalk")

UNKNOWN = "(select md5('UNKNOWN'))"
CURRENT = "from dim_customers where is_current and customer_id"


# --- ids of everything else ---------------------------------------------------------------------------------------


def test_equal_numbers_of_several_systems_stay_apart(crosswalk_built: Built) -> None:
    orders = crosswalk_built.pairs("select order_id, customer_id from fct_orders where order_id like '%17'")
    assert orders == {"17": "20", "shop:17": "crm:C7", "crm:17": "crm:C7", "pos:17": "27"}


def test_lines_find_the_order_of_their_own_system(crosswalk_built: Built) -> None:
    lines = crosswalk_built.table(
        "select order_line_id, order_id, customer_id, product_id, is_orphan from fct_order_lines"
    )
    by_id = {line.pop("order_line_id"): line for line in lines}
    assert by_id["1"] == {"order_id": "17", "customer_id": "20", "product_id": "P1", "is_orphan": False}
    # The shop has no list of products: it sells by the ERP's numbers, though the CRM has a P2, too.
    assert by_id["shop:1"] == {"order_id": "shop:17", "customer_id": "crm:C7", "product_id": "P2", "is_orphan": False}


def test_events_of_a_system_speak_of_its_own_customers(crosswalk_built: Built) -> None:
    calls = crosswalk_built.pairs("select activity_id, customer_id from fct_activities")
    assert calls == {"1": "20", "2": "crm:999", "3": "17", "4": None}
    assert crosswalk_built.pairs("select activity_id, employee_id from fct_activities") == {
        "1": "E1",
        "2": "crm:E2",
        "3": "E1",
        "4": None,
    }
    assert crosswalk_built.pairs("select opportunity_id, customer_id from fct_opportunities") == {
        "1": "17",
        "2": "crm:C4",
    }
    products = """
        select opportunity_id, product_id from fct_opportunities inner join dim_products using (product_key)
    """
    assert crosswalk_built.pairs(products) == {"1": "P1", "2": "crm:P2"}


def test_a_number_that_its_system_does_not_know_is_nobody_elses(crosswalk_built: Built) -> None:
    key = crosswalk_built.pairs("select activity_id, customer_key from fct_activities")
    assert key["2"] == key["4"] == crosswalk_built.value(UNKNOWN)


def test_a_shared_key_counts_as_the_highest_ranking_system_has_it(crosswalk_built: Built) -> None:
    rates = "select rate_date, exchange_rate, source_system from work.intermediate.int_exchange_rates_united order by 1"
    assert [(str(day), float(rate), system) for day, rate, system in crosswalk_built.rows(rates)] == [
        ("2024-01-01", 4.30, "erp"),
        ("2024-02-01", 4.40, "shop"),
    ]


# --- columns ------------------------------------------------------------------------------------------------------


def test_own_columns_reach_dimensions_and_events(crosswalk_built: Built) -> None:
    scores = crosswalk_built.pairs(f"select customer_id, attr_score {CURRENT} in ('20', 'crm:C7', '26')")
    assert scores == {"20": 70, "crm:C7": 9, "26": None}
    moods = crosswalk_built.pairs("select order_id, attr_mood from fct_orders where order_id like '%17'")
    assert moods == {"17": None, "shop:17": None, "crm:17": "glad", "pos:17": None}


def test_every_entity_is_a_table_of_the_contracts_types(crosswalk_built: Built) -> None:
    kept = {"varchar": "VARCHAR", "bigint": "BIGINT", "date": "DATE", "timestamp": "TIMESTAMP", "boolean": "BOOLEAN"}
    faults = []
    for entity, contract in standard_entities().items():
        columns = crosswalk_built.rows(f"describe work.intermediate.int_{entity}_united")
        types = {name: kind for name, kind, *_ in columns}
        faults += [
            f"{entity}.{column.name}: {types.get(column.name)}"
            for column in contract.columns
            if types.get(column.name) != kept.get(column.data_type, column.data_type.upper())
        ]
        extra = {"source_system": "VARCHAR", "source_load_id": "BIGINT"}
        faults += [f"{entity}.{name}" for name, kind in extra.items() if types.get(name) != kind]
    assert faults == []


def test_an_entity_that_no_system_has_is_empty(crosswalk_built: Built) -> None:
    provided = {"customers", "employees", "products", "orders", "order_lines", "exchange_rates", "activities"}
    for entity in sorted(standard_entities().keys() - provided - {"opportunities"}):
        assert crosswalk_built.value(f"select count(*) from work.intermediate.int_{entity}_united") == 0, entity


def test_booleans_are_never_null(crosswalk_built: Built) -> None:
    columns = crosswalk_built.rows("""
        select table_schema || '.' || table_name, column_name
        from information_schema.columns
        where table_catalog = 'whalecurve' and data_type = 'BOOLEAN' and column_name not like 'attr%'
            and (table_name like 'dim%' or table_name in ('fct_orders', 'fct_order_lines', 'fct_activities'))
    """)
    assert len(columns) > 10
    for table, column in columns:
        assert crosswalk_built.value(f"select count(*) from whalecurve.{table} where {column} is null") == 0, (
            f"{table}.{column}"
        )


def test_who_is_not_called_inactive_is_active(crosswalk_built: Built) -> None:
    active = crosswalk_built.pairs("select product_id, is_active from dim_products where product_id like '%P_'")
    assert active == {"P1": True, "P2": False, "crm:P2": True}
