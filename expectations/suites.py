"""Suites written by hand: `<folder>/<system or template>/<table>.json`, in Great Expectations' own JSON.

Belongs here: finding them, reading them, and telling what is wrong with one before anything runs. Doesn't belong
here: what a contract says already (from_contract.py), for it would stand twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from expectations.rules import QUERY_ARGUMENT, ROW_QUERY, Rule, Severity
from expectations.views import LANDING_COLUMNS
from ingest.contracts import Contract
from settings.errors import ConfigurationError, Problem
from settings.names import suggestion
from settings.paths import PROJECT_ROOT

BUILT_IN = PROJECT_ROOT / "expectations"


class _Written(BaseModel):
    """One expectation of a file. `meta.name` is what messages call it, `meta.notes` why it must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str = Field(pattern=rf"^(expect_[a-z0-9_]+|{ROW_QUERY})$")
    kwargs: dict[str, Any]
    meta: dict[str, Any] = {}
    severity: Severity = "critical"
    notes: str | None = None
    description: str | None = None
    id: str | None = None


class _Suite(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    expectations: list[_Written]
    meta: dict[str, Any] = {}
    notes: str | None = None
    id: str | None = None


def written_rules(contract: Contract, company_folder: Path | None = None) -> list[Rule]:
    """The rules written for a table: those of its system or template, then those the company adds.

    company_folder: the folder with company.yml; its `expectations/<system>/<table>.json` is read too.
    Raises ConfigurationError with every problem of these files.
    """
    problems: list[Problem] = []
    rules = [rule for file in suite_files(contract, company_folder) for rule in _rules_of(file, contract, problems)]
    if problems:
        raise ConfigurationError(problems)
    return rules


def suite_files(contract: Contract, company_folder: Path | None = None) -> list[Path]:
    """The files that exist for a table. A system that speaks a template shares the template's."""
    places = [BUILT_IN / contract.source_file.parent.name / f"{contract.table}.json"]
    if company_folder is not None:
        places.append(company_folder / "expectations" / contract.system / f"{contract.table}.json")
    return [place for place in places if place.is_file()]


def check_suites(contracts: Iterable[Contract], company_folder: Path | None = None) -> None:
    """Read every suite of a company without running it.

    ConfigurationError with all problems, among them the company's files that belong to no table.
    """
    problems: list[Problem] = []
    known = {(contract.system, contract.table): contract for contract in contracts}
    for contract in known.values():
        for file in suite_files(contract, company_folder):
            list(_rules_of(file, contract, problems))
    if company_folder is not None:
        problems += _strangers(company_folder / "expectations", set(known))
    if problems:
        raise ConfigurationError(problems)


def _strangers(folder: Path, known: set[tuple[str, str]]) -> Iterator[Problem]:
    for file in sorted(folder.glob("*/*.json")):
        if (file.parent.name, file.stem) not in known:
            tables = [table for system, table in known if system == file.parent.name]
            yield Problem(
                file,
                "",
                f"{file.parent.name}/{file.name}",
                f"no contract has this system and table{suggestion(file.stem, tables)}",
            )


def _rules_of(file: Path, contract: Contract, problems: list[Problem]) -> Iterator[Rule]:
    try:
        suite = _Suite.model_validate(json.loads(file.read_text(encoding="utf-8")))
    except json.JSONDecodeError as error:
        problems.append(Problem(file, "", None, f"isn't JSON: {error.msg}", line=error.lineno))
        return
    except (UnicodeDecodeError, OSError) as error:
        problems.append(Problem(file, "", None, f"can't be read as UTF-8 text: {error}"))
        return
    except ValidationError as error:
        problems += [_shape_problem(file, dict(fault)) for fault in error.errors()]
        return
    for number, written in enumerate(suite.expectations):
        rule = _rule(file, written)
        problems += _argument_problems(file, number, rule, contract)
        yield rule


def _shape_problem(file: Path, fault: dict[str, Any]) -> Problem:
    return Problem(file, ".".join(str(step) for step in fault["loc"]), fault.get("input"), str(fault["msg"]))


def _rule(file: Path, written: _Written) -> Rule:
    described = [
        str(written.kwargs[key]) for key in ("column", "column_A", "column_B", "column_list") if key in written.kwargs
    ]
    return Rule(
        name=str(written.meta.get("name") or " ".join([written.type, *described])),
        type=written.type,
        kwargs=written.kwargs,
        source=f"{file.parent.name}/{file.name}",
        notes=str(written.meta.get("notes") or written.notes or ""),
        severity=written.severity,
    )


def _argument_problems(file: Path, number: int, rule: Rule, contract: Contract) -> Iterator[Problem]:
    known = [*(column.name for column in contract.columns), *LANDING_COLUMNS]
    for column in rule.columns:
        if column not in known:
            message = f"{contract.system}.{contract.table} has no such column{suggestion(str(column), known)}"
            yield Problem(file, f"expectations.{number}.kwargs", column, message)
    if rule.type == ROW_QUERY and "{batch}" not in rule.query:
        message = "a row query must select from {batch}, which stands for the rows to be checked"
        yield Problem(file, f"expectations.{number}.kwargs.{QUERY_ARGUMENT}", rule.query, message)
