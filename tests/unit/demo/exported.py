"""A generated demo company, read back as its systems wrote it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from openpyxl import load_workbook

from demo.dialects import Dialect, read_dialects
from demo.generate import GeneratedSummary

SEED, SCALE = 7, 0.1
Rows = list[dict[str, Any]]


@dataclass
class Company:
    exports: Path
    truth: Path
    summary: GeneratedSummary
    cache: dict[tuple[str, str], Rows] = field(default_factory=dict)

    def files(self, system: str, entity: str) -> list[Path]:
        dialect = read_dialects()[system, entity]
        return sorted((self.exports / dialect.folder).glob(dialect.pattern))

    def rows(self, system: str, entity: str) -> Rows:
        """All records of a table with standard column names, as text where the format knows only text; no faults."""
        if (system, entity) not in self.cache:
            dialect = read_dialects()[system, entity]
            found = [row for path in self.files(system, entity) for row in read_file(path, dialect)]
            self.cache[system, entity] = [row for row in found if not is_planted(row)]
        return self.cache[system, entity]

    def last_state(self, system: str, entity: str) -> Rows:
        return read_file(self.files(system, entity)[-1], read_dialects()[system, entity])

    def truth_json(self, name: str) -> Any:
        return json.loads((self.truth / f"{name}.json").read_text(encoding="utf-8"))

    def truth_rows(self, name: str) -> Rows:
        rows: Rows = pq.read_table(self.truth / f"{name}.parquet").to_pylist()
        return rows


def is_planted(row: dict[str, Any]) -> bool:
    return any(str(value).startswith("BLAD-") or value == "MAIL-BLAD" for value in row.values())


def read_file(path: Path, dialect: Dialect) -> Rows:
    readers: dict[str, Callable[[Path, Dialect], Rows]] = {
        "csv": _csv,
        "jsonl": _json_lines,
        "xlsx": _workbook,
        "parquet": lambda path, _: pq.read_table(path).to_pylist(),
    }
    return readers[dialect.kind](path, dialect)


def _csv(path: Path, dialect: Dialect) -> Rows:
    columns = {header: column for column, header in dialect.headers.items()}
    with path.open(encoding=dialect.encoding, newline="") as source:
        records = list(csv.DictReader(source, delimiter=dialect.separator))
    return [{columns.get(name, name): value for name, value in record.items()} for record in records]


def _json_lines(path: Path, _: Dialect) -> Rows:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.endswith("}")]


def _workbook(path: Path, dialect: Dialect) -> Rows:
    records = list(load_workbook(path)[dialect.sheet].iter_rows(values_only=True))
    return [dict(zip(map(str, records[0]), record, strict=True)) for record in records[1:]]
