"""Pseudonyms: the same value has the same one everywhere and for ever, nothing of the value is in it, joins still work.

Belongs here: the policy by column, personal keys, what stays from run to run. Doesn't belong here: that no personal
value is published at all (test_privacy_policy.py), or erasing.
"""

import stat
from pathlib import Path

import duckdb
import pytest

from ingest.contracts import load_contracts
from settings.errors import ConfigurationError
from settings.load import load_company
from tests.integration.small_companies import Built, SmallCompany, csv, small_company

pytestmark = pytest.mark.xdist_group("privacy")

SETTINGS = """
    title: Private people
    reporting_currency: PLN
    time_zone: Europe/Warsaw
    as_of: "2024-06-30"
    privacy:
      default: pseudonymise
      columns: {customers.email: keep, "*.street": mask, contacts.*: drop, contacts.phone: pseudonymise}
    systems:
      erp: {template: standard, path: exports/erp}
      shop: {template: standard, path: exports/shop}
      crm: {path: exports/crm}
"""
SELLERS = {
    "models/staging/crm/_crm__sources.yml": """
        version: 2
        sources:
          - name: crm
            database: landed
            schema: raw_crm
            tables:
              - name: sellers
                description: One row per seller.
                config: {meta: {landing: {files: ["sellers_*.csv"], key: [Full name]}}}
                columns:
                  - name: Full name
                    data_type: varchar
                    description: Name, which serves as the number.
                    config: {meta: {nullable: false, personal: true, references: employees}}
              - name: deals
                description: One row per deal.
                config: {meta: {landing: {files: ["deals_*.csv"], key: [id]}}}
                columns:
                  - {name: id, data_type: varchar, description: Number.}
                  - {name: client, data_type: varchar, description: Customer.}
                  - name: seller
                    data_type: varchar
                    description: Who sells.
                    config: {meta: {personal: true, references: employees}}
    """,
    "models/staging/crm/stg_crm__employees.sql": """
        select
            "Full name" as employee_id,
            "Full name" as employee_name,
            valid_from_date,
            valid_to_date,
            _from_load_id as source_load_id,
        from {{ landed_history('crm', 'sellers') }}
    """,
    "models/staging/crm/stg_crm__orders.sql": """
        select
            id as order_id,
            client as customer_id,
            seller as employee_id,
            _from_load_id as source_load_id,
        from {{ landed('crm', 'deals') }}
    """,
    "exports/crm/sellers_2024-06-30.csv": csv("Full name\nAnna Zając\nPiotr Lis"),
    "exports/crm/deals_2024-06-30.csv": csv("id|client|seller\nD1|K1|Anna Zając\nD2|K1|Anna Zając\nD3|K2|Piotr Lis"),
}
CUSTOMERS = """
    customer_id | customer_name | tax_id        | street   | email    | phone
    K1          | Jan Kowalski  | 526-025-09-95 | Polna 1  | a@b.pl   | 111222333
    K2          | Jan Kowalski  |               |          |          | 999
"""
FILES = {
    "company.yml": SETTINGS,
    **SELLERS,
    "exports/erp/customers_2024-06-30.csv": csv(CUSTOMERS),
    "exports/erp/contacts_2024-06-30.csv": csv(
        "contact_id|customer_id|contact_name|phone\nO1|K1|Jan Kowalski|111222333"
    ),
    "exports/shop/customers_2024-06-30.csv": csv("customer_id|customer_name|tax_id\nS1|Jan K.|5260250995"),
}
TABLES = ("+dim_customers", "+dim_contacts", "+dim_employees", "+fct_orders")


def build(company: SmallCompany) -> Built:
    company.land_and_accept()
    result = company.build("run", "--select", *TABLES)
    assert result.is_good, "\n".join(result.complaints())
    return Built(company.paths)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> SmallCompany:
    return small_company(tmp_path_factory.mktemp("pseudonyms"), FILES)


@pytest.fixture(scope="module")
def built(company: SmallCompany) -> Built:
    return build(company)


def test_one_value_has_one_pseudonym_in_every_column_of_its_kind(built: Built) -> None:
    names = built.pairs("select customer_id, customer_name from dim_customers where customer_id like 'K%'")
    assert names["K1"] == names["K2"]
    assert names["K1"].startswith("p-")
    phones = built.pairs("select customer_id, phone from dim_customers where customer_id like 'K%'")
    assert phones["K1"] != phones["K2"]
    assert built.value("select phone from dim_contacts where contact_id = 'O1'") == phones["K1"]


