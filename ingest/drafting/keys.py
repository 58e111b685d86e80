"""The key of a table: a column, or the shortest combination of up to three, that tells every row apart.

Belongs here: the search. Doesn't belong here: types.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass

from ingest.drafting.columns import Facts
from ingest.drafting.findings import ColumnDraft, Texts
from ingest.drafting.words import snake_case

_SAMPLE = 50_000
_MOST_COLUMNS = 12
_LONGEST = 3
_FEW_ROWS = 20
_TECHNICAL = 4


@dataclass(frozen=True)
class _Candidate:
    place: int
    rank: tuple[int, int]
    distinct: int


def guess_key(texts: Texts, columns: list[ColumnDraft], facts: list[Facts]) -> tuple[list[str], list[str]]:
    """The names of the key's columns, and the doubts about it."""
    candidates = _candidates(texts, columns, facts)
    # Technical numbers and times of change tell rows apart and identify nothing: only where nothing else does.
    meaningful = [each for each in candidates if each.rank[0] < _TECHNICAL]
    for pool in (meaningful, candidates):
        for chosen in (each for length in range(1, _LONGEST + 1) for each in _combinations(pool, length, texts.count)):
            if _tells_apart(texts, [each.place for each in chosen]):
                return _names(columns, chosen), _found_doubts(texts, columns, candidates, chosen)
    fallback = candidates or [_Candidate(0, (0, 0), 0)]
    names = _names(columns, fallback)
    return names, [
        f"no key of up to {_LONGEST} columns tells all rows apart; {', '.join(names)} stands in until one is known"
    ]


def _names(columns: list[ColumnDraft], chosen: list[_Candidate]) -> list[str]:
    return [columns[each.place].name for each in sorted(chosen, key=lambda each: each.place)]


def _candidates(texts: Texts, columns: list[ColumnDraft], facts: list[Facts]) -> list[_Candidate]:
    """Columns without a blank, the likeliest first; amounts and long texts identify nothing."""
    found = []
    for place, (column, known) in enumerate(zip(columns, facts, strict=True)):
        is_measure = column.data_type.startswith(("decimal", "boolean"))
        if known.filled < texts.count or is_measure or known.shape.get("long") or column.name == "":
            continue
        found.append(_Candidate(place, (_unlikeliness(place, column, known), place), known.distinct))
    return sorted(found, key=lambda each: each.rank)[:_MOST_COLUMNS]


def _unlikeliness(place: int, column: ColumnDraft, facts: Facts) -> int:
    name = snake_case(column.name)
    if facts.shape.get("guid") == facts.filled or re.search(r"guid|uuid|modified|created|updated|changed", name):
        return _TECHNICAL
    if (place == 0 and column.data_type in ("bigint", "varchar")) or re.search(
        r"(?:id|key|code|number|nr|no|symbol|kod|numer|line|zeile)$", name
    ):
        return 0
    return {"bigint": 1, "varchar": 2}.get(column.data_type, 3) if not column.personal else 3


def _combinations(candidates: list[_Candidate], length: int, rows: int) -> list[list[_Candidate]]:
    found = [
        list(each)
        for each in itertools.combinations(candidates, length)
        if math.prod(max(one.distinct, 1) for one in each) >= rows
    ]
    return sorted(
        found,
        key=lambda each: (
            max(one.rank[0] for one in each),
            sum(one.rank[0] for one in each),
            [one.place for one in each],
        ),
    )


def _tells_apart(texts: Texts, places: list[int]) -> bool:
    fields = ", ".join(["file_number", *(f"c{place}" for place in places)])
    for source in (f"(select * from {texts.source} limit {_SAMPLE})", texts.source):
        row = texts.con.execute(f"select count(*), count(distinct ({fields})) from {source}").fetchone()
        if row is None or row[0] != row[1]:
            return False
    return True


def _found_doubts(
    texts: Texts, columns: list[ColumnDraft], candidates: list[_Candidate], chosen: list[_Candidate]
) -> list[str]:
    doubts = []
    if texts.count < _FEW_ROWS:
        doubts.append(f"the key is guessed from {texts.count} rows only")
    if len(chosen) == 1:
        others = [
            columns[each.place].name
            for each in candidates
            if each not in chosen and each.distinct >= texts.count and each.rank[0] < 3
        ]
        if chosen[0].place > 0:
            doubts.append(
                f"its first column {columns[0].name} repeats: check that {columns[chosen[0].place].name} is the key"
            )
        if others and chosen[0].rank[0] > 0:
            doubts.append(f"{', '.join(others[:3])} would tell all rows apart as well")
    elif len(chosen) > 1:
        doubts.append("no single column tells all rows apart; check that this combination is meant to")
    return doubts
