"""Several systems become one company: members are matched, and their versions follow the exports.

One build of one company (crosswalk_company.py) shows all cases. Doesn't belong here: what is united but not matched
(test_uniting.py).
"""

from datetime import date

import pytest

from ingest.store import RawStore
from tests.integration.small_companies import Built, SmallCompany

pytestmark = pytest.mark.xdist_group("crosswalk")

BEGINNING, OPEN_END = date(1900, 1, 1), date(9999, 12, 31)
JANUARY, FEBRUARY, MARCH = date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)
CURRENT = "from dim_customers where is_current and customer_id"


# --- the crosswalk ------------------------------------------------------------------------------------------------


def crosswalk(built: Built, entity: str, system: str) -> dict[str, tuple[str, str]]:
    rows = built.rows(f"""
        select source_id, golden_id, match_rule
        from bridge_member_sources where entity = '{entity}' and source_system = '{system}'
    """)
    assert len({row[0] for row in rows}) == len(rows)
    return {source_id: (golden_id, rule) for source_id, golden_id, rule in rows}


def test_the_highest_ranking_system_gives_the_golden_ids(crosswalk_built: Built) -> None:
    erp = crosswalk(crosswalk_built, "customers", "erp")
    assert len(erp) == 13
    assert all(match == (source_id, "highest_ranking") for source_id, match in erp.items())


@pytest.mark.parametrize(
    ("source_id", "golden_id", "rule"),
    [
        pytest.param("17", "20", "declared_id", id="a declared number counts more than an equal one"),
        pytest.param("C2", "17", "tax_id", id="tax number with other punctuation"),
        pytest.param("C3", "17", "declared_id", id="a second record of the same customer"),
        pytest.param("C4", "crm:C4", "unmatched", id="two customers have the tax number"),
        pytest.param("C5", "25", "name_and_city", id="name and city without accents, case and dots"),
        pytest.param("C6", "crm:C6", "unmatched", id="a namesake with another tax number"),
        pytest.param("C7", "crm:C7", "unmatched", id="nobody else knows it"),
        pytest.param("18", "crm:18", "unmatched", id="an equal number is no match"),
        pytest.param("C9", "28", "name_and_city", id="letters that have no accent to strip"),
        pytest.param("27", "crm:27", "unmatched", id="two without a name in one town"),
    ],
)
def test_a_crm_record_finds_its_member(crosswalk_built: Built, source_id: str, golden_id: str, rule: str) -> None:
    assert crosswalk(crosswalk_built, "customers", "crm")[source_id] == (golden_id, rule)


@pytest.mark.parametrize(
    ("source_id", "golden_id", "rule"),
    [
        pytest.param("S1", "17", "declared_id", id="a declared number is the highest-ranking system's"),
        pytest.param("S2", "crm:C7", "tax_id", id="a member that only the second system knows"),
        pytest.param("S4", "17", "name_and_city", id="through the second system to the first"),
        pytest.param("27", "shop:27", "unmatched", id="no name, the same town and number"),
        pytest.param("S6", "shop:S6", "unmatched", id="a declared number that nobody has"),
    ],
)
def test_a_record_of_a_third_system_finds_its_member(
    crosswalk_built: Built, source_id: str, golden_id: str, rule: str
) -> None:
    assert crosswalk(crosswalk_built, "customers", "shop")[source_id] == (golden_id, rule)


def test_products_and_employees_are_matched_too(crosswalk_built: Built) -> None:
    assert crosswalk(crosswalk_built, "products", "crm") == {"PX": ("P1", "ean"), "P2": ("crm:P2", "unmatched")}
    assert crosswalk(crosswalk_built, "employees", "crm") == {"U1": ("E1", "email"), "E2": ("crm:E2", "unmatched")}


def test_a_member_of_three_systems_is_one_row(crosswalk_built: Built) -> None:
    assert crosswalk_built.value("select count(*) from dim_customers where customer_id = '17'") == 1
    assert crosswalk_built.value("select count(*) from dim_products where product_id = 'P1'") == 1
    members = {row[0] for row in crosswalk_built.rows("select customer_id from dim_customers")}
    golden = {
        row[0] for row in crosswalk_built.rows("select golden_id from bridge_member_sources where entity = 'customers'")
    }
    assert members == golden | {"UNKNOWN", "NONE"}


def test_what_the_leading_system_leaves_empty_comes_from_lower_ones(crosswalk_built: Built) -> None:
    (delfin,) = crosswalk_built.table(f"select * {CURRENT} = '17'")
    assert delfin["customer_name"] == "Delfin"
    assert delfin["city"] == "Warszawa"
    assert delfin["industry"] == "machines", "the newest version of the first CRM record that says something"
    assert delfin["headcount"] == 12, "from the third system"
    assert delfin["has_marketing_consent"] is True, "ERP doesn't say; false isn't what it said"
    assert delfin["attr_score"] == 5, "a column that only the CRM has"
    assert delfin["source_system"] == "erp"
    assert (
        crosswalk_built.pairs("select product_id, is_service from dim_products where product_id like '%P%'")["P1"]
        is True
    )
    assert crosswalk_built.value("select attr_shelf from dim_products where product_id = 'P1'") == "left"
    assert set(crosswalk_built.rows("select employee_name from dim_employees where employee_id = 'E1'")) == {("Anna",)}


