"""Several systems become one company: members are matched, ids stay apart, versions follow the exports.

One build of one company (crosswalk_company.py) shows all cases. Doesn't belong here: facts' measures, marts.
"""

from datetime import date

import pytest

from ingest.contracts import standard_entities
from ingest.store import RawStore
from tests.integration import crosswalk_company as data
from tests.integration.small_companies import Built, SmallCompany, small_company

pytestmark = pytest.mark.xdist_group("crosswalk")

BEGINNING, OPEN_END = date(1900, 1, 1), date(9999, 12, 31)
JANUARY, FEBRUARY, MARCH, APRIL = date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)
UNKNOWN = "(select md5('UNKNOWN'))"
CAUTIOUSLY = ("build", "--exclude-resource-type", "unit_test", "--indirect-selection", "cautious")
NEEDED = [
    "intermediate",
    *[
        f"+{name}"
        for name in ("fct_orders", "fct_order_lines", "fct_activities", "fct_opportunities", "mart_match_quality")
    ],
]
CURRENT = "from dim_customers where is_current and customer_id"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> SmallCompany:
    company = small_company(tmp_path_factory.mktemp("crosswalk"), data.FILES)
    company.land_and_accept()
    company.write(data.LATE_EXPORT)
    company.land_and_accept()
    return company


@pytest.fixture(scope="module")
def built(company: SmallCompany) -> Built:
    result = company.build(*CAUTIOUSLY, "--select", *NEEDED)
    assert result.is_good, "\n".join(result.complaints())
    return Built(company.paths)


# --- the crosswalk ------------------------------------------------------------------------------------------------


def crosswalk(built: Built, entity: str, system: str) -> dict[str, tuple[str, str]]:
    rows = built.rows(f"""
        select source_id, golden_id, match_rule
        from bridge_member_sources where entity = '{entity}' and source_system = '{system}'
    """)
    assert len({row[0] for row in rows}) == len(rows)
    return {source_id: (golden_id, rule) for source_id, golden_id, rule in rows}


def test_the_highest_ranking_system_gives_the_golden_ids(built: Built) -> None:
    erp = crosswalk(built, "customers", "erp")
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
def test_a_crm_record_finds_its_member(built: Built, source_id: str, golden_id: str, rule: str) -> None:
    assert crosswalk(built, "customers", "crm")[source_id] == (golden_id, rule)


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
def test_a_record_of_a_third_system_finds_its_member(built: Built, source_id: str, golden_id: str, rule: str) -> None:
    assert crosswalk(built, "customers", "shop")[source_id] == (golden_id, rule)


def test_products_and_employees_are_matched_too(built: Built) -> None:
    assert crosswalk(built, "products", "crm") == {"PX": ("P1", "ean"), "P2": ("crm:P2", "unmatched")}
    assert crosswalk(built, "employees", "crm") == {"U1": ("E1", "email"), "E2": ("crm:E2", "unmatched")}


def test_a_member_of_three_systems_is_one_row(built: Built) -> None:
    assert built.value("select count(*) from dim_customers where customer_id = '17'") == 1
    assert built.value("select count(*) from dim_products where product_id = 'P1'") == 1
    members = {row[0] for row in built.rows("select customer_id from dim_customers")}
    golden = {row[0] for row in built.rows("select golden_id from bridge_member_sources where entity = 'customers'")}
    assert members == golden | {"UNKNOWN", "NONE"}


def test_what_the_leading_system_leaves_empty_comes_from_lower_ones(built: Built) -> None:
    (delfin,) = built.table(f"select * {CURRENT} = '17'")
    assert delfin["customer_name"] == "Delfin"
    assert delfin["city"] == "Warszawa"
    assert delfin["industry"] == "machines", "the newest version of the first CRM record that says something"
    assert delfin["headcount"] == 12, "from the third system"
    assert delfin["has_marketing_consent"] is True, "ERP doesn't say; false isn't what it said"
    assert delfin["attr_score"] == 5, "a column that only the CRM has"
    assert delfin["source_system"] == "erp"
    assert built.pairs("select product_id, is_service from dim_products where product_id like '%P%'")["P1"] is True
    assert built.value("select attr_shelf from dim_products where product_id = 'P1'") == "left"
    assert set(built.rows("select employee_name from dim_employees where employee_id = 'E1'")) == {("Anna",)}


