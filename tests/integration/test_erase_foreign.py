"""Erasing from systems of a company's own: numbers that are numbers, contracts that say who is meant, raw landed anew.

Belongs here: raw alone, without a build. Doesn't belong here: published versions (test_erase.py).
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from ingest.contracts import load_contracts
from ingest.privacy.persons import Request
from ingest.privacy.plan import pending_plan
from ingest.store import RawStore
from orchestration.erasure.erase import erase, look
from settings.errors import ConfigurationError, WhaleError
from settings.load import load_company
from tests.integration.small_companies import SmallCompany, csv, small_company

SETTINGS = """
    title: Own systems
    reporting_currency: PLN
    time_zone: Europe/Warsaw
    privacy: {default: drop}
    systems:
      hr: {path: exports/hr}
"""
CONTRACTS = """
    version: 2
    sources:
      - name: hr
        database: landed
        schema: raw_hr
        config: {{meta: {{landing: {{max_quarantined_share: 1}}}}}}
        tables:
          - name: people
            description: One row per person.
            config: {{meta: {{landing: {{files: [people.csv], key: [id]}}}}}}
            columns:
              - {{name: id, data_type: bigint, description: Number., config: {{meta: {{nullable: false, references: employees}}}}}}
              - {{name: name, data_type: varchar, description: Name., config: {{meta: {{personal: true}}}}}}
              - {{name: boss, data_type: bigint, description: Boss., config: {{meta: {{references: employees}}}}}}
              - {{name: born, data_type: date, description: Birthday., config: {{meta: {{personal: true, nullable: {nullable}}}}}}}
          - name: clients
            description: One row per client.
            config: {{meta: {{landing: {{files: [clients.csv], key: [code]}}}}}}
            columns:
              - {{name: code, data_type: varchar, description: Code., config: {{meta: {{references: customers}}}}}}
              - {{name: label, data_type: varchar, description: Name., config: {{meta: {{personal: true}}}}}}
              - {{name: manager, data_type: bigint, description: Who cares., config: {{meta: {{references: employees}}}}}}
          - name: deals
            description: One row per deal.
            config: {{meta: {{landing: {{files: ["deals*.csv"], key: [deal], load_mode: append}}}}}}
            columns:
              - {{name: deal, data_type: varchar, description: Number.}}
              - {{name: client, data_type: varchar, description: Client., config: {{meta: {{references: customers}}}}}}
              - {{name: seller, data_type: bigint, description: Seller., config: {{meta: {{references: employees}}}}}}
              - {{name: remark, data_type: varchar, description: Words., config: {{meta: {{personal: true, nullable: false}}}}}}
              - {{name: amount, data_type: "decimal(18,2)", description: Money.}}
