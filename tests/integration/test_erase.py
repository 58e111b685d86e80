"""`whale erase`: the person goes from everything, amounts stay, and tomorrow's export doesn't bring them back.

Belongs here: one company, one erasure. Doesn't belong here: kills and larger numbers (test_drill_erase.py).
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import Result

from serving.content import content_hash
from serving.lock import RefreshLock
from serving.versions import list_versions
from tests.integration import people
from tests.integration.road import Road
from tests.integration.traces import hits

pytestmark = [pytest.mark.xdist_group("erase"), pytest.mark.timeout(1200)]

Totals = dict[str, list[Any]]
PASSED_OVER = ("monthly_cost_amount", "source_load_id")
VERSIONS = "select count(*) from raw_erp.customers where customer_id like 'erased-%'"
ERASED = (*people.CUSTOMER, *people.CUSTOMER_TEXTS, *people.SELLER, *people.CONTACT)


def totals(road: Road, version: str | None = None) -> Totals:
    """Rows and the sum of every amount, quantity and count of every mart and fact."""
    columns = road.rows(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
        "where schema_name in ('marts', 'warehouse') order by all",
        version,
    )
    sums: dict[str, list[str]] = {}
    for table, column, data_type in columns:
        # What a person costs is the person's, and a load's number means nothing.
        if (data_type.startswith("DECIMAL") or data_type == "BIGINT") and column not in PASSED_OVER:
            sums.setdefault(table, []).append(f'sum("{column}")')
    # The crosswalk joins an erased person by the token, and is surer of it than it was.
    sums = {table: each for table, each in sums.items() if not table.endswith(("match_quality", "member_sources"))}
    return {table: list(road.rows(f"select count(*), {', '.join(each)} from {table}", version)[0])
            for table, each in sums.items()}  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Road:
    """Published twice; a log and a report speak of the person, too."""
    road = people.company_of_people(tmp_path_factory.mktemp("erase"))
    road.refresh()
    people.write(road, people.exports("2026-06-30", street="Zajęcza-9"))
    road.refresh()
    (road.paths.logs / "whale-check-1.log").write_text("failed on customer_id=C1, name ANNAZAJAC\nfor order C11\n")
    (road.paths.logs / "last_failure.json").write_text('{"error": "Zaj\\u0119cza-9 at \\"C1\\""}')
    return road


@pytest.fixture(scope="module")
def before(published: Road) -> tuple[Totals, list[str]]:
    return totals(published), [version.stamp for version in list_versions(published.paths)]


@pytest.fixture(scope="module")
def told(published: Road, before: object) -> Result:
    dry = published.whale("erase", "--customer", "shop:S1", "--employee", "E1", "--contact", "O1", "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "Nothing was changed" in dry.output
    assert hits(published.paths.raw_file.parent, ["ANNAZAJAC"], published.data / "scratch", passed_over=("logs",))
    return published.whale("erase", "--customer", "shop:S1", "--employee", "E1", "--contact", "O1")


@pytest.fixture(scope="module")
def erased(published: Road, told: Result) -> Road:
    assert told.exit_code == 0, told.output
    return published


def test_it_tells_every_record_of_the_person_and_what_it_cannot_reach(told: Result) -> None:
    for number in ("C1", "S1", "L1", "E1", "O1"):
        assert f" {number} " in told.output
    assert "exports" in told.output
    assert "backups" in told.output


def test_nothing_of_the_persons_is_left_in_any_file(erased: Road, tmp_path: Path) -> None:
    assert hits(erased.paths.root, ERASED, tmp_path) == []
    assert hits(erased.paths.root, people.OTHERS, tmp_path) != []


def test_logs_keep_what_is_of_others(erased: Road) -> None:
    assert (erased.paths.logs / "whale-check-1.log").read_text() == (
        "failed on customer_id=(erased), name (erased)\nfor order C11\n"
    )


def test_amounts_stay_and_belong_to_a_token(erased: Road, before: tuple[Totals, list[str]]) -> None:
    assert totals(erased) == before[0]
    (customer, amount), *_ = erased.rows(
        "select customer_id, sum(net_revenue_amount) from mart_turnover group by all order by all desc limit 1 offset 1"
    )
    assert customer.startswith("erased-")
    assert amount == Decimal("93.30")
    assert erased.value("select count(*) from dim_customers where customer_id = 'C1'") == 0
    lost = "select count(*) from fct_orders as o anti join dim_customers as c on o.customer_key = c.customer_key"
    assert erased.value(lost) == 0


def test_the_numbers_of_the_person_are_gone_from_published_and_raw(erased: Road) -> None:
    texts = erased.rows(
        "select schema_name, table_name, column_name from duckdb_columns() where data_type = 'VARCHAR' "
        "and schema_name in ('warehouse', 'marts')"
    )
    for schema, table, column in texts:
        query = f"select count(*) from {schema}.{table} where \"{column}\" in ('C1', 'S1', 'E1', 'O1', 'L1')"
        assert erased.value(query) == 0, (table, column)
    with duckdb.connect(str(erased.paths.raw_file), read_only=True) as con:
        assert con.execute("select count(*) from raw_erp.orders where customer_id = 'C1'").fetchone() == (0,)
        assert con.execute(VERSIONS).fetchone() == (2,)


def test_other_people_lose_nothing(erased: Road) -> None:
    with duckdb.connect(str(erased.paths.raw_file), read_only=True) as con:
        others = con.execute(
            "select customer_name, street from raw_erp.customers where customer_id in ('C2', 'C3') order by 1"
        ).fetchall()
        notes = con.execute("select note_id, note_text from raw_erp.notes order by 1").fetchall()
        quarantined = con.execute("select reason, raw_text from quarantine.records").fetchall()
    assert others == [("BENBEAR", "Polna-1"), ("CLARACAT", "Polna-1")]
    assert notes == [("N1", ""), ("N2", "NOTE-ABOUT-C2")]
    assert quarantined == [("not_a_date", None)]


def test_versions_are_new_folders_whose_manifests_say_so(erased: Road, before: tuple[Totals, list[str]]) -> None:
    versions = list_versions(erased.paths)
    assert [version.manifest()["erasures"][0]["replaces"] for version in versions] == before[1]
    assert not set(before[1]) & {version.stamp for version in versions}
    assert versions[-1].is_current
    for version in versions:
        with duckdb.connect() as con:
            con.execute(f"attach '{version.database_file}' as whalecurve (read_only)")
            assert content_hash(con, "whalecurve").hash == version.manifest()["content_hash"]
            comment = "select comment from duckdb_tables() where table_name = 'dim_customers'"
            assert con.execute(comment).fetchone() != (None,)
    assert erased.whale("status").exit_code == 0
    rolled = erased.whale("rollback")
    assert rolled.exit_code == 0
    assert erased.whale("rollback", "--to", versions[-1].stamp).exit_code == 0


def test_the_register_says_when_and_what_and_holds_nothing_readable(erased: Road) -> None:
    with duckdb.connect(str(erased.paths.private_file), read_only=True) as con:
        ((kind, command, count),) = con.execute("select kind, command, record_count from register.erasures").fetchall()
        hashes = {row[0] for row in con.execute("select key_hash from register.erased_keys").fetchall()}
    assert kind == "customers, contacts, employees"
    assert count == 5
    assert "C1" not in command
    assert len(hashes) == 5
    assert {len(each) for each in hashes} == {64}
    assert not erased.paths.erasure_plan.exists()


def test_another_run_is_not_disturbed(erased: Road) -> None:
    with RefreshLock(erased.paths, "someone"):
        refused = erased.whale("erase", "--customer", "C2")
    assert refused.exit_code == 4, refused.output


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "say whom"),
        (("--customer", "C99"), 1, "no record of customer C99 was found"),
        (("--where", "erp.customers.emial=x"), 2, "erp.customers.email"),
        (("--where", "erp.orders.status=shipped"), 2, "isn't a list of persons"),
        (("--where", "erp.customers.email=nobody@example.com"), 1, "no record of erp.customers has this value"),
    ],
)
def test_nobody_is_erased_by_mistake(erased: Road, arguments: tuple[str, ...], code: int, message: str) -> None:
    refused = erased.whale("erase", *arguments)
    assert refused.exit_code == code, refused.output
    assert message in refused.output + refused.stderr


def test_tomorrows_export_does_not_bring_them_back(
    erased: Road, before: tuple[Totals, list[str]], tmp_path: Path
) -> None:
    """The same lists of the next day, with a new street, a new note, a new broken line; every other file anew."""
    files = {place: text + "\n" for place, text in people.exports("2026-07-01", street="Zajęcza-10").items()}
    files["exports/erp/notes.csv"] += "N4,2026-02-03,NEW-NOTE-C1,C1,E2\nN5,tomorrow,NEW-BROKEN-C1,C1,E2\n"
    files["exports/erp/notes.csv"] = files["exports/erp/notes.csv"].replace("\n\n", "\n")
    people.write(erased, files)
    erased.refresh()
    new = ("Zajęcza-10", "NEW-NOTE-C1", "NEW-BROKEN-C1")
    assert hits(erased.paths.root, (*ERASED, *new), tmp_path) == []
    assert totals(erased) == before[0]
    with duckdb.connect(str(erased.paths.raw_file), read_only=True) as con:
        # The new street is the person's: without it nothing has changed.
        assert con.execute(VERSIONS).fetchone() == (2,)
        counts = dict(
            con.execute(
                "select table_name, sum(erased_count) from load_ledger.erased_records "
                "inner join load_ledger.loads using (load_id) group by all"
            ).fetchall()
        )
    # Two good and two faulty notes about C1; C1 herself, C2 whose seller was erased, S1 of the shop.
    assert counts["notes"] == 4
    assert counts["customers"] == 3
    rules = erased.rows("select match_rule from bridge_member_sources where source_id like 'erased-%002'")
    assert rules == [("erased",)]


def test_exports_are_never_written(erased: Road) -> None:
    assert "ANNAZAJAC" in erased.read("exports/erp/customers_2026-06-30.csv")
