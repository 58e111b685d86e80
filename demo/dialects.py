"""How each system writes its files, read from companies/demo/company.yml, so that it stands nowhere twice.

Belongs here: company.yml -> where and how a table is written. Doesn't belong here: writing (writers.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from settings.documents import read_document
from settings.paths import PROJECT_ROOT

COMPANY_FILE = PROJECT_ROOT / "companies" / "demo" / "company.yml"
_ENDINGS = {"csv": "csv", "xlsx": "xlsx", "parquet": "parquet", "jsonl": "jsonl"}


@dataclass(frozen=True)
class Dialect:
    """How the files of one table of one system look. pattern: the file's name with * where the date stands."""

    system: str
    entity: str
    folder: str
    pattern: str
    kind: str = "csv"
    encoding: str = "utf-8"
    separator: str = ","
    decimal_separator: str = "."
    date_format: str = "%Y-%m-%d"
    timestamp_format: str = "%Y-%m-%d %H:%M:%S"
    true_word: str = "true"
    false_word: str = "false"
    sheet: str = "Dane"
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def line_end(self) -> str:
        """Systems of the Windows world end lines with both letters."""
        return "\r\n" if self.encoding == "cp1250" else "\n"

    def header(self, column: str) -> str:
        """The header in the file of a standard column."""
        return self.headers.get(column, column)


def read_dialects(company_file: Path = COMPANY_FILE) -> dict[tuple[str, str], Dialect]:
    """The dialect of every (system, entity) that the company's settings list."""
    systems: dict[str, dict[str, Any]] = read_document(company_file).data["systems"]
    return {
        (system, entity): _dialect(system, entity, keys, table or {})
        for system, keys in systems.items()
        for entity, table in keys["tables"].items()
    }


def _dialect(system: str, entity: str, keys: dict[str, Any], table: dict[str, Any]) -> Dialect:
    landing = {**keys.get("landing", {}), **table}
    kind = landing.get("format", "csv")
    own = {
        name: landing[name]
        for name in ("encoding", "separator", "decimal_separator", "date_format", "timestamp_format", "sheet")
        if name in landing
    }
    if "true_values" in landing:
        own |= {"true_word": landing["true_values"][0], "false_word": landing["false_values"][0]}
    return Dialect(
        system=system,
        entity=entity,
        folder=Path(keys["path"]).name,
        pattern=landing.get("files", [f"{entity}_*.{_ENDINGS[kind]}"])[0],
        kind=kind,
        headers=landing.get("headers", {}),
        **own,
    )