"""  # noqa: E501 - a column a line
FILES = {
    "company.yml": SETTINGS,
    "models/staging/hr/_hr__sources.yml": CONTRACTS.format(nullable="true"),
    "exports/hr/people.csv": csv("""
        id | name      | boss | born
        7  | ADAMSEVEN | 9    | 1980-02-03
        8  | BASIA     | 7    | 1990-02-03
        9  | CELINA    |      | 1970-02-03
    """),
    "exports/hr/clients.csv": csv("code|label|manager\nK7|CLIENTSEVEN|7\nK8|CLIENTEIGHT|8"),
    "exports/hr/deals.csv": csv("""
        deal | client | seller | remark    | amount
        D1   | K7     | 7      | ONE-SEVEN | 10.50
        D2   | K8     | 8      | TWO-EIGHT | 20.25
        D3   | K7     | 8      | 7 days    | 5.00
        D4   | K7     | 7      | BROKEN    | 1O
        D5   | K8     | 8      | FINE-BAD  | 1O
    """),
}


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    company = small_company(tmp_path, FILES)
    landed(company)
    return company


def landed(company: SmallCompany) -> None:
    """As land_and_accept, with faulty records."""
    from ingest.landing import land

    settings = load_company(company.folder)
    with RawStore(company.paths.raw_file) as store:
        contracts = load_contracts(settings)
        store.ensure(contracts)
        assert not land(settings, contracts, store, run_id="test").problems
        store.accept(load.load_id for load in store.loads("pending"))


def forget(company: SmallCompany, *requests: Request) -> None:
    erase(company.paths, load_contracts(load_company(company.folder)), list(requests), "people")


def rows(company: SmallCompany, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(company.paths.raw_file), read_only=True) as con:
        return con.execute(query).fetchall()


def test_a_number_becomes_a_negative_one_in_every_table_that_refers_to_it(company: SmallCompany) -> None:
    forget(company, Request("employees", "7"))
    people = rows(company, "select id, name, boss, born is null from raw_hr.people order by id")
    token = people[0][0]
    assert isinstance(token, int)
    assert -(10**18) < token < -(10**17)
    assert people == [(token, None, 9, True), (8, "BASIA", token, False), (9, "CELINA", None, False)]
    assert rows(company, "select code, manager from raw_hr.clients order by 1") == [("K7", token), ("K8", 8)]
    assert rows(company, "select deal, seller, remark, amount::varchar from raw_hr.deals order by 1") == [
        ("D1", token, "", "10.50"),
        ("D2", 8, "TWO-EIGHT", "20.25"),
        ("D3", 8, "7 days", "5.00"),
    ]


def test_customers_of_a_seller_who_is_erased_keep_their_names(company: SmallCompany) -> None:
    forget(company, Request("employees", "7"))
    assert rows(company, "select label from raw_hr.clients order by 1") == [("CLIENTEIGHT",), ("CLIENTSEVEN",)]


def test_quarantine_keeps_the_place_and_the_reason_of_the_person_and_all_of_others(company: SmallCompany) -> None:
    forget(company, Request("employees", "hr:7"))
    found = rows(company, "select record_number, reason, raw_text, value from quarantine.records order by 1")
    assert found == [(4, "not_a_number", None, None), (5, "not_a_number", "D5,K8,8,FINE-BAD,1O", "1O")]


def test_raw_landed_anew_from_the_exports_does_not_know_the_person(company: SmallCompany) -> None:
    forget(company, Request("employees", "7"), Request("customers", "K8"))
    query = "select * exclude (_from_load_id) from raw_hr.{} order by all"
    before = [rows(company, query.format(table)) for table in ("people", "clients", "deals")]
    quarantine = "select record_number, reason, value, raw_text from quarantine.records order by all"
    faulty = rows(company, quarantine)
    company.paths.raw_file.unlink()
    landed(company)
    assert [rows(company, query.format(table)) for table in ("people", "clients", "deals")] == before
    assert rows(company, quarantine) == faulty
    counted = rows(
        company,
        "select table_name, erased_count from load_ledger.erased_records "
        "inner join load_ledger.loads using (load_id) order by 1",
    )
    assert counted == [("clients", 2), ("deals", 4), ("people", 2)]


def test_a_restored_backup_is_erased_again_by_the_register(company: SmallCompany) -> None:
    backup = company.paths.raw_file.read_bytes()
    forget(company, Request("employees", "7"))
    query = "select * exclude (_from_load_id) from raw_hr.{} order by all"
    erased = [rows(company, query.format(table)) for table in ("people", "clients", "deals")]
    with pytest.raises(WhaleError, match="nobody in the register is in raw"):
        forget(company)
    company.paths.raw_file.write_bytes(backup)
    assert rows(company, "select count(*) from raw_hr.people where name = 'ADAMSEVEN'") == [(1,)]
    forget(company)
    assert [rows(company, query.format(table)) for table in ("people", "clients", "deals")] == erased


def test_who_nobody_knows_is_not_erased_and_a_dry_look_changes_nothing(company: SmallCompany) -> None:
    contracts = load_contracts(load_company(company.folder))
    before = company.paths.raw_file.read_bytes()
    found = look(company.paths, contracts, [Request("employees", "7")], "employees")
    assert found.rows == {"raw_hr.people": 2, "raw_hr.clients": 1, "raw_hr.deals": 1}
    assert pending_plan(company.paths) is None
    assert rows(company, "select count(*) from raw_hr.people where id < 0") == [(0,)]
    assert len(before) == len(company.paths.raw_file.read_bytes())


def test_a_contract_that_leaves_no_room_for_an_erased_person_is_told_first(company: SmallCompany) -> None:
    company.write({"models/staging/hr/_hr__sources.yml": CONTRACTS.format(nullable="false")})
    with pytest.raises(ConfigurationError, match=r"hr\.people\.born is personal and required"):
        forget(company, Request("employees", "7"))
    assert pending_plan(company.paths) is None
    assert rows(company, "select count(*) from raw_hr.people where id < 0") == [(0,)]


def test_two_people_have_tokens_of_their_own(company: SmallCompany) -> None:
    forget(company, Request("employees", "7"))
    forget(company, Request("employees", "8"))
    ids = [row[0] for row in rows(company, "select id from raw_hr.people order by 1")]
    assert len({str(each)[:16] for each in ids}) == 3
    assert rows(company, "select sum(amount)::varchar from raw_hr.deals") == [("35.75",)]
