"""The privacy policy holds for the whole file that would be published: no personal value is in any column of any table.

Every entity with personal columns has one row of values that occur nowhere else, made from the contracts, and one
system of the company's own marks a column of its own as personal. Doesn't belong here: erasing one person.
"""

from collections.abc import Iterator

import pytest

from ingest.columns import Column
from ingest.contracts import Contract, standard_entities
from tests.integration.small_companies import Built, SmallCompany, csv, small_company

pytestmark = pytest.mark.xdist_group("privacy")

CANARY = "CANARY"
KEPT = ("+dim_customers", "+dim_employees", "+dim_contacts")
SETTINGS = """
    title: Private people
    reporting_currency: PLN
    time_zone: Europe/Warsaw
    as_of: "2024-06-30"
    privacy: {{default: {policy}}}
    systems:
      erp:
        template: standard
        path: exports/erp
      crm: {{path: exports/crm}}
"""
CRM = {
    "models/staging/crm/_crm__sources.yml": """
        version: 2
        sources:
          - name: crm
            database: landed
            schema: raw_crm
            tables:
              - name: clients
                description: One row per client.
                config: {meta: {landing: {files: ["clients_*.csv"], key: [id], load_mode: full}}}
                columns:
                  - {name: id, data_type: varchar, description: Number.}
                  - {name: nickname, data_type: varchar, description: Nickname., config: {meta: {personal: true}}}
    """,
    "models/staging/crm/_crm__models.yml": """
        version: 2
        models:
          - name: stg_crm__customers
            description: One row per client and version.
            columns:
              - {name: attr_nickname, description: Nickname., config: {meta: {personal: true}}}
    """,
    "models/staging/crm/stg_crm__customers.sql": """
        select
            id as customer_id,
            nickname as attr_nickname,
            'open' as attr_state,
            valid_from_date,
            valid_to_date,
            _from_load_id as source_load_id,
        from {{ landed_history('crm', 'clients') }}
    """,
    "exports/crm/clients_2024-01-31.csv": csv(f"id | nickname\n1 | {CANARY}-crm-nickname"),
}
SAMPLES = {"date": "2024-06-01", "timestamp": "2024-06-01 12:00:00", "boolean": "true", "varchar": "1"}
PERSONAL_NUMBER = "98765432.1234"


def sample(column: Column, contract: Contract) -> str:
    """A value that passes landing: personal text is a canary, everything else plain."""
    if column.personal:
        return f"{CANARY}-{contract.table}-{column.name}" if column.data_type == "varchar" else PERSONAL_NUMBER
    if column.allowed:
        return str(column.allowed[0])
    return SAMPLES.get(column.data_type, "1")


def private_exports() -> dict[str, str]:
    files = {}
    for contract in standard_entities().values():
        if any(column.personal for column in contract.columns):
            header = " | ".join(column.name for column in contract.columns)
            row = " | ".join(sample(column, contract) for column in contract.columns)
            files[f"exports/erp/{contract.table}_2024-06-30.csv"] = csv(f"{header}\n{row}")
    return files


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> SmallCompany:
    files = {"company.yml": SETTINGS.format(policy="keep"), **CRM, **private_exports()}
    company = small_company(tmp_path_factory.mktemp("privacy"), files)
    company.land_and_accept()
    return company


@pytest.fixture(scope="module", params=["keep", "drop", "mask", "pseudonymise"])
def policy(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def built(company: SmallCompany, policy: str) -> Iterator[Built]:
    company.write({"company.yml": SETTINGS.format(policy=policy)})
    # Three dimensions show well enough that the canaries would be seen.
    result = company.build("run", *(["--select", *KEPT] if policy == "keep" else []))
    assert result.is_good, "\n".join(result.complaints())
    built = Built(company.paths)
    yield built
    built.con.close()


def columns_of(built: Built, types: str) -> list[tuple[str, str]]:
    """(table, column) of everything that would be published, of these types."""
    return built.rows(f"""
        select table_schema || '.' || table_name, column_name
        from information_schema.columns
        where table_catalog = 'whalecurve' and data_type similar to '{types}'
        order by all
    """)


def columns_with_a_canary(built: Built) -> set[str]:
    texts = [(table, column, f"like '%{CANARY}%'") for table, column in columns_of(built, "VARCHAR|JSON")]
    numbers = [(table, column, f"= {PERSONAL_NUMBER}") for table, column in columns_of(built, "DECIMAL.*|DOUBLE")]
    return {
        f"{table}.{column}"
        for table, column, condition in texts + numbers
        if built.value(f'select count(*) from whalecurve.{table} where "{column}" {condition}')
    }


def test_personal_values_are_in_the_file_only_when_the_company_keeps_them(built: Built, policy: str) -> None:
    found = columns_with_a_canary(built)

    if policy == "keep":
        assert {"warehouse.dim_customers.tax_id", "warehouse.dim_customers.attr_nickname"} <= found
        assert {"warehouse.dim_employees.monthly_cost_amount", "warehouse.dim_contacts.mobile_phone"} <= found
    else:
        assert found == set()


def test_keys_and_what_is_not_personal_stay(built: Built) -> None:
    customers = built.pairs("select customer_id, attr_state from dim_customers where customer_id like '%1'")
    assert customers == {"1": None, "crm:1": "open"}
    assert built.pairs("select employee_id, job_title from dim_employees where employee_id = '1'") == {"1": "1"}


def test_what_stands_in_place_of_a_value(built: Built, policy: str) -> None:
    (phone,) = built.rows("select phone from dim_customers where customer_id = '1'")[0]
    (nickname,) = built.rows("select attr_nickname from dim_customers where customer_id = 'crm:1'")[0]
    if policy == "pseudonymise":
        assert phone.startswith("p-")
        assert nickname.startswith("p-")
        return
    assert phone == {"keep": f"{CANARY}-customers-phone", "drop": None, "mask": "***"}[policy]
    assert nickname == {"keep": f"{CANARY}-crm-nickname", "drop": None, "mask": "***"}[policy]
