"""Columns of a file found by the names in its header, never by their position alone.

Belongs here: header to contract columns, and the wording when they don't fit. Doesn't belong here: reading the
header's bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.contracts import Column, Contract
from ingest.problems import FileRefused
from settings.names import suggestion

_SEPARATORS = ",;\t|"
_MANY = 40


@dataclass(frozen=True)
class HeaderMatch:
    """positions: contract column -> field in the file; ignored: headers that the contract doesn't know.

    names: the headers of the file in their order.
    """

    positions: dict[int, int]
    ignored: list[str]
    names: list[str]

    @property
    def remark(self) -> str:
        """What the ledger notes about the columns."""
        return f"ignored columns: {', '.join(self.ignored)}" if self.ignored else ""


def match_header(contract: Contract, header: list[str]) -> HeaderMatch:
    """The contract's columns in a header. FileRefused for a missing or doubled column, with the names and the mend."""
    names = [name.strip() for name in header]
    positions: dict[int, int] = {}
    for index, column in enumerate(contract.columns):
        found = [place for place, name in enumerate(names) if name in column.headers]
        if len(found) > 1:
            shown = ", ".join(f'"{names[place]}" (field {place + 1})' for place in found)
            raise FileRefused(f"has the column {column.name} more than once: {shown}; leave one of them in the export")
        if found:
            positions[index] = found[0]
    _refuse_missing(contract, names, positions)
    known = set(positions.values())
    ignored = [name for place, name in enumerate(names) if place not in known and name]
    refuse_added(contract, ignored)
    return HeaderMatch(positions, ignored, names)


def match_positions(contract: Contract, field_count: int) -> HeaderMatch:
    """The columns of a file without a header, in the contract's order; trailing optional ones may be missing."""
    columns = contract.columns
    if field_count > len(columns) or any(not column.optional for column in columns[field_count:]):
        raise FileRefused(
            f"has {field_count} fields in its first record, but the contract has {len(columns)} columns and "
            "`header: false`; list the columns in the file's order, or declare the separator that the file uses"
        )
    names = [column.headers[0] for column in columns[:field_count]]
    return HeaderMatch({index: index for index in range(field_count)}, [], names)


def refuse_added(contract: Contract, unknown: list[str]) -> None:
    """FileRefused for columns that the contract doesn't know, where it wants no others."""
    if unknown and contract.landing.on_added_column == "refuse":
        shown = ", ".join(f'"{name}"' for name in unknown)
        raise FileRefused(
            f"has columns that the contract doesn't know: {shown}; add them to the contract, or to the aliases of the "
            "column they are, or declare `on_added_column: record`"
        )


def may_lack(contract: Contract, column: Column) -> bool:
    """Whether a file may come without a column: never without one that must have a value."""
    may_be_empty = column.nullable and column.name not in contract.key
    return column.optional or (may_be_empty and contract.landing.on_missing_column != "refuse")


def _refuse_missing(contract: Contract, names: list[str], positions: dict[int, int]) -> None:
    missing = [
        column
        for index, column in enumerate(contract.columns)
        if index not in positions and not may_lack(contract, column)
    ]
    if not missing:
        return
    wanted = ", ".join(" or ".join(f'"{header}"' for header in column.headers) for column in missing)
    shown = ", ".join(f'"{name}"' for name in names[:_MANY]) + (" …" if len(names) > _MANY else "")
    columns = "columns" if len(missing) > 1 else "column"
    raise FileRefused(f"lacks the {columns} {wanted}; its header is {shown}. {_mend(contract, names, positions)}")


def _mend(contract: Contract, names: list[str], positions: dict[int, int]) -> str:
    other = [
        letter
        for letter in _SEPARATORS
        if len(names) == 1 and letter in names[0] and letter != contract.landing.separator
    ]
    if contract.landing.format == "csv" and other:
        return f"The fields seem to be separated by {other[0]!r}; declare that separator"
    if not positions:
        return f"None of the columns of {contract.name} is there: is it a file of another table?"
    first = next(
        column
        for index, column in enumerate(contract.columns)
        if index not in positions and not may_lack(contract, column)
    )
    hint = suggestion(first.name, names)
    return f"If a column was renamed, add its new header to the aliases of {first.name} in the contract{hint}"
