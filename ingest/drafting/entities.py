"""Which standard entity a drafted table may be, by the names of the table and its columns.

Belongs here: the comparison of names. Doesn't belong here: what an entity is (the standard contracts).
"""

from __future__ import annotations

import difflib

from ingest.contract import Contract
from ingest.contracts import standard_entities
from ingest.drafting.findings import TableDraft
from ingest.drafting.words import model_column, snake_case

_ALIKE = 0.8
_LIKELY = 0.55


def likely_entity(draft: TableDraft) -> list[str]:
    """What to say about the likeliest entity: which columns seem to be there, what else it needs; [] without one."""
    scores = {name: _score(draft, contract) for name, contract in standard_entities().items()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < _LIKELY:
        return []
    contract = standard_entities()[best]
    pairs = _pairs(draft, contract)
    needed = [column.name for column in contract.columns if not column.optional and column.name not in pairs.values()]
    lines = [f"It may be the entity {best}: a model stg_<system>__{best}.sql of that name feeds it."]
    if pairs:
        lines.append("These seem to be there: " + ", ".join(f"{own} -> {name}" for own, name in pairs.items()))
    if needed:
        lines.append(f"These it needs besides: {', '.join(needed)}")
    return lines


def _score(draft: TableDraft, contract: Contract) -> float:
    """Half by the table's name, half by the columns that a row can't do without."""
    name = difflib.SequenceMatcher(None, _singular(draft.table), _singular(contract.table)).ratio()
    needed = [column for column in contract.columns if not column.optional]
    found = set(_pairs(draft, contract).values())
    return (max(name - 0.5, 0) * 2 + sum(column.name in found for column in needed) / max(len(needed), 1)) / 2


def _singular(name: str) -> str:
    return name.replace("_", "").removesuffix("s")


def _pairs(draft: TableDraft, contract: Contract) -> dict[str, str]:
    """Column of the draft -> column of the entity of the same or nearly the same name."""
    known = {_compact(column.name, contract.table): column.name for column in contract.columns}
    found: dict[str, str] = {}
    for column in draft.columns:
        spelled = _compact(model_column(column.name, column.data_type.partition("(")[0]), draft.table)
        match = difflib.get_close_matches(spelled, known, n=1, cutoff=_ALIKE)
        if match and known[match[0]] not in found.values():
            found[column.name] = known[match[0]]
    return found


def _compact(name: str, table: str) -> str:
    """A column's name without underscores, units and the table's own name before it."""
    plain = snake_case(name).replace("_", "")
    for ending in ("amount", "date", "at"):
        plain = plain.removesuffix(ending) or plain
    own = _singular(table)
    return plain if plain == f"{own}id" else plain.removeprefix(own) or plain
