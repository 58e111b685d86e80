"""The files of a new company folder: settings, one empty export per standard entity, and pages that explain them.

Belongs here: their text, made from the settings' models and the standard contracts. Doesn't belong here: writing
them to disk (commands/template.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from ingest.contracts import Column, Contract, standard_entities
from settings.example import example_settings

SYSTEM = "erp"
_SYSTEM_SETTINGS = """\
# The name of the system is yours to choose; it becomes part of file and table names.
erp:
  template: standard # its files have the columns of ENTITIES.md
  path: exports
  # How its files are written, where that differs from plain CSV in UTF-8:
  # landing: {encoding: cp1250, separator: ";", decimal_separator: ",", date_format: "%d.%m.%Y"}
  # Where its files or their headers have other names (standard column: header in the file):
  # tables:
  #   customers: {files: ["clients_*.csv"], headers: {customer_id: "Code", customer_name: "Name"}}
"""
_README = """\
# {title}

A company folder of Whalecurve. What is in it:

| file | what it is |
|---|---|
| company.yml | the settings: currency, time zone, systems and how their files are written |
| exports/ | the files that your systems export; every file here has its header and no rows yet |
| ENTITIES.md | every file and column explained: type, unit, whether it is required, what it refers to |

## What to do

1. Put your exports into `exports/` in place of the empty files, or let `path` in company.yml point at the folder where
   they are written. Nothing is ever changed there.
2. Start with what you have: *any subset of the files works*. Delete the files you have no data for. A column that isn't
   marked "required" in ENTITIES.md may be left out as well.
3. Set the currency and the time zone in company.yml.
4. Run `whale check --company {folder}`. It tells whatever doesn't fit, with file and line, and changes nothing.
5. Run `whale refresh --company {folder}`, then `whale status --company {folder}`.
"""
_ENTITIES_HEAD = """\
# The files and their columns

One file per entity, named as the entity, in `exports/`. Columns are found by their header, in any order. Amounts are in
the reporting currency and without VAT unless the column's name says otherwise; credit notes are negative. Dates are
written 2026-10-31 and instants 2026-10-31 14:05:00 in the company's time zone, unless company.yml says otherwise.

*Required* is one of: **always** (the column must be there, and every row must have a value), **column** (the column
must be there, a value may be empty), **value** (the column may be left out; if it is there, every row must have a
value), or nothing.
"""


def company_files(name: str, folder: str) -> dict[str, str]:
    """Relative path -> text of every file of a new company folder; folder: how the user named it, for the README."""
    title = name.replace("_", " ").capitalize()
    entities = standard_entities()
    required = {"title": title, "reporting_currency": "EUR", "time_zone": "Europe/Warsaw"}
    files = {
        "company.yml": example_settings(required, _SYSTEM_SETTINGS),
        "README.md": _README.format(title=title, folder=folder),
        "ENTITIES.md": entities_page(entities.values()),
    }
    return files | {f"exports/{entity}.csv": _header(contract) for entity, contract in entities.items()}


def entities_page(contracts: Iterable[Contract]) -> str:
    """The page that explains every standard entity and column."""
    return "\n".join([_ENTITIES_HEAD, *(_entity_section(contract) for contract in contracts)])


def _header(contract: Contract) -> str:
    return ",".join(column.name for column in contract.columns) + "\n"


def _entity_section(contract: Contract) -> str:
    landing = contract.landing
    mode = "the whole list each time" if landing.load_mode == "full" else "new and changed rows; older files stay valid"
    lines = [
        f"## {contract.table}\n",
        f"{contract.description}\n",
        f"Key: {', '.join(landing.key)}. A file holds {mode}.\n",
        "| column | type | unit | required | personal | refers to | allowed values | meaning |",
        "|---|---|---|---|---|---|---|---|",
        *(_column_row(column) for column in contract.columns),
    ]
    return "\n".join(lines) + "\n"


def _column_row(column: Column) -> str:
    cells = [
        f"`{column.name}`",
        column.data_type,
        column.unit or "",
        _required(column),
        "yes" if column.personal else "",
        column.references or "",
        ", ".join(column.allowed or ()),
        column.description,
    ]
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def _required(column: Column) -> str:
    if column.optional:
        return "" if column.nullable else "value"
    return "column" if column.nullable else "always"