def test_a_member_without_a_name_is_called_by_its_number(built: Built) -> None:
    names = built.pairs("select customer_id, customer_name from dim_customers where customer_id like '%27'")
    assert names == {"27": "27", "crm:27": "crm:27", "shop:27": "shop:27"}


def test_what_a_system_emptied_is_not_filled_from_its_own_past(built: Built) -> None:
    regions = "select region from dim_customers where customer_id = '24' order by valid_from_date"
    assert built.rows(regions) == [("Mazowsze",), (None,)]


# --- ids of everything else ---------------------------------------------------------------------------------------


def test_equal_numbers_of_several_systems_stay_apart(built: Built) -> None:
    orders = built.pairs("select order_id, customer_id from fct_orders where order_id like '%17'")
    assert orders == {"17": "20", "shop:17": "crm:C7", "crm:17": "crm:C7", "pos:17": "27"}


def test_lines_find_the_order_of_their_own_system(built: Built) -> None:
    lines = built.table("select order_line_id, order_id, customer_id, product_id, is_orphan from fct_order_lines")
    by_id = {line.pop("order_line_id"): line for line in lines}
    assert by_id["1"] == {"order_id": "17", "customer_id": "20", "product_id": "P1", "is_orphan": False}
    # The shop has no list of products: it sells by the ERP's numbers, though the CRM has a P2, too.
    assert by_id["shop:1"] == {"order_id": "shop:17", "customer_id": "crm:C7", "product_id": "P2", "is_orphan": False}


def test_events_of_a_system_speak_of_its_own_customers(built: Built) -> None:
    calls = built.pairs("select activity_id, customer_id from fct_activities")
    assert calls == {"1": "20", "2": "crm:999", "3": "17", "4": None}
    assert built.pairs("select activity_id, employee_id from fct_activities") == {
        "1": "E1",
        "2": "crm:E2",
        "3": "E1",
        "4": None,
    }
    assert built.pairs("select opportunity_id, customer_id from fct_opportunities") == {"1": "17", "2": "crm:C4"}
    products = """
        select opportunity_id, product_id from fct_opportunities inner join dim_products using (product_key)
    """
    assert built.pairs(products) == {"1": "P1", "2": "crm:P2"}


def test_a_number_that_its_system_does_not_know_is_nobody_elses(built: Built) -> None:
    key = built.pairs("select activity_id, customer_key from fct_activities")
    assert key["2"] == key["4"] == built.value(UNKNOWN)


def test_a_shared_key_counts_as_the_highest_ranking_system_has_it(built: Built) -> None:
    rates = "select rate_date, exchange_rate, source_system from work.intermediate.int_exchange_rates_united order by 1"
    assert [(str(day), float(rate), system) for day, rate, system in built.rows(rates)] == [
        ("2024-01-01", 4.30, "erp"),
        ("2024-02-01", 4.40, "shop"),
    ]


# --- history ------------------------------------------------------------------------------------------------------


def versions(built: Built, customer_id: str) -> list[tuple[object, ...]]:
    return built.rows(f"""
        select valid_from_date, valid_to_date, price_group, is_current, deleted_date
        from dim_customers where customer_id = '{customer_id}' order by valid_from_date
    """)


def test_a_change_makes_a_version_on_the_day_of_its_export(built: Built) -> None:
    assert versions(built, "20") == [(BEGINNING, MARCH, "A", False, None), (MARCH, OPEN_END, "B", True, None)]


def test_a_key_that_vanished_stays_open_and_says_since_when(built: Built) -> None:
    assert versions(built, "21") == [(BEGINNING, OPEN_END, "A", True, MARCH)]


def test_a_key_that_came_back_has_no_gap_and_is_not_deleted(built: Built, company: SmallCompany) -> None:
    # Only the late export, as of February, lacks it: that it was landed last changes nothing.
    assert versions(built, "22") == [(BEGINNING, MARCH, "A", False, None), (MARCH, OPEN_END, "B", True, None)]
    loads = """
        select _from_as_of_date, _to_as_of_date, price_group from raw_erp.customers where customer_id = '22' order by 1
    """
    with RawStore(company.paths.raw_file, read_only=True) as store:
        assert store.con.sql(loads).fetchall() == [(JANUARY, FEBRUARY, "A"), (MARCH, None, "B")]


