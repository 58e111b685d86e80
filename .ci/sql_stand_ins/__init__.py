"""What SQLFluff puts in place of dbt's and our macros when it reads a model.

A macro's real SQL depends on a company's contracts, and style doesn't: what counts is whether it stands for an
expression, a relation, a join or a whole query. Every macro of dbt_project/macros is an expression unless named here.
Doesn't belong here: anything that dbt runs.
"""

import re
from collections.abc import Callable
from pathlib import Path

_MACROS = Path(__file__).resolve().parents[2] / "dbt_project" / "macros"
_NAME = re.compile(r"\{%-?\s*macro\s+(\w+)\(")


def _expression(name: str) -> Callable[..., str]:
    return lambda *arguments, **_named: f"{name}({', '.join(str(argument) for argument in arguments)})"


def _relation(*arguments: object, **_named: object) -> str:
    return "_".join(str(argument) for argument in arguments)


def _join(*arguments: object, **named: object) -> str:
    alias = named.get("as") or arguments[1]
    return f"left join joined as {alias}\n    on {arguments[2]} = {alias}.id"


def _rate_join(*_arguments: object, **named: object) -> str:
    alias = named.get("as") or "rates"
    return f"left join joined as {alias}\n    on true"


def _query(*_arguments: object, **_named: object) -> str:
    return "select 1 as one"


def _column(*arguments: object, **named: object) -> str:
    return f"{arguments[0]}.id as {named.get('as') or arguments[0]}_key"


class _Namespace:
    """dbt.dateadd(…) and its like: an expression under any name."""

    def __getattr__(self, name: str) -> Callable[..., str]:
        if name.startswith("__"):
            raise AttributeError(name)
        return _expression(name)


SHAPES: dict[str, Callable[..., object]] = {
    "landed": _relation,
    "landed_history": _relation,
    "unite": _query,
    "golden_members": _query,
    "golden_versions": _query,
    "match_members": _query,
    "with_special_members": _query,
    "date_spine": _query,
    "join_member": _join,
    "join_rate": _rate_join,
    "member_key": _column,
    "own_columns": lambda _entity, row: f"{row}.*,",
    "is_provided": lambda *_: True,
    "has_history": lambda *_: True,
    "providers": lambda *_: ["one", "two"],
    "entity_key": lambda *_: ["id"],
    "entity_columns": lambda *_: [{"name": "id", "data_type": "varchar", "references": None}],
    "matched_entities": dict,
}

dbt = _Namespace()
globals().update(
    {
        name: SHAPES.get(name) or _expression(name)
        for path in sorted(_MACROS.rglob("*.sql"))
        for name in _NAME.findall(path.read_text(encoding="utf-8"))
    }
)
