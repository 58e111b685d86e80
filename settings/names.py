"""Names of companies and systems: they become folders and database schemas, so they are kept plain.

Belongs here: the rule for such a name, and the suggestion of a near one.
Doesn't belong here: names of models and columns.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

NAME_PATTERN = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
NAME_RULE = "a lower-case letter, then lower-case letters, digits and _ (at most 40)"
RESERVED_NAMES = frozenset(
    {
        "staging",
        "intermediate",
        "warehouse",
        "marts",
        "meta",
        "landed",
        "work",
        "whalecurve",
        "model",
        "standard",
    }
)
_LONGEST_NAME = 40


def name_fault(name: str, *, is_builtin: bool = False) -> str | None:
    """What is wrong with the name of a company or system, or None.

    is_builtin: the name stands for the built-in system itself, so that `standard` is right.
    """
    if not NAME_PATTERN.fullmatch(name) or len(name) > _LONGEST_NAME:
        return "can't be a folder and a database schema"
    if name in RESERVED_NAMES and not is_builtin:
        return "is a name Whalecurve uses itself; choose another"
    return None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like a mistyped one, or None when nothing is near."""
    matches = difflib.get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def suggestion(word: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?`, or "" when no known word is near."""
    match = nearest(word, known)
    return f'; did you mean "{match}"?' if match else ""