def test_a_key_that_came_later_is_found_by_older_events(built: Built) -> None:
    assert versions(built, "23") == [(BEGINNING, OPEN_END, "A", True, None)]


def test_versions_of_a_lower_system_make_no_rows(built: Built) -> None:
    assert versions(built, "17") == [(BEGINNING, OPEN_END, None, True, None)]
    assert len(versions(built, "25")) == 1


def test_employees_have_a_history_too(built: Built) -> None:
    query = "select valid_from_date, job_title from dim_employees where employee_id = 'E1' order by 1"
    assert built.rows(query) == [(BEGINNING, "Seller"), (MARCH, "Head of sales")]


@pytest.mark.parametrize("dimension", ["customer", "employee"])
def test_versions_have_no_gap_no_overlap_and_one_is_current(built: Built, dimension: str) -> None:
    faults = built.rows(f"""
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


def test_a_fact_finds_the_version_of_its_day(built: Built) -> None:
    found = built.pairs("""
        select order_id, c.price_group
        from fct_orders as f inner join dim_customers as c using (customer_key)
        where f.source_system = 'erp'
    """)
    assert found == {"17": "A", "18": "B", "19": "A", "20": "A", "21": "A"}
    titles = built.pairs("""
        select order_id, e.job_title
        from fct_orders as f inner join dim_employees as e using (employee_key)
        where f.order_id in ('17', '18')
    """)
    assert titles == {"17": "Seller", "18": "Head of sales"}


# --- columns ------------------------------------------------------------------------------------------------------


def test_own_columns_reach_dimensions_and_events(built: Built) -> None:
    scores = built.pairs(f"select customer_id, attr_score {CURRENT} in ('20', 'crm:C7', '26')")
    assert scores == {"20": 70, "crm:C7": 9, "26": None}
    moods = built.pairs("select order_id, attr_mood from fct_orders where order_id like '%17'")
    assert moods == {"17": None, "shop:17": None, "crm:17": "glad", "pos:17": None}


def test_every_entity_is_a_table_of_the_contracts_types(built: Built) -> None:
    kept = {"varchar": "VARCHAR", "bigint": "BIGINT", "date": "DATE", "timestamp": "TIMESTAMP", "boolean": "BOOLEAN"}
    faults = []
    for entity, contract in standard_entities().items():
        columns = built.rows(f"describe work.intermediate.int_{entity}_united")
        types = {name: kind for name, kind, *_ in columns}
        faults += [
            f"{entity}.{column.name}: {types.get(column.name)}"
            for column in contract.columns
            if types.get(column.name) != kept.get(column.data_type, column.data_type.upper())
        ]
        extra = {"source_system": "VARCHAR", "source_load_id": "BIGINT"}
        faults += [f"{entity}.{name}" for name, kind in extra.items() if types.get(name) != kind]
    assert faults == []


def test_an_entity_that_no_system_has_is_empty(built: Built) -> None:
    provided = {"customers", "employees", "products", "orders", "order_lines", "exchange_rates", "activities"}
    for entity in sorted(standard_entities().keys() - provided - {"opportunities"}):
        assert built.value(f"select count(*) from work.intermediate.int_{entity}_united") == 0, entity


def test_booleans_are_never_null(built: Built) -> None:
    columns = built.rows("""
        select table_schema || '.' || table_name, column_name
        from information_schema.columns
        where table_catalog = 'whalecurve' and data_type = 'BOOLEAN' and column_name not like 'attr%'
            and (table_name like 'dim%' or table_name in ('fct_orders', 'fct_order_lines', 'fct_activities'))
    """)
    assert len(columns) > 10
    for table, column in columns:
        assert built.value(f"select count(*) from whalecurve.{table} where {column} is null") == 0, f"{table}.{column}"


def test_who_is_not_called_inactive_is_active(built: Built) -> None:
    active = built.pairs("select product_id, is_active from dim_products where product_id like '%P_'")
    assert active == {"P1": True, "P2": False, "crm:P2": True}


# --- how well it matched ------------------------------------------------------------------------------------------


def test_the_mart_counts_records_by_rule(built: Built) -> None:
    rows = built.table("""
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
