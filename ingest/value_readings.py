"""How a text of one type becomes a value: what numbers.py, moments.py and parsing.py hand to each other.

Belongs here: the hand-over and the match of a whole text. Doesn't belong here: any type.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.sql import literal


@dataclass(frozen=True)
class Reading:
    """How one type is read, for texts that aren't blank; all of it SQL.

    value: the typed value; good: whether the text can be loaded; checks: (condition, code) in the order of telling.
    """

    value: str
    good: str
    checks: list[tuple[str, str]]

    def but(self, condition: str, code: str) -> Reading:
        """The same with one more fault."""
        return Reading(self.value, f"{self.good} and not ({condition})", [*self.checks, (condition, code)])


def matches(text: str, pattern: str) -> str:
    """SQL: whether a text, spaces around it aside, is of a pattern as a whole."""
    return f"regexp_full_match({text}, {literal(f' *(?:{pattern}) *')})"
