"""What only dbt can see stops the build: a column beyond the standard, two members of one number."""

import pytest

from tests.integration.crosswalk_crm import CONTRACT
from tests.integration.small_companies import SmallCompany, csv, small_company

SETTINGS = """
    title: One system of its own
    reporting_currency: PLN
    time_zone: Europe/Warsaw
    as_of: last_data_date
    systems:
      crm: {path: exports/crm}
"""
# The text alone doesn't tell the columns: `whale check` passes it.
ORDERS = """
    select
        * exclude (id, client, day, mood, {hidden}),
        id as order_id,
        client as customer_id,
        day as order_date,
        mood as {mood},
        _from_load_id as source_load_id,
    from {{{{ landed('crm', 'orders') }}}}
"""
HIDDEN = "_record_number, _row_hash, _from_load_id, _to_load_id, _from_as_of_date, _to_as_of_date, _is_deletion"


@pytest.fixture
def company(tmp_path_factory: pytest.TempPathFactory) -> SmallCompany:
    company = small_company(tmp_path_factory.mktemp("columns"), {"company.yml": SETTINGS})
    folder = "models/staging/crm"
    company.write(
        {
            f"{folder}/_crm__sources.yml": CONTRACT,
            f"{folder}/stg_crm__orders.sql": ORDERS.format(hidden=HIDDEN, mood="mood_of_buyer"),
            "exports/crm/orders_2024-04-15.csv": csv("id | client | day | mood\n1 | A | 2024-04-01 | glad"),
        }
    )
    company.land_and_accept()
    return company


def test_a_column_beyond_the_standard_stops_the_build_and_is_told(company: SmallCompany) -> None:
    result = company.build("run", "--select", "+int_orders_united")

    assert not result.is_good
    (complaint,) = result.complaints()
    assert "stg_crm__orders.sql: mood_of_buyer isn't a column of the standard entity orders" in complaint
    assert "call it attr_mood_of_buyer" in complaint


TWO_SYSTEMS = """
    title: Two systems
    reporting_currency: PLN
    time_zone: Europe/Warsaw
    as_of: last_data_date
    systems:
      erp:
        template: standard
        path: exports/erp
      crm:
        template: standard
        path: exports/crm
"""


def test_a_number_that_looks_like_another_systems_stops_the_build(tmp_path_factory: pytest.TempPathFactory) -> None:
    files = {
        "company.yml": TWO_SYSTEMS,
        "exports/erp/customers_2024-01-31.csv": csv("customer_id | customer_name\ncrm:1 | Odd number"),
        "exports/crm/customers_2024-01-31.csv": csv("customer_id | customer_name\n1 | Somebody else"),
    }
    company = small_company(tmp_path_factory.mktemp("numbers"), files)
    company.land_and_accept()

    result = company.build("build", "--select", "+int_customers_matched")

    assert [node.name for node in result.nodes if node.is_bad] == ["one_row_per_int_customers_matched_golden_id"]