def test_the_narrowest_policy_counts(built: Built) -> None:
    row = built.table("select * from dim_customers where customer_id = 'K1'")[0]
    assert (row["email"], row["street"], row["country"]) == ("a@b.pl", "***", None)
    assert built.value("select contact_name from dim_contacts where contact_id = 'O1'") is None


def test_the_crosswalk_compares_what_the_systems_say(built: Built) -> None:
    rows = built.rows("select golden_id from work.intermediate.int_customers_matched where source_id = 'S1'")
    assert rows == [("K1",)]


def test_a_name_that_serves_as_a_key_is_replaced_and_still_joins(built: Built) -> None:
    sellers = built.rows("select employee_id from dim_employees where employee_id like 'p-%' order by all")
    assert len(sellers) == 2
    orders = built.rows("select employee_id, count(*) from fct_orders group by all order by count(*) desc")
    assert [(count, (employee,) in sellers) for employee, count in orders] == [(2, True), (1, True)]


def test_only_the_owner_reads_the_private_file_and_nothing_of_it_is_in_the_build(
    built: Built, company: SmallCompany
) -> None:
    assert stat.S_IMODE(company.paths.private_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(company.paths.private_dir.stat().st_mode) == 0o700
    with duckdb.connect(str(company.paths.private_file), read_only=True) as con:
        values = con.execute("from pseudonyms.of_values union all from pseudonyms.of_keys").fetchall()
    assert ("name", "Jan Kowalski") in {row[:2] for row in values}
    texts = built.rows("""
        select schema_name, table_name, column_name from duckdb_columns()
        where data_type = 'VARCHAR' and database_name = 'whalecurve'
    """)
    hidden = [value for _, value, _ in values if not value.startswith("p-")]
    found = [
        (table, column)
        for schema, table, column in texts
        if built.rows(
            f'from whalecurve.{schema}.{table} where list_contains({hidden!r}::varchar[], "{column}") limit 1'
        )
    ]
    assert found == []
    assert b"Kowalski" not in company.paths.candidate_file.read_bytes()


def test_tomorrow_the_old_values_have_their_pseudonyms_and_new_ones_get_new_ones(
    built: Built, company: SmallCompany
) -> None:
    before = built.pairs("select customer_id, customer_name from dim_customers")
    keys = set(built.rows("select employee_id from dim_employees"))
    built.con.close()
    company.write(
        {
            "exports/erp/customers_2024-07-01.csv": csv(CUSTOMERS + "    K3 | Ewa Nowa | | | |\n"),
            "exports/crm/sellers_2024-07-01.csv": csv("Full name\nAnna Zając\nPiotr Lis\nOla Nowa"),
        }
    )
    built = build(company)
    after = built.pairs("select customer_id, customer_name from dim_customers")
    assert {key: name for key, name in after.items() if key in before} == before
    assert after["K3"].startswith("p-")
    assert after["K3"] not in before.values()
    assert keys < set(built.rows("select employee_id from dim_employees"))
    assert built.value("select count(*) from dim_employees") == len(keys) + 1


@pytest.mark.parametrize(
    ("place", "hint"),
    [("customers.emial", "customers.email"), ("customers.country", ""), ("customers.customer_id", "")],
)
def test_a_policy_that_would_protect_nothing_is_refused(tmp_path: Path, place: str, hint: str) -> None:
    text = SETTINGS.replace("customers.email", place)
    company = small_company(tmp_path, {**FILES, "company.yml": text})
    with pytest.raises(ConfigurationError) as caught:
        load_contracts(load_company(company.folder))
    (problem,) = caught.value.problems
    assert "names nothing personal" in problem.message
    assert hint in problem.message
    assert problem.line is not None


def test_a_policy_for_a_column_of_ones_own_that_is_not_there_stops_the_build(tmp_path: Path) -> None:
    text = SETTINGS.replace("customers.email: keep", "customers.attr_nick: drop")
    company = small_company(tmp_path, {**FILES, "company.yml": text})
    company.land_and_accept()
    result = company.build("run", "--select", "+dim_customers")
    assert any("customers.attr_nick is no personal column" in line for line in result.complaints())
