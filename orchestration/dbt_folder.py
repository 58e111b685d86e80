"""The private dbt project of a company: data/<name>/dbt/.

Belongs here: links to the shared models and to the company's, the models generated from its settings, its profile.
Nothing is written into the shared project or the company's folder. Doesn't belong here: running dbt (dbt_run.py).

dbt reads a linked folder only when the link itself is a model path, so each root is one link. Files are rewritten only
when their content changes: dbt parses what changed and nothing else.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ingest.contracts import Contract
from orchestration.dbt_pseudonyms import PSEUDONYMS_YAML, pseudonyms_sql
from settings.company import Company
from settings.paths import PROJECT_ROOT, DataPaths

SHARED_PROJECT = PROJECT_ROOT / "dbt_project"
STORAGE_VERSION = "v1.2.0"
"""DuckDB's file format of published files: every driver since DuckDB 1.2 opens it."""


LandedTables = set[tuple[str, str]]
"""(system, table) of which at least one load was ever accepted."""


def write_dbt_folder(
    company: Company, paths: DataPaths, contracts: list[Contract], as_of_date: date | None, landed: LandedTables
) -> Path:
    """Bring the company's private dbt project up to date and return its folder.

    as_of_date: the day on which the analysis stands; None when the data tell (`as_of: last_data_date`).
    """
    folder = paths.dbt_dir
    for name in ("models", "macros", "tests"):
        _link(folder / name, SHARED_PROJECT / name)
    _link(folder / "company_models", company.folder / "models")
    _write_generated(folder / "generated", _generated_files(company, contracts, as_of_date, landed))
    _write(folder / "dbt_project.yml", _project_yaml(company, landed))
    _write(folder / "profiles.yml", _profile_yaml(company, paths))
    return folder


def entities_by_system(company: Company, landed: LandedTables) -> dict[str, list[str]]:
    """The standard entities that each system provides, highest-ranking system first: the only variable dbt gets.

    A system on the standard template provides the entities of which something has landed; any other system those for
    which its folder holds `stg_<system>__<entity>.sql`.
    """
    found: dict[str, list[str]] = {}
    for system in company.systems:
        if system.contracts_of == "standard":
            found[system.name] = sorted(table for name, table in landed if name == system.name)
        else:
            prefix = f"stg_{system.name}__"
            folder = staging_folder(company, system.name)
            found[system.name] = sorted(path.stem.removeprefix(prefix) for path in folder.glob(f"{prefix}*.sql"))
    return found


def staging_folder(company: Company, system: str) -> Path:
    """Where a system's contracts and staging models lie: the company's folder, else the shared project's."""
    own = company.folder / "models" / "staging" / system
    return own if own.is_dir() else SHARED_PROJECT / "models" / "staging" / system


def _generated_files(
    company: Company, contracts: list[Contract], as_of_date: date | None, landed: LandedTables
) -> dict[str, str]:
    files = {"staging/company/stg_company__settings.sql": _settings_sql(company, as_of_date)}
    files["staging/company/stg_company__pseudonyms.sql"] = pseudonyms_sql(
        company.privacy, entities_by_system(company, landed)
    )
    files["staging/company/_company__models.yml"] = _models_yaml(company)
    for system in company.systems:
        if system.template and system.name != system.template:
            mine = [each for each in contracts if each.system == system.name]
            files |= _template_files(system.name, system.template, mine)
    return files


def _template_files(system: str, template: str, contracts: list[Contract]) -> dict[str, str]:
    """The template's staging models, their descriptions and unit tests, and the source, under the system's own name."""
    folder = SHARED_PROJECT / "models" / "staging" / template
    names = {f"stg_{template}__{contract.table}": f"stg_{system}__{contract.table}" for contract in contracts}
    files = {}
    for name, own_name in names.items():
        text = (folder / f"{name}.sql").read_text(encoding="utf-8")
        files[f"staging/{system}/{own_name}.sql"] = text.replace(f"('{template}',", f"('{system}',")
    tables = [{"name": each.table, "description": each.description} for each in contracts]
    source = {"name": system, "database": "landed", "schema": f"raw_{system}", "tables": tables}
    about = {
        "version": 2,
        "sources": [source],
        "models": _descriptions(folder / f"_{template}__models.yml", names),
        "unit_tests": _unit_tests(folder / f"_{template}__unit_tests.yml", names, template, system),
    }
    files[f"staging/{system}/_{system}__sources.yml"] = _yaml(about)
    return files