def test_a_member_without_a_name_is_called_by_its_number(crosswalk_built: Built) -> None:
    names = crosswalk_built.pairs("select customer_id, customer_name from dim_customers where customer_id like '%27'")
    assert names == {"27": "27", "crm:27": "crm:27", "shop:27": "shop:27"}


def test_what_a_system_emptied_is_not_filled_from_its_own_past(crosswalk_built: Built) -> None:
    regions = "select region from dim_customers where customer_id = '24' order by valid_from_date"
    assert crosswalk_built.rows(regions) == [("Mazowsze",), (None,)]


# --- history ------------------------------------------------------------------------------------------------------


def versions(built: Built, customer_id: str) -> list[tuple[object, ...]]:
    return built.rows(f"""
        select valid_from_date, valid_to_date, price_group, is_current, deleted_date
        from dim_customers where customer_id = '{customer_id}' order by valid_from_date
    """)


def test_a_change_makes_a_version_on_the_day_of_its_export(crosswalk_built: Built) -> None:
    assert versions(crosswalk_built, "20") == [(BEGINNING, MARCH, "A", False, None), (MARCH, OPEN_END, "B", True, None)]


def test_a_key_that_vanished_stays_open_and_says_since_when(crosswalk_built: Built) -> None:
    assert versions(crosswalk_built, "21") == [(BEGINNING, OPEN_END, "A", True, MARCH)]
    deleted = crosswalk_built.rows("select customer_id, deleted_date from dim_customers where is_deleted")
    assert deleted == [("21", MARCH)]
    assert crosswalk_built.rows("select product_id from dim_products where is_deleted") == []


def test_a_key_that_came_back_has_no_gap_and_is_not_deleted(
    crosswalk_built: Built, crosswalk_company: SmallCompany
) -> None:
    # Only the late export, as of February, lacks it: that it was landed last changes nothing.
    assert versions(crosswalk_built, "22") == [(BEGINNING, MARCH, "A", False, None), (MARCH, OPEN_END, "B", True, None)]
    loads = """
        select _from_as_of_date, _to_as_of_date, price_group from raw_erp.customers where customer_id = '22' order by 1
    """
    with RawStore(crosswalk_company.paths.raw_file, read_only=True) as store:
        assert store.con.sql(loads).fetchall() == [(JANUARY, FEBRUARY, "A"), (MARCH, None, "B")]


def test_a_key_that_came_later_is_found_by_older_events(crosswalk_built: Built) -> None:
    assert versions(crosswalk_built, "23") == [(BEGINNING, OPEN_END, "A", True, None)]


def test_versions_of_a_lower_system_make_no_rows(crosswalk_built: Built) -> None:
    assert versions(crosswalk_built, "17") == [(BEGINNING, OPEN_END, None, True, None)]
    assert len(versions(crosswalk_built, "25")) == 1


def test_employees_have_a_history_too(crosswalk_built: Built) -> None:
    query = "select valid_from_date, job_title from dim_employees where employee_id = 'E1' order by 1"
    assert crosswalk_built.rows(query) == [(BEGINNING, "Seller"), (MARCH, "Head of sales")]


@pytest.mark.parametrize("dimension", ["customer", "employee"])
def test_versions_have_no_gap_no_overlap_and_one_is_current(crosswalk_built: Built, dimension: str) -> None:
    faults = crosswalk_built.rows(f"""
        select {dimension}_id
        from (
            select
                *,
                lead(valid_from_date, 1, date '9999-12-31') over member_versions as next_date,
                row_number() over member_versions as version_number,
            from dim_{dimension}s
            window member_versions as (partition by {dimension}_id order by valid_from_date)
        )
        group by {dimension}_id
        having count(*) filter (where is_current) <> 1
            or count(*) filter (where valid_to_date is distinct from next_date or valid_from_date >= valid_to_date) > 0
            or min(valid_from_date) <> date '1900-01-01'
            or max(valid_from_date) filter (where is_current) <> max(valid_from_date)
    """)
    assert faults == []


def test_a_fact_finds_the_version_of_its_day(crosswalk_built: Built) -> None:
    found = crosswalk_built.pairs("""
        select order_id, c.price_group
        from fct_orders as f inner join dim_customers as c using (customer_key)
        where f.source_system = 'erp'
    """)
    assert found == {"17": "A", "18": "B", "19": "A", "20": "A", "21": "A"}
    titles = crosswalk_built.pairs("""
        select order_id, e.job_title
        from fct_orders as f inner join dim_employees as e using (employee_key)
        where f.order_id in ('17', '18')
    """)
    assert titles == {"17": "Seller", "18": "Head of sales"}


# --- how well it matched ------------------------------------------------------------------------------------------


def test_the_mart_counts_records_by_rule(crosswalk_built: Built) -> None:
    rows = crosswalk_built.table("""
        select match_rule, record_count, record_share, mean_match_confidence_share
        from whalecurve.marts.mart_match_quality
        where entity = 'customers' and source_system = 'crm' order by match_rule
    """)
    assert [(row["match_rule"], row["record_count"], float(row["record_share"])) for row in rows] == [
        ("declared_id", 2, 0.2),
        ("name_and_city", 2, 0.2),
        ("tax_id", 1, 0.1),
        ("unmatched", 5, 0.5),
    ]
    assert [float(row["mean_match_confidence_share"]) for row in rows] == [1, 0.7, 0.95, 0]
