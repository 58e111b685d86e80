"""Days and numbers that a type can hold and business can't mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from expectations.plausible import plausible_rules
from expectations.session import Session
from expectations.views import View
from ingest.columns import Column
from ingest.contracts import Contract, standard_entities
from tests.unit.expectations.conftest import make_contract

GOOD_DAYS = ["1900-01-01", "2199-12-31"]
BAD_DAYS = ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "infinity"]


def judged(session: Session, contract: Contract, column: Column, value: str) -> list[str]:
    """The rules that a row breaks which has this value in one column and nothing elsewhere; what they tell of it."""
    cells = {each.name: f'cast(null as {each.data_type}) as "{each.name}"' for each in contract.columns}
    cells[column.name] = f"cast('{value}' as {column.data_type}) as \"{column.name}\""
    query = f"select {', '.join(cells.values())}, 7 as _record_number, 1 as _from_load_id"
    session.cursor.execute(f"create or replace temp view judged as {query}")
    personal = frozenset(each.name for each in contract.columns if each.personal)
    names = frozenset(each.name for each in contract.columns)
    view = View("judged", personal, tuple(contract.key), names, has_records=True)
    outcomes = session.run(view, list(plausible_rules(contract)))
    assert not [each.exception for each in outcomes if each.crashed]
    return [str(each.examples[0]) for each in outcomes if not each.success]


@pytest.mark.parametrize("data_type", ["date", "timestamp"])
def test_a_day_beyond_the_calendar_in_use_is_refused(session: Session, tmp_path: Path, data_type: str) -> None:
    column = Column(name="day", data_type=data_type)
    contract = make_contract(tmp_path)
    contract = contract.model_copy(update={"columns": [*contract.columns, column]})
    assert [judged(session, contract, column, day) for day in GOOD_DAYS] == [[], []]
    for day in BAD_DAYS:
        (told,) = judged(session, contract, column, day)
        assert "record=7" in told
        assert f"day={day}" in told


def test_the_contract_may_say_otherwise(session: Session, tmp_path: Path) -> None:
    column = Column.model_validate(
        {"name": "open_until", "data_type": "date", "earliest": "2000-01-01", "latest": "9999-12-31"}
    )
    contract = make_contract(tmp_path)
    contract = contract.model_copy(update={"columns": [*contract.columns, column]})
    assert not judged(session, contract, column, "9999-12-31")
    assert judged(session, contract, column, "1999-12-31")


@pytest.mark.parametrize(("value", "is_good"), [("99999999999.9999", True), ("100000000000", False)])
@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_that_would_overflow_a_sum_is_refused(
    session: Session, tmp_path: Path, sign: str, value: str, is_good: bool
) -> None:
    contract = make_contract(tmp_path)
    assert (not judged(session, contract, contract.column("amount"), sign + value)) is is_good


def test_a_personal_value_is_hidden_and_its_record_told(session: Session, tmp_path: Path) -> None:
    column = Column(name="born_date", data_type="date", personal=True)
    contract = make_contract(tmp_path)
    contract = contract.model_copy(update={"columns": [*contract.columns, column]})
    assert judged(session, contract, column, "0001-01-01") == ["Example(record=7, value='…')"]


def test_hostile_names_are_only_names(session: Session, tmp_path: Path) -> None:
    column = Column(name="""a {batch} "x" '; :y %s""", data_type="date")
    contract = make_contract(tmp_path)
    contract = contract.model_copy(update={"columns": [column]})
    contract = contract.model_copy(
        update={"landing": contract.landing.model_copy(update={"key": [column.name]}), "columns": [column]}
    )
    rules = list(plausible_rules(contract))
    assert len(rules) == 1
    session.cursor.execute(
        """create or replace temp view judged as select date '2024-01-01' as "a {batch} ""x"" '; :y %s", """
        "1 as _record_number, 1 as _from_load_id"
    )
    (outcome,) = session.run(View("judged"), rules)
    assert (outcome.success, outcome.exception) == (True, None)


def test_end_dates_that_mean_open_are_believed() -> None:
    entities = standard_entities()
    open_ended = {
        (entity, column.name)
        for entity, contract in entities.items()
        for column in contract.columns
        if column.latest.year == 9999
    }
    assert open_ended == {
        ("price_lists", "valid_to_date"),
        ("promotions", "valid_to_date"),
        ("tags", "valid_to_date"),
        ("cost_centres", "valid_to_date"),
        ("service_contracts", "end_date"),
    }