def _descriptions(file: Path, names: dict[str, str]) -> list[dict[str, Any]]:
    """Of the renamed models. Their keys are tested where the systems are united, and by gate 1."""
    models = yaml.safe_load(file.read_text(encoding="utf-8"))["models"]
    return [
        {"name": names[each["name"]], "description": each["description"]} for each in models if each["name"] in names
    ]


def _unit_tests(file: Path, names: dict[str, str], template: str, system: str) -> list[dict[str, Any]]:
    text = file.read_text(encoding="utf-8").replace(f"source('{template}',", f"source('{system}',")
    tests = yaml.safe_load(text)["unit_tests"]
    return [
        {**each, "name": f"{system}_{each['name']}", "model": names[each["model"]]}
        for each in tests
        if each["model"] in names
    ]


def _settings_sql(company: Company, as_of_date: date | None) -> str:
    values = {
        "company_name": (company.name, "varchar"),
        "company_title": (company.title, "varchar"),
        "reporting_currency": (company.reporting_currency, "varchar"),
        "time_zone": (company.time_zone, "varchar"),
        "fiscal_year_start_month": (company.fiscal_year_start_month, "bigint"),
        "as_of_date": (as_of_date, "date"),
        "credit_rate_share": (company.costing.credit_rate_share, "decimal(18, 6)"),
        "ledger_scope": (company.costing.ledger_scope, "varchar"),
    }
    columns = "\n".join(f"    cast({_literal(value)} as {kind}) as {name}," for name, (value, kind) in values.items())
    return f"-- Written from company.yml at every refresh.\nselect\n{columns}\n"


def _models_yaml(company: Company) -> str:
    settings = {
        "name": "stg_company__settings",
        "description": "One row per company: its settings as SQL sees them; as_of_date is null when the data decide.",
        "config": {"meta": {"privacy": company.privacy.model_dump(mode="json")}},
        "data_tests": [{"one_row_per": {"arguments": {"columns": ["company_name"]}}}],
    }
    return _yaml({"version": 2, "models": [settings, PSEUDONYMS_YAML]})


def _literal(value: object) -> str:
    return "null" if value is None else "'" + str(value).replace("'", "''") + "'"


def _project_yaml(company: Company, landed: LandedTables) -> str:
    project = yaml.safe_load((SHARED_PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    project["vars"] = {"systems": entities_by_system(company, landed)}
    names = [system.name for system in company.systems]
    project["models"]["whalecurve"]["staging"]["standard"]["+enabled"] = "standard" in names
    return _yaml(project)


def _profile_yaml(company: Company, paths: DataPaths) -> str:
    output: dict[str, Any] = {
        "type": "duckdb",
        "path": str(paths.work_file),
        "database": "work",
        "schema": "main",
        "threads": company.resources.threads,
        "keep_open": True,
        "attach": [
            {"path": str(paths.raw_file), "alias": "landed", "read_only": True},
            {
                "path": str(paths.candidate_file),
                "alias": "whalecurve",
                "options": {"STORAGE_VERSION": f"'{STORAGE_VERSION}'"},
            },
            {"path": str(paths.private_file), "alias": "private"},
        ],
        "settings": {
            "memory_limit": company.resources.memory_limit,
            "threads": company.resources.threads,
            "TimeZone": "UTC",
        },
    }
    return _yaml({"whalecurve": {"target": "build", "outputs": {"build": output}}})


def _yaml(content: object) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)


def _write_generated(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        _write(folder / name, text)
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()


def _write(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _link(path: Path, target: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() and (path.readlink() != target or not target.exists()):
        path.unlink()
    if target.exists() and not path.is_symlink():
        path.symlink_to(target, target_is_directory=True)
