"""One table drafted from its files: each step of guessing in order.

Belongs here: the order of the steps. Doesn't belong here: any guess itself.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from ingest.drafting.columns import Facts, column_facts
from ingest.drafting.file_names import NamedTable
from ingest.drafting.findings import ColumnDraft, TableDraft, Texts
from ingest.drafting.headers import guess_header
from ingest.drafting.keys import guess_key
from ingest.drafting.sources import DRAFT_TEXTS, Source, add_texts, inspect
from ingest.drafting.types import choose_types
from ingest.problems import FileRefused


def draft_table(named: NamedTable, names: list[str], memory_limit: str = "1GB") -> TableDraft:
    """Draft a table. names: those of the columns of a file without a header, in its order; [] when they aren't known.

    FileRefused names the file that can't be drafted.
    """
    with tempfile.TemporaryDirectory(prefix="draft-") as work, duckdb.connect(str(Path(work) / "draft.duckdb")) as con:
        con.execute(f"set memory_limit = '{memory_limit}'")
        draft = TableDraft(named.table, named.paths, named.files, doubts=list(named.doubts))
        source, width = _read(con, named)
        draft.doubts += source.doubts
        draft.landing = dict(source.landing)
        has_header = _name_columns(con, draft, source, width, names)
        _type_columns(con, draft, source, has_header=has_header)
        draft.landing |= named.landing
        return draft


def _read(con: duckdb.DuckDBPyConnection, named: NamedTable) -> tuple[Source, int]:
    source, width = inspect(con, named.paths[0]), 0
    for number, path in enumerate(named.paths):
        try:
            width = add_texts(con, path, source, number)
        except FileRefused as refusal:
            raise FileRefused(f"{path.name if number else ''} {refusal}".strip()) from None
        except duckdb.Error as error:
            raise FileRefused(f"isn't one table: {path.name} {str(error).splitlines()[0]}") from None
    return source, width


def _name_columns(
    con: duckdb.DuckDBPyConnection, draft: TableDraft, source: Source, width: int, names: list[str]
) -> bool:
    if source.names:
        draft.columns = [ColumnDraft(name, header=name) for name in source.names]
        return False
    header = guess_header(con, width)
    draft.columns = header.columns
    draft.doubts += header.doubts
    if not header.has_header:
        draft.landing["header"] = False
        _give_names(draft, names)
    return header.has_header


def _give_names(draft: TableDraft, names: list[str]) -> None:
    if len(names) == len(draft.columns):
        draft.columns = [ColumnDraft(name) for name in names]
        return
    draft.doubts.append(
        "no header: its columns are named by their places; name them, or draft it again with --columns or --ddl"
    )
    if names:
        draft.doubts.append(f"{len(names)} names were given, but it has {len(draft.columns)} columns")


def _type_columns(con: duckdb.DuckDBPyConnection, draft: TableDraft, source: Source, *, has_header: bool) -> None:
    rows = f"(select * from {DRAFT_TEXTS} where row_number >= {int(has_header)})"
    count = con.execute(f"select count(*) from {rows}").fetchone()
    texts = Texts(con, rows, int(count[0]) if count else 0)
    facts = [column_facts(texts, place) for place in range(len(draft.columns))]
    if source.types:
        facts = [_as_declared(known, kind) for known, kind in zip(facts, source.types, strict=True)]
    draft.landing |= choose_types(texts, draft.columns, facts)
    for column, kind in zip(draft.columns, source.types, strict=False):
        column.data_type = kind if kind != "number" else column.data_type
    named = [(column, known) for column, known in zip(draft.columns, facts, strict=True) if column.name]
    draft.key, doubts = guess_key(texts, draft.columns, facts)
    draft.doubts += doubts
    draft.columns = [column for column, _ in named]
    for column in draft.columns:
        column.nullable = column.nullable and column.name not in draft.key


def _as_declared(facts: Facts, kind: str) -> Facts:
    """What fits, as far as the type that the file itself declares allows."""
    families = {"number": ("bigint", "decimal"), "varchar": ()}
    kept = families.get(kind, (kind.partition("(")[0],))
    facts.fitting = [each for each in facts.fitting if each[0] in kept]
    facts.nearly = None
    return facts
