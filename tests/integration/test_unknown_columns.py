"""What only dbt can see of a company's own staging models: a column beyond the standard stops the build."""

import pytest

from tests.integration.crosswalk_company import CRM_CONTRACT
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
HIDDEN = "_record_number, _row_hash, _from_load_id, _to_load_id, _from_as_of_date, _to_as_of_date"


@pytest.fixture
def company(tmp_path_factory: pytest.TempPathFactory) -> SmallCompany:
    company = small_company(tmp_path_factory.mktemp("columns"), {"company.yml": SETTINGS})
    folder = "models/staging/crm"
    company.write(
        {
            f"{folder}/_crm__sources.yml": CRM_CONTRACT,
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
