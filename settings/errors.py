"""The errors that every room raises, each with the exit code that `whale` ends with.

Belongs here: the exception classes and how a problem reads on a screen. Doesn't belong here: finding problems.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_LONGEST_VALUE = 120


class WhaleError(Exception):
    """Something went wrong that we foresaw; its message alone is fit for the user. Exit code 1."""

    exit_code = 1


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a configuration file.

    file: the file to edit (or the folder, when that is what is wrong); line: 1-based line in it, None when no single
    line is to blame; key: the dotted path of the setting, "" for the file as a whole; value: what stands there (None:
    nothing does); message: what is wrong and how to mend it; allowed: the values that would be right, "" when the
    message says it all.
    """

    file: Path | str
    key: str
    value: object
    message: str
    allowed: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = shown_path(self.file) + (f", line {self.line}" if self.line else "")
        rows = [
            ("key", self.key),
            ("value", _shown_value(self.value)),
            ("problem", self.message),
            ("allowed", self.allowed),
        ]
        return "\n".join([place, *(f"  {name + ':':<9}{text}" for name, text in rows if text)])


class ConfigurationError(WhaleError):
    """company.yml, a contract or the cost model can't be used; carries every problem found. Exit code 2."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n\n".join(str(problem) for problem in self.problems))


class GateStopped(WhaleError):
    """A gate found data that mustn't be published; the published version is untouched. Exit code 3."""

    exit_code = 3


class Locked(WhaleError):
    """Another run is writing this company's data. Exit code 4."""

    exit_code = 4


class Stale(WhaleError):
    """The published version is missing or older than the company allows. Exit code 5."""

    exit_code = 5


def shown_path(path: Path | str) -> str:
    """A path as a user wants to read it: relative when it lies below the working directory, else as given."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def _shown_value(value: object) -> str:
    if value is None:
        return ""
    text = repr(value) if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 3] + "..."
