"""A rule: one expectation before it runs, whether it follows from a contract or was written by hand.

Belongs here: what a rule is. Doesn't belong here: where rules come from (from_contract.py, suites.py) and how they
are run (session.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

ROW_QUERY = "unexpected_rows_expectation"
NOT_NULL = "expect_column_values_to_not_be_null"
QUERY_ARGUMENT = "unexpected_rows_query"
FOUND_COLUMN = "found_column"  # of a query over several columns: which one is broken, and its value as text
FOUND_VALUE = "found_value"

Severity = Literal["critical", "warning", "info"]


@dataclass(frozen=True)
class Rule:
    """One expectation.

    name: what metadata call it; type and kwargs: Great Expectations' own; notes: why it must hold; severity: only a
    critical one holds a load; source: the file that says so; of_loads: it judges the loads (a row a load) and not the
    rows they brought; says: what must hold, in words, where the arguments don't tell it; can_be_accepted: whether a
    load that breaks it could be built.
    """

    name: str
    type: str
    kwargs: Mapping[str, Any]
    source: str
    notes: str = ""
    severity: Severity = "critical"
    of_loads: bool = False
    says: str = ""
    can_be_accepted: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that its arguments name; none for a query."""
        single = [self.kwargs[key] for key in ("column", "column_A", "column_B") if key in self.kwargs]
        return tuple(single) + tuple(self.kwargs.get("column_list", ()))

    @property
    def query(self) -> str:
        """The SQL of a row query, else ""."""
        return str(self.kwargs.get(QUERY_ARGUMENT, "")) if self.type == ROW_QUERY else ""

    def touches(self, columns: Collection[str]) -> bool:
        """Whether it reads one of these columns; DuckDB's names know no case, so neither does this."""
        words = {word.casefold() for word in re.findall(r"\w+", self.query)}
        read = {column.casefold() for column in self.columns}
        return any(name.casefold() in read or _words(name) <= words for name in columns)


def _words(name: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w+", name)}
