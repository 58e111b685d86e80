"""docs/bus-matrix.md is what the facts' tests say, and those tests name every key that the facts hold."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.structure.bus_matrix import Fact, as_grid, as_list, dimensions_of, facts_of
from tests.structure.house import ROOT
from tests.structure.models import Model, read_models

PAGE = ROOT / "docs/bus-matrix.md"
MEMBER_KEY = re.compile(r"member_key\('(\w+)'")

GOOD = Fact(
    name="fct_visits",
    grain="visit",
    keys={"customer_key": "dim_customers"},
    dates=["visit_date"],
    columns=["visit_key", "visit_id", "customer_key", "visit_date"],
    own_key="visit_key",
)


def faults_of(fact: Fact, sql: str, dimensions: set[str]) -> list[str]:
    """What the test of a fact's keys leaves out or invents."""
    held = {column for column in fact.columns if column.endswith("_key")} - {fact.own_key}
    joined = {f"{member}_key" for member in MEMBER_KEY.findall(sql)}
    return [
        *(f"{fact.name}: {key} isn't in its keys_resolve test" for key in sorted(held - set(fact.keys))),
        *(f"{fact.name}: {key} is tested and not documented" for key in sorted(set(fact.keys) - held)),
        *(f"{fact.name}: its SQL and its documented keys differ by {key}" for key in sorted(held ^ joined)),
        *(f"{fact.name}: no model is called {name}" for name in sorted(set(fact.keys.values()) - dimensions)),
        *(f"{fact.name}: no day of it stands in dim_dates" for _ in [fact] if not fact.dates),
        *(f"{fact.name}: {day} is tested and not documented" for day in sorted(set(fact.dates) - set(fact.columns))),
    ]


@pytest.fixture(scope="module")
def models() -> list[Model]:
    return [model for model in read_models([ROOT / "dbt_project/models"]) if model.layer == "warehouse"]


def test_every_key_of_a_fact_is_tested_and_joined(models: list[Model]) -> None:
    sql = {model.name: model.code for model in models}
    faults = [fault for fact in facts_of(models) for fault in faults_of(fact, sql[fact.name], set(sql))]
    assert not faults, "\n".join(faults)


def test_the_page_shows_the_matrix_of_the_models(models: list[Model]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    facts = facts_of(models)
    for table in (as_grid(facts, dimensions_of(models)), as_list(facts)):
        assert table in page, f"put this table into {PAGE.relative_to(ROOT)}:\n\n{table}"


def test_the_public_dimensions_are_there(models: list[Model]) -> None:
    public = set(re.findall(r"\bdim_\w+", PAGE.read_text(encoding="utf-8")))
    assert public <= {model.name for model in models}


def test_a_fact_whose_test_is_whole_has_no_fault() -> None:
    assert faults_of(GOOD, "{{ member_key('customer') }}", {"dim_customers"}) == []


@pytest.mark.parametrize(
    ("fact", "sql", "named"),
    [
        (replace(GOOD, keys={}), "member_key('customer')", "customer_key isn't in"),
        (replace(GOOD, columns=["visit_key", "visit_date"]), "", "customer_key is tested and not"),
        (GOOD, "", "differ by customer_key"),
        (GOOD, "member_key('customer') member_key('product', none_when='true')", "differ by product_key"),
        (
            replace(GOOD, keys={"customer_key": "dim_clients"}),
            "member_key('customer')",
            "no model is called dim_clients",
        ),
        (replace(GOOD, dates=[]), "member_key('customer')", "no day of it"),
        (replace(GOOD, dates=["day"]), "member_key('customer')", "day is tested"),
    ],
)
def test_a_fact_that_is_wrong_on_purpose_is_named(fact: Fact, sql: str, named: str) -> None:
    (fault,) = faults_of(fact, sql, {"dim_customers"})
    assert named in fault


def test_the_matrix_is_read_from_the_yaml(tmp_path: Path) -> None:
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse/fct_visits.sql").write_text("select 1", encoding="utf-8")
    (tmp_path / "warehouse/dim_customers.sql").write_text("select 1", encoding="utf-8")
    (tmp_path / "warehouse/_w.yml").write_text(
        "models: [{name: fct_visits, description: 'One row per visit: a call.', columns: [{name: visit_key}],"
        " data_tests: [{keys_resolve: {arguments: {keys: {customer_key: dim_customers}, dates: [visit_date]}}}]}]",
        encoding="utf-8",
    )
    models = read_models([tmp_path])
    facts = facts_of(models)
    assert as_grid(facts, dimensions_of(models)) == "| fact | customers |\n| --- | --- |\n| `fct_visits` | ● |\n"
    assert as_list(facts).splitlines()[-1] == "| `fct_visits` | visit | `visit_date` |"
