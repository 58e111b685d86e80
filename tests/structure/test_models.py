"""The rules for models hold in the project, and each of them sees a model that is wrong on purpose."""

from pathlib import Path
from textwrap import dedent

import pytest

from tests.structure import rules
from tests.structure.house import ROOT
from tests.structure.models import Model, model_folders, read_models

GOOD_SQL = """\
-- landed() is only a word here.
select
    customer_id,
    list_amount,
from {{ ref('dim_customers') }}
"""
GOOD_YAML = """\
models:
  - name: mart_customers
    description: One row per customer.
    data_tests: [{one_row_per: {arguments: {columns: [customer_id]}}}]
    columns: [{name: customer_id, description: Number of the customer.}]
"""


@pytest.fixture(scope="module")
def models() -> list[Model]:
    return read_models(model_folders(ROOT))


def test_the_rules_see_the_models_of_the_project_and_of_its_companies(models: list[Model]) -> None:
    assert {model.path.relative_to(ROOT).parts[0] for model in models} == {"dbt_project", "companies"}
    assert any(model.properties for model in models)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_every_model_keeps_the_rule(rule: rules.Rule, models: list[Model]) -> None:
    faults = rule(models)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_a_good_model_passes_every_rule(rule: rules.Rule, tmp_path: Path) -> None:
    assert rule(_project(tmp_path, "marts/mart_customers.sql", GOOD_SQL, GOOD_YAML)) == []


# rule, place of the model, its SQL, its YAML, what the rule must name
WRONG = [
    (rules.starts_with_its_grain, "marts/mart_a.sql", "select 1", "", "mart_a"),
    (
        rules.starts_with_its_grain,
        "marts/mart_a.sql",
        "select 1",
        "models: [{name: mart_a, description: Customers.}]",
        "Customers.",
    ),
    (rules.has_a_test_of_its_key, "marts/mart_a.sql", "select 1", "models: [{name: mart_a}]", "mart_a"),
    (
        rules.has_a_test_of_its_key,
        "warehouse/dim_a.sql",
        "select 1",
        "models: [{name: dim_a, columns: [{name: a, data_tests: [unique]}, {name: b, data_tests: [not_null]}]}]",
        "dim_a",
    ),
    (
        rules.columns_of_marts_are_described,
        "marts/mart_a.sql",
        "select 1",
        "models: [{name: mart_a, columns: [{name: b}]}]",
        "column b",
    ),
    (rules.names_tell_the_layer, "marts/customers.sql", "select 1", "", "mart_"),
    (rules.names_tell_the_layer, "staging/crm/int_crm__orders.sql", "select 1", "", "stg_ or base_"),
    (rules.lies_in_a_layer, "reports/mart_a.sql", "select 1", "", "reports/"),
    (
        rules.only_staging_reads_sources,
        "intermediate/int_a.sql",
        "select * from {{ source('crm', 'orders') }}",
        "",
        "int_a",
    ),
    (rules.only_staging_reads_sources, "marts/mart_a.sql", "select * from {{ landed('crm', 'orders') }}", "", "mart_a"),
    (
        rules.staging_keeps_to_its_system,
        "staging/crm/stg_crm__a.sql",
        "select * from {{ ref('stg_erp__b') }}",
        "",
        "stg_erp__b",
    ),
    (rules.never_goes_back, "intermediate/int_a.sql", "select * from {{ ref('dim_b') }}", "", "later layer warehouse"),
    (rules.never_goes_back, "warehouse/dim_a.sql", "select * from {{ ref('mart_b') }}", "", "later layer marts"),
    (rules.marts_read_the_warehouse, "marts/mart_a.sql", "select * from {{ ref('mart_b') }}", "", "mart_b"),
    (rules.marts_read_the_warehouse, "marts/mart_a.sql", "select * from {{ ref('int_b') }}", "", "int_b"),
    (
        rules.marts_read_the_warehouse,
        "marts/mart_customer_360.sql",
        "select * from {{ ref('stg_b__c') }}",
        "",
        "stg_b__c",
    ),
    (
        rules.marts_read_the_warehouse,
        "marts/mart_a.sql",
        "from x {{ join_member('int_b', 'b', 'x.b_id') }}",
        "",
        "int_b",
    ),
    (rules.is_short, "marts/mart_a.sql", "select 1\n" * 121, "", "121 lines"),
    (rules.money_has_a_unit_test, "marts/mart_a.sql", "select a * b as net_amount,", "", "net_amount"),
    (
        rules.money_has_a_unit_test,
        "marts/mart_a.sql",
        "select a * b as net_amount,",
        "unit_tests: [{name: t, model: mart_b}]",
        "net_amount",
    ),
    (rules.lists_end_with_a_comma, "marts/mart_a.sql", "select\n    a,\n    b\nfrom c", "", "line 3"),
]


@pytest.mark.parametrize(("rule", "place", "sql", "properties", "named"), WRONG)
def test_a_model_that_is_wrong_on_purpose_is_named(
    rule: rules.Rule, place: str, sql: str, properties: str, named: str, tmp_path: Path
) -> None:
    (fault,) = rule(_project(tmp_path, place, sql, properties))
    assert named in fault


def test_every_rule_is_proven_by_a_wrong_model() -> None:
    assert {rule for rule, *_ in WRONG} == set(rules.RULES)


def test_a_page_of_marts_may_read_marts(tmp_path: Path) -> None:
    sql = "select * from {{ ref('mart_turnover') }}"
    assert rules.marts_read_the_warehouse(_project(tmp_path, "marts/mart_customer_360.sql", sql, "")) == []


def test_a_unit_test_frees_a_model_that_computes_money(tmp_path: Path) -> None:
    properties = "unit_tests: [{name: t, model: mart_a}]"
    assert (
        rules.money_has_a_unit_test(_project(tmp_path, "marts/mart_a.sql", "select a * b as net_amount", properties))
        == []
    )


def _project(folder: Path, place: str, sql: str, properties: str) -> list[Model]:
    path = folder / place
    path.parent.mkdir(parents=True)
    path.write_text(dedent(sql), encoding="utf-8")
    (path.parent / "_models.yml").write_text(properties, encoding="utf-8")
    return read_models([folder])
