"""Every kind of bad company.yml, each told with file, line, key, value and what would be allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from settings.errors import ConfigurationError, Problem
from settings.load import load_company

Write = Callable[[str | bytes], Path]
HEAD = "title: Acme Tools\nreporting_currency: EUR\ntime_zone: Europe/Warsaw\n"
SYSTEMS = "systems:\n  erp: {template: standard, path: exports}\n"


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(ConfigurationError) as caught:
        load_company(folder)
    assert caught.value.exit_code == 2
    return caught.value.problems


# added lines (they begin on line 4) -> line, key, value, part of the message, part of what is allowed
SETTINGS = [
    ("freshness: {max_age_hour: 3}", 4, "freshness.max_age_hour", 3, 'did you mean "max_age_hours"?', "max_age_hours"),
    ("titel: x", 4, "titel", "x", 'unknown key; did you mean "title"?', "reporting_currency"),
    ("name: acme", 4, "name", "acme", "unknown key", "title"),
    ("fiscal_year_start_month: 13", 4, "fiscal_year_start_month", 13, "outside", "1 to 12"),
    ('fiscal_year_start_month: "1"', 4, "fiscal_year_start_month", "1", "whole number", "1 to 12"),
    ("publishing: {keep_versions: true}", 4, "publishing.keep_versions", True, "whole number", "1 to 1000"),
    ("as_of: yesterday", 4, "as_of", "yesterday", "YYYY-MM-DD", "last_data_date"),
    ("as_of: 2026-02-30", 4, "as_of", "2026-02-30", "isn't a day of the calendar", "today"),
    ("schedule: {time: 24:10}", 4, "schedule.time", "24:10", "form", "23:59"),
    ("resources:\n  threads: 2\n  memory_limit: lots", 6, "resources.memory_limit", "lots", "form", "4GB"),
    ("resources: {memory_limit: 0GB}", 4, "resources.memory_limit", "0GB", "form", "4GB"),
    ("resources: {threads: 2.5}", 4, "resources.threads", 2.5, "whole number", "1 to 256"),
    ("resources: 4GB", 4, "resources", "4GB", "must be a mapping", "threads"),
    ("retention:", 4, "retention", None, "leave the key out", "logs_days"),
    ("hooks: {on_failure: 3}", 4, "hooks.on_failure", 3, "put it in quotes", "shell command"),
    ("costing: {ledger_scope: fulll}", 4, "costing.ledger_scope", "fulll", 'did you mean "full"?', "result"),
    (
        "costing:\n  objects:\n    - customer\n    - custmer",
        7,
        "costing.objects[1]",
        "custmer",
        '"customer"',
        "product",
    ),
    ("costing: {objects: []}", 4, "costing.objects", None, "is empty", "customer"),
    ("costing: {objects: [order, order]}", 4, "costing.objects", None, "twice", "customer"),
    ("costing: {credit_rate_share: 8%}", 4, "costing.credit_rate_share", "8%", "plain number", "0.08"),
    ("costing: {credit_rate_share: 0.0000001}", 4, "costing.credit_rate_share", None, "6 decimals", "0.08"),
    ("costing: {credit_rate_share: .nan}", 4, "costing.credit_rate_share", ".nan", "plain number", "0.08"),
    ('costing: {credit_rate_share: "1.01"}', 4, "costing.credit_rate_share", "1.01", "outside", "0 to 1"),
    ("customer_value: {discount_rate_share: -0.1}", 4, "customer_value.discount_rate_share", None, "outside", "0 to 1"),
    (
        "privacy: {default: hide}",
        4,
        "privacy.default",
        "hide",
        "isn't one of the allowed values",
        "keep, drop, mask, pseudonymise",
    ),
    (
        "privacy: {columns: {tax_id: drop}}",
        4,
        "privacy.columns",
        None,
        "'tax_id'; write entity.column",
        "entity.column",
    ),
    ("title: Acme", 4, "title", None, "stands twice (first on line 1)", ""),
    ("hooks: *other", 4, "", None, "undefined alias", ""),
    ("hooks: !!python/name:os.system", 4, "hooks", None, "YAML tag", ""),
    ("hooks:\n\ton_failure: x", 5, "", None, "isn't valid YAML", ""),
]


@pytest.mark.parametrize(
    ("lines", "line", "key", "value", "message", "allowed"), SETTINGS, ids=lambda each: str(each)[:40]
)
def test_a_wrong_setting_is_told_with_line_key_value_and_allowed_values(
    *, write_company: Write, lines: str, line: int, key: str, value: object, message: str, allowed: str
) -> None:
    folder = write_company(HEAD + lines + "\n" + SYSTEMS)

    (problem,) = problems_of(folder)

    assert (problem.file, problem.line, problem.key) == (folder / "company.yml", line, key)
    assert message in problem.message
    assert allowed in problem.allowed
    if value is not None:
        assert str(problem.value) == str(value)


SYSTEM_CASES = [
    ("  erp: {template: standrd, path: exports}", "systems.erp.template", "standrd", 'did you mean "standard"?'),
    ("  erp: {template: standard, path: export}", "systems.erp.path", "export", "no such folder"),
    ("  erp: {template: standard, path: company.yml}", "systems.erp.path", "company.yml", "is a file, not a folder"),
    ("  erp: {template: standard, path: 7}", "systems.erp.path", 7, "must be text"),
    ('  erp: {template: standard, path: "a\\0b"}', "systems.erp.path", "a\0b", "names no folder"),
    ("  erp: {template: standard, paths: exports}", "systems.erp.paths", "exports", 'did you mean "path"?'),
    ("  erp: {template: standard, path: exports, name: x}", "systems.erp.name", "x", "unknown key"),
    ("  erp: {path: exports}", "systems.erp", None, "has no staging folder models/staging/erp and no template"),
    ("  standard: {path: exports}", "systems.standard", None, "is the built-in system"),
    ("  Erp: {template: standard, path: exports}", "systems.Erp", "Erp", "can't be a folder and a database schema"),
    ("  erp-2: {template: standard, path: exports}", "systems.erp-2", "erp-2", "can't be a folder"),
    ("  ../x: {template: standard, path: exports}", "systems.../x", "../x", "can't be a folder"),
    ("  model: {template: standard, path: exports}", "systems.model", "model", "a name Whalecurve uses itself"),
    ("  marts: {template: standard, path: exports}", "systems.marts", "marts", "a name Whalecurve uses itself"),
    ("  erp: {template: standard, path: exports, tables: [orders]}", "systems.erp.tables", None, "must be a mapping"),
    ("  erp: {template: standard, path: exports, landing: utf-8}", "systems.erp.landing", "utf-8", "must be a mapping"),
    ("  erp: 5", "systems.erp", 5, "must be a mapping"),
]


@pytest.mark.parametrize(("system", "key", "value", "message"), SYSTEM_CASES, ids=lambda each: str(each)[:40])
def test_a_wrong_system_is_told(write_company: Write, system: str, key: str, value: object, message: str) -> None:
    problems = problems_of(write_company(HEAD + "systems:\n" + system + "\n"))

    found = [each for each in problems if each.key == key and message in each.message]
    assert len(found) == 1, problems
    assert found[0].line == 5
    if value is not None:
        assert found[0].value == value


FILES = [
    (b"", None, "is empty"),
    (b"# only a comment\n", None, "is empty"),
    (b"- title\n- zone\n", 1, "must be a mapping"),
    (b"just text\n", 1, "must be a mapping"),
    (b"title: Acme\nzone: \xb3\xf3d\xbc\n", 2, "isn't UTF-8 text"),
    (
        b"title: 'Acme\n",
        2,
        "isn't valid YAML: found unexpected end of stream while scanning a quoted scalar that begins on line 1",
    ),
    (b"title: Acme\n---\ntitle: Other\n", 2, "isn't valid YAML"),
    (b"[" * 5000, None, "nested more than"),
    (b"title: " + b"[" * 500 + b"]" * 500, None, "nested more than"),
    (b"#" * 6_000_000, None, "far too large"),
]


@pytest.mark.parametrize(("content", "line", "message"), FILES, ids=lambda each: str(each)[:20])
def test_a_file_that_is_no_mapping_of_settings_is_told(
    write_company: Write, content: bytes, line: int | None, message: str
) -> None:
    (problem,) = problems_of(write_company(content))

    assert message in problem.message
    assert problem.line == line


def test_every_problem_is_told_at_once_in_the_order_of_the_lines(write_company: Write) -> None:
    text = "title: Acme\nreporting_currency: eur\ntime_zone: Europe/Warszawa\ntitle: Again\nsystms: {}\n"

    problems = problems_of(write_company(text))

    assert [(each.line, each.key) for each in problems] == [
        (None, "systems"),
        (2, "reporting_currency"),
        (3, "time_zone"),
        (4, "title"),
        (5, "systms"),
    ]
    assert 'did you mean "EUR"?' in problems[1].message
    assert 'did you mean "Europe/Warsaw"?' in problems[2].message
    assert 'did you mean "systems"?' in problems[4].message


def test_an_alias_is_refused_instead_of_repeated(write_company: Write) -> None:
    text = HEAD + "systems:\n  erp: &same {template: standard, path: exports}\n  crm: *same\n"

    problems = problems_of(write_company(text))

    assert ("systems.crm", 5) in [(each.key, each.line) for each in problems if "alias" in each.message]


def test_missing_settings_are_told_as_missing(write_company: Write) -> None:
    problems = problems_of(write_company("title: Acme\n"))

    assert {each.key: each.message for each in problems} == dict.fromkeys(
        ("reporting_currency", "time_zone", "systems"), "is missing"
    )


def test_systems_written_as_a_list_get_one_clear_problem(write_company: Write) -> None:
    problems = problems_of(write_company(HEAD + "systems:\n  - erp\n"))

    assert [(each.key, each.line) for each in problems] == [("systems", 4)]


@pytest.mark.parametrize("name", ["Acme", "my company", "2acme", "warehouse", "a" * 41, "zażółć"])
def test_a_folder_whose_name_cannot_be_a_company_is_refused(write_company: Write, name: str) -> None:
    folder = write_company(HEAD + SYSTEMS)
    renamed = folder.rename(folder.with_name(name))

    (problem,) = problems_of(renamed)

    assert "the company's folder" in problem.message


def test_a_folder_without_company_yml_or_no_folder_at_all_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    assert "has no company.yml" in problems_of(tmp_path)[0].message
    assert "no such company folder" in problems_of(tmp_path / "nowhere")[0].message
    assert "isn't a folder" in problems_of(tmp_path / "file")[0].message


def test_company_yml_that_is_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "company.yml").mkdir()

    assert "can't be read" in problems_of(tmp_path)[0].message


def test_contracts_missing_from_an_existing_staging_folder_are_named(write_company: Write) -> None:
    folder = write_company(HEAD + "systems:\n  erp: {path: exports}\n")
    (folder / "models" / "staging" / "erp").mkdir(parents=True)

    (problem,) = problems_of(folder)

    assert problem.message == "has no contracts: models/staging/erp/_erp__sources.yml is missing"


def test_a_problem_reads_as_a_block() -> None:
    problem = Problem("company.yml", "schedule.time", "25:00", "isn't of the form asked for", "HH:MM", 7)

    assert str(problem).splitlines() == [
        "company.yml, line 7",
        "  key:     schedule.time",
        "  value:   '25:00'",
        "  problem: isn't of the form asked for",
        "  allowed: HH:MM",
    ]
