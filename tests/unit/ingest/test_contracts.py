"""Contracts: what is read from them, and every mistake told at its place."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from ingest.contracts import load_contracts, standard_entities
from settings.errors import ConfigurationError
from settings.load import load_company
from tests.unit.ingest.shops import ORDERS, Shop


def broken(**changes: Any) -> dict[str, Any]:
    table = deepcopy(ORDERS)
    table["config"]["meta"]["landing"] |= changes
    return table


def problems(shop: Shop, table: dict[str, Any], **defaults: Any) -> list[Any]:
    shop.declare(table, **defaults)
    with pytest.raises(ConfigurationError) as caught:
        shop.contracts()
    return caught.value.problems


def test_table_keys_win_over_the_systems_defaults(shop: Shop) -> None:
    shop.declare(ORDERS, separator=";", load_mode="full")
    (contract,) = shop.contracts()
    assert (contract.landing.separator, contract.landing.load_mode) == (";", "append")
    assert contract.landing.time_zone == "Europe/Warsaw"
    assert contract.entity is None


@pytest.mark.parametrize(
    ("changes", "key", "allowed"),
    [
        ({"separater": ";"}, "separater", "separator"),
        ({"format": "xls"}, "format", "xlsx"),
        ({"encoding": "latin-1"}, "encoding", "cp1250"),
        ({"load_mode": "delta"}, "load_mode", "append"),
        ({"files": []}, "files", "patterns"),
        ({"files": ["../other/*.csv"]}, "files", "patterns"),
        ({"key": ["order_no"]}, "key", "order_id"),
        ({"date_format": "%d.%m"}, "date_format", "%Y"),
        ({"date_format": "%Q"}, "date_format", "%Y"),
        ({"time_zone": "Europe/Warschau"}, "time_zone", "IANA"),
        ({"as_of": {"from": "file_name", "pattern": "("}}, "as_of", "file_name"),
        ({"as_of": {"from": "file_name", "pattern": "x"}}, "as_of", "file_name"),
        ({"as_of": {"from": "fixed"}}, "as_of", "file_name"),
        ({"separator": "ab"}, "separator", "character"),
    ],
)
def test_a_wrong_landing_key_is_told_with_its_line_and_what_is_allowed(
    shop: Shop, changes: dict[str, Any], key: str, allowed: str
) -> None:
    (problem,) = problems(shop, broken(**changes))
    assert problem.file.name == "_shop__sources.yml"
    assert key in problem.key
    assert problem.line
    assert allowed in problem.allowed


def test_a_contract_without_a_key_is_refused(shop: Shop) -> None:
    table = deepcopy(ORDERS)
    del table["config"]["meta"]["landing"]["key"]
    (problem,) = problems(shop, table)
    assert problem.key.endswith("landing.key")
    assert "missing" in problem.message


def test_separators_that_contradict_each_other_are_refused(shop: Shop) -> None:
    (problem,) = problems(shop, broken(decimal_separator=",", thousands_separator=","))
    assert "same decimal_separator and thousands_separator" in problem.message


def test_all_mistakes_are_told_together(shop: Shop) -> None:
    table = broken(format="xls", key=["nothing"])
    table["columns"][1]["data_type"] = "float"
    table["columns"][2]["config"] = {"meta": {"nulable": False}}
    table["columns"].append({"name": "ORDER_ID", "data_type": "varchar"})
    told = "\n".join(str(problem) for problem in problems(shop, table))
    for word in ("xls", "float", 'did you mean "nullable"', "stands twice"):
        assert word in told


@pytest.mark.parametrize("name", ["_row_hash", " padded", "", "two\nlines"])
def test_column_names_that_cannot_be_are_refused(shop: Shop, name: str) -> None:
    table = deepcopy(ORDERS)
    table["columns"][3]["name"] = name
    assert problems(shop, table)


def test_a_key_column_must_be_in_every_file(shop: Shop) -> None:
    table = deepcopy(ORDERS)
    table["columns"][0]["config"] = {"meta": {"optional": True}}
    assert "optional" in problems(shop, table)[0].message


def test_a_source_with_another_schema_is_refused(shop: Shop) -> None:
    path = shop.folder / "models/staging/shop/_shop__sources.yml"
    path.write_text(path.read_text().replace("raw_shop", "raw_shops"))
    with pytest.raises(ConfigurationError, match="raw_shop"):
        shop.contracts()


def test_what_does_not_change_the_reading_does_not_change_the_fingerprint(shop: Shop) -> None:
    (before,) = shop.contracts()
    table = deepcopy(ORDERS)
    table["columns"][0]["description"] = "Another description."
    shop.declare(table)
    table["config"]["meta"]["landing"]["learning"] = {"enabled": False}
    shop.declare(table)
    (described,) = shop.contracts()
    shop.declare(table, decimal_separator=",")
    (other,) = shop.contracts()
    assert before.fingerprint() == described.fingerprint() != other.fingerprint()


def test_standard_entities_are_contracts_with_keys() -> None:
    entities = standard_entities()
    assert {"customers", "orders", "order_lines", "invoice_lines", "ledger_entries"} <= set(entities)
    assert all(contract.key and contract.entity == name for name, contract in entities.items())


def template_company(folder: Path, override: str) -> Path:
    (folder / "exports").mkdir(parents=True)
    (folder / "company.yml").write_text(
        "title: T\nreporting_currency: EUR\ntime_zone: Europe/Warsaw\nsystems:\n  erp:\n    template: standard\n"
        f"    path: exports\n    landing: {{separator: ';', encoding: cp1250}}\n    tables:\n{override}"
    )
    return folder


def test_a_template_system_speaks_its_own_dialect_and_headers(tmp_path: Path) -> None:
    override = "      customers: {files: ['KON_*.csv'], headers: {customer_id: Kod}}\n      orders: {}\n"
    contracts = load_contracts(load_company(template_company(tmp_path / "t", override)))
    by_name = {contract.name: contract for contract in contracts}
    assert [name for name in by_name if name.startswith("erp.")] == ["erp.customers", "erp.orders"]
    customers = by_name["erp.customers"]
    assert customers.landing.files == ["KON_*.csv"]
    assert (customers.landing.separator, customers.landing.encoding, customers.entity) == (";", "cp1250", "customers")
    assert customers.column("customer_id").headers == ["Kod"]
    assert by_name["erp.orders"].column("order_id").headers == ["order_id"]


def test_a_templates_files_follow_the_format_that_a_company_says(tmp_path: Path) -> None:
    override = "      customers: {format: xlsx, sheet: Dane}\n      orders: {format: jsonl, files: ['*.log']}\n"
    contracts = {each.name: each for each in load_contracts(load_company(template_company(tmp_path / "t", override)))}
    assert contracts["erp.customers"].landing.files == ["customers.xlsx", "customers_*.xlsx"]
    assert contracts["erp.orders"].landing.files == ["*.log"]


@pytest.mark.parametrize(
    ("override", "word"),
    [
        ("      custmers: {}\n", "customers"),
        ("      customers: {headers: {customer_no: Kod}}\n", "customer_id"),
        ("      customers: {seperator: ','}\n", "separator"),
    ],
)
def test_a_wrong_override_is_told_in_company_yml(tmp_path: Path, override: str, word: str) -> None:
    company = load_company(template_company(tmp_path / "t", override))
    with pytest.raises(ConfigurationError, match=word) as caught:
        load_contracts(company)
    assert Path(caught.value.problems[0].file).name == "company.yml"
    assert caught.value.problems[0].line


@pytest.mark.parametrize(
    ("meta", "data_type", "told"),
    [
        ({"latest": "9999-12-31"}, "varchar", "only a date or a timestamp"),
        ({"earliest": "2020-02-30"}, "date", "day of the calendar"),
        ({"earliest": "2020-01-02", "latest": "2020-01-01"}, "date", "behind its latest"),
    ],
)
def test_bounds_of_days_that_make_no_sense_are_told(
    shop: Shop, meta: dict[str, str], data_type: str, told: str
) -> None:
    table = deepcopy(ORDERS)
    table["columns"].append({"name": "extra", "data_type": data_type, "config": {"meta": meta}})
    (problem,) = problems(shop, table)
    assert told in problem.message


def test_learning_is_checked_like_every_key(shop: Shop) -> None:
    for learning, told in (
        ({"columns": {"amuont": {"enabled": False}}}, "amuont"),
        ({"skip": ["sum"]}, "allowed"),
        ({"loads": 6, "min_loads": 7}, "more min_loads than loads"),
        ({"warn_change": 2, "fail_change": 1}, "warn_change above its fail_change"),
        ({"loads": 1}, "5"),
        ({"fale_change": 1}, "fale_change"),
    ):
        assert told in "\n".join(str(problem) for problem in problems(shop, broken(learning=learning)))
