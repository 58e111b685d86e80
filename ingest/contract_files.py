"""One `_<system>__sources.yml`, dbt's own source file, read as contracts with every mistake told at its line.

Belongs here: the file's shape, merging a system's defaults with a table's keys and a company's overrides.
Doesn't belong here: which systems a company has (contracts.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from ingest.columns import Column
from ingest.contract_problems import Layer, explain
from ingest.landing_keys import Landing
from settings.documents import Document, KeyPath, read_document
from settings.errors import Problem
from settings.names import NAME_PATTERN, suggestion

__all__ = ["Layer", "Parts", "Sources", "read_sources", "unknown_table"]

_COLUMN_META = ("nullable", "personal", "optional", "references", "unit", "aliases", "allowed", "earliest", "latest")
_COLUMN_TOP = ("name", "data_type", "description")
_PERCENT_DECIMALS = 2
T = TypeVar("T")


@dataclass
class Parts:
    """A table's landing and columns; landing is None when it can't be used."""

    description: str
    landing: Landing | None
    columns: list[Column]
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Sources:
    """A file of contracts: its tables as they are written, and the mistakes of the file as a whole."""

    system: str
    document: Document
    top: KeyPath = ("sources", 0)
    defaults: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, tuple[KeyPath, dict[str, Any]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def parts(self, table: str, zone: str, layers: list[Layer]) -> Parts:
        """A table with its defaults (zone: for instants without one) and overrides; later layers win."""
        key, data = self.tables[table]
        parts = Parts(str(data.get("description") or ""), None, [])
        parts.columns = self._columns(key, data, parts.problems)
        own = Layer(self.document, (*key, "config", "meta", "landing"), _landing_of(data))
        shared = Layer(self.document, (*self.top, "config", "meta", "landing"), self.defaults)
        parts.landing = _landing(table, zone, [shared, own, *layers], own, parts.problems)
        if parts.landing is not None:
            parts.problems += _key_problems(parts.landing, parts.columns, own)
        return parts

    def _columns(self, key: KeyPath, data: dict[str, Any], problems: list[Problem]) -> list[Column]:
        written = data.get("columns")
        if not isinstance(written, list) or not written:
            problems.append(self.document.problem((*key, "columns"), None, "lists no columns", "a list of columns"))
            return []
        columns = [
            _column(self.document, (*key, "columns", index), item, problems) for index, item in enumerate(written)
        ]
        found = [column for column in columns if column is not None]
        names = [column.name.lower() for column in found]
        for index, name in enumerate(names):
            if name in names[:index]:
                place = (*key, "columns", index, "name")
                problems.append(
                    self.document.problem(place, found[index].name, "stands twice (case doesn't tell names apart)")
                )
        return found


def read_sources(path: Path, system: str) -> Sources:
    """The file of a system's contracts. Never raises for what is in it: see Sources.problems."""
    document = read_document(path)
    sources = Sources(system, document, problems=list(document.problems))
    if not document.data:
        return sources
    written = document.data.get("sources")
    if not isinstance(written, list) or len(written) != 1 or not isinstance(written[0], dict):
        sources.problems.append(
            document.problem(("sources",), None, "must hold exactly one source", f"- name: {system}")
        )
        return sources
    _check_source(sources, written[0])
    sources.defaults = _landing_of(written[0])
    _read_tables(sources, written[0].get("tables"))
    return sources


def unknown_table(document: Document, key: KeyPath, sources: Sources) -> Problem:
    """The problem of an override for a table that the contracts don't have."""
    message = f"no such table of {sources.system}{suggestion(str(key[-1]), sources.tables)}"
    return document.problem(key, None, message, ", ".join(sources.tables))


def _check_source(sources: Sources, data: dict[str, Any]) -> None:
    expected = {"name": sources.system, "database": "landed", "schema": f"raw_{sources.system}"}
    for key, value in expected.items():
        if data.get(key) != value:
            message = "is wrong: dbt would look for the rows elsewhere"
            sources.problems.append(sources.document.problem((*sources.top, key), data.get(key), message, value))


def _read_tables(sources: Sources, written: Any) -> None:
    if not isinstance(written, list) or not written:
        sources.problems.append(
            sources.document.problem((*sources.top, "tables"), None, "lists no tables", "a list of tables")
        )
        return
    for index, data in enumerate(written):
        key = (*sources.top, "tables", index)
        name = data.get("name") if isinstance(data, dict) else None
        if not isinstance(name, str) or not NAME_PATTERN.fullmatch(name):
            sources.problems.append(
                sources.document.problem((*key, "name"), name, "isn't a name of a table", "a lower-case name")
            )
        elif name in sources.tables:
            sources.problems.append(sources.document.problem((*key, "name"), name, "stands twice"))
        else:
            sources.tables[name] = (key, data)


