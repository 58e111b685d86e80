"""Whether the first record of a file names its columns: its values against those of the records below.

Belongs here: the decision and the names. Doesn't belong here: reading the file (sources.py).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

import duckdb

from ingest.drafting.columns import some_values
from ingest.drafting.findings import ColumnDraft, Texts
from ingest.drafting.sources import DRAFT_TEXTS
from ingest.drafting.spellings import of_all
from ingest.drafting.words import snake_case
from ingest.problems import FileRefused

_SAMPLE = 2000
_LONGEST_NAME = 60


@dataclass(frozen=True)
class HeaderGuess:
    """has_header: whether the first record is one; columns: their drafts; doubts: what speaks against it."""

    has_header: bool
    columns: list[ColumnDraft]
    doubts: list[str] = field(default_factory=list)


def guess_header(con: duckdb.DuckDBPyConnection, width: int) -> HeaderGuess:
    """Decide by the columns that aren't text: a header has no number where all others have one."""
    fields = ", ".join(f"c{place}" for place in range(width))
    row = con.execute(f"select {fields} from {DRAFT_TEXTS} where file_number = 0 and row_number = 0").fetchone()
    first = [str(value or "").strip() for value in row or ()]
    votes = [_vote(con, place, value) for place, value in enumerate(first)]
    unlike, like = votes.count("name"), votes.count("value")
    doubts = []
    if unlike and like:
        doubts.append(f"header by {unlike} columns against {like}: check whether the first record names the columns")
    has_header = unlike > like if unlike or like else _are_names(con, first)
    if not unlike and not like:
        doubts.append(
            f"all columns are text: the first record is taken for {'a header' if has_header else 'data'} by its looks"
        )
    columns = _columns(first, has_header=has_header)
    unnamed = [str(place) for place, column in enumerate(columns, 1) if not column.name]
    if unnamed:
        doubts.append(f"left out: field {', '.join(unnamed)} has no name that a contract can have")
    return HeaderGuess(has_header, columns, doubts)


def _vote(con: duckdb.DuckDBPyConnection, place: int, first: str) -> str:
    """What a column says of the first record: that its value is a name, a value like the others, or nothing."""
    rows = f"(select * from {DRAFT_TEXTS} where row_number > 0 and trim(coalesce(c{place}, '')) <> '' limit {_SAMPLE})"
    spellings = of_all(some_values(Texts(con, rows, 0), f"c{place}"))
    if not spellings or not first:
        return ""
    return "value" if set(spellings) & set(of_all([first])) else "name"


def _are_names(con: duckdb.DuckDBPyConnection, first: list[str]) -> bool:
    """Among texts alone: short, different words that stand nowhere else in their columns."""
    if len({name.lower() for name in first}) < len(first) or not all(_is_name(name) for name in first):
        return False
    again = " or ".join(f"trim(c{place}) = (select trim(c{place}) from head)" for place in range(len(first)))
    row = con.execute(
        f"with head as (select * from {DRAFT_TEXTS} where file_number = 0 and row_number = 0) "
        f"select count(*) from {DRAFT_TEXTS} where row_number > 0 and ({again})"
    ).fetchone()
    return row is not None and row[0] == 0


def _is_name(text: str) -> bool:
    return bool(snake_case(text)) and not text[0].isdigit() and len(text) <= _LONGEST_NAME


def _columns(first: list[str], *, has_header: bool) -> list[ColumnDraft]:
    """The columns by their headers; one that no contract can name has the name "" and isn't drafted."""
    if not has_header:
        return [ColumnDraft(f"c{place + 1}") for place in range(len(first))]
    _refuse_doubles(first)
    columns: list[ColumnDraft] = []
    for header in first:
        name = _plain_name(header)
        taken = {column.name.lower() for column in columns}
        is_double = name and name.lower() in taken
        columns.append(ColumnDraft(f"{name}_{len(columns) + 1}" if is_double else name, header=header))
    return columns


def _refuse_doubles(names: list[str]) -> None:
    doubled = [name for name, count in Counter(names).items() if count > 1 and name]
    if doubled:
        raise FileRefused(f'has the column "{doubled[0]}" more than once; leave one of them in the export')


def _plain_name(header: str) -> str:
    """The header as a contract's name for the column: one line, nothing that dbt takes for a template."""
    if re.search(r"\{[{%#]", header):
        return ""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in header).split()).lstrip("_")