def _landing_of(data: dict[str, Any]) -> dict[str, Any]:
    found: Any = data
    for step in ("config", "meta", "landing"):
        found = found.get(step) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _landing(table: str, zone: str, layers: list[Layer], own: Layer, problems: list[Problem]) -> Landing | None:
    merged: dict[str, Any] = {"time_zone": zone}
    origin: dict[str, Layer] = {}
    for layer in layers:
        merged |= layer.keys
        origin |= dict.fromkeys(layer.keys, layer)
    merged |= _renamed_files(layers, merged)
    if merged.get("source") is not None:  # what is fetched from a database becomes files of our own
        merged |= {"files": [f"{table}_[0-9][0-9][0-9][0-9]-*.parquet"], "format": "parquet"}
    return _validated(lambda: Landing.model_validate(merged), lambda key: origin.get(key, own), Landing, problems)


def _renamed_files(layers: list[Layer], merged: dict[str, Any]) -> dict[str, Any]:
    """Patterns that end in .csv follow a format that was said later than they were: a template's, as workbooks."""
    said = {key: max((n for n, layer in enumerate(layers) if key in layer.keys), default=0) for key in merged}
    files, ending = merged.get("files"), merged.get("format")
    if not isinstance(files, list) or said.get("format", 0) <= said["files"]:
        return {}
    return {
        "files": [
            f"{str(name).removesuffix('.csv')}.{ending}" if str(name).endswith(".csv") else name for name in files
        ]
    }


def _column(document: Document, key: KeyPath, written: Any, problems: list[Problem]) -> Column | None:
    if not isinstance(written, dict):
        problems.append(document.problem(key, str(written), "isn't a column", "{name: …, data_type: …}"))
        return None
    config = written.get("config")
    meta = config.get("meta") if isinstance(config, dict) else None
    meta = meta if isinstance(meta, dict) else {}
    unknown = [name for name in meta if name not in _COLUMN_META]
    for name in unknown:
        message = f"unknown key{suggestion(str(name), _COLUMN_META)}"
        problems.append(document.problem((*key, "config", "meta", name), meta[name], message, ", ".join(_COLUMN_META)))
    top = Layer(document, key, {name: written[name] for name in _COLUMN_TOP if written.get(name) is not None})
    below = Layer(document, (*key, "config", "meta"), {name: meta[name] for name in meta if name not in unknown})
    column = _validated(
        lambda: Column.model_validate(top.keys | below.keys),
        lambda name: below if name in _COLUMN_META else top,
        Column,
        problems,
    )
    return column and column.model_copy(update={"headers": [column.name, *(alias.strip() for alias in column.aliases)]})


def _validated(
    build: Callable[[], T], origin: Callable[[str], Layer], model: type[Landing] | type[Column], problems: list[Problem]
) -> T | None:
    try:
        return build()
    except ValidationError as error:
        problems += [explain(detail, origin, model) for detail in error.errors(include_url=False)]
        return None


def _key_problems(landing: Landing, columns: list[Column], own: Layer) -> list[Problem]:
    names = [column.name for column in columns]
    unknown = [name for name in landing.key if columns and name not in names]
    found = [
        own.problem("key", name, f"isn't a column of the table{suggestion(name, names)}", ", ".join(names))
        for name in unknown
    ]
    found += [
        own.problem("learning", name, f"isn't a column of the table{suggestion(name, names)}", ", ".join(names))
        for name in landing.learning.columns
        if columns and name not in names
    ]
    if len(set(landing.key)) < len(landing.key):
        found.append(own.problem("key", landing.key, "names a column twice"))
    percent = {column.name for column in columns if column.kind == "decimal" and column.decimals >= _PERCENT_DECIMALS}
    if not set(landing.percent_columns) <= percent:
        wrong = [name for name in landing.percent_columns if name not in percent]
        found.append(own.problem("percent_columns", wrong, "must be columns of decimals, at least two", "decimal(9,4)"))
    found += _load_problems(landing, columns, own)
    optional = [column.name for column in columns if column.optional and column.name in landing.key]
    if optional:
        found.append(own.problem("key", optional, "is optional: a file without it couldn't be landed"))
    return found


def _load_problems(landing: Landing, columns: list[Column], own: Layer) -> list[Problem]:
    """Columns named by the keys about loads that the table doesn't have, or that can't be summed."""
    names = [column.name for column in columns]
    numbers = [column.name for column in columns if column.kind in ("bigint", "decimal")]
    found = [
        own.problem("delete_when", name, f"isn't a column of the table{suggestion(name, names)}", ", ".join(names))
        for name in landing.delete_when
        if name not in names
    ]
    sums = landing.controls.sums if landing.controls else {}
    found += [
        own.problem("controls", name, "isn't a number column of the table", ", ".join(numbers))
        for name in sums
        if name not in numbers
    ]
    if landing.controls and landing.controls.source == "trailer" and landing.format != "csv":
        found.append(own.problem("controls", "trailer", "is for csv files only", "sidecar, contract"))
    return found
