"""What the names of files tell: which files are of one table, the day of an export, whether files add up.

Belongs here: names only. Doesn't belong here: what is in the files.
"""

from __future__ import annotations

import glob
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from ingest.drafting.words import table_name

# The day or number at the end or the beginning of a name, apart from its letters.
_TAIL = re.compile(r"[-_. ]+(?P<told>(?:\d[\d\-_. ]*\d|\d)(?:[tT_-]?\d{4,6})?)$")
_HEAD = re.compile(r"^(?P<told>\d[\d\-_.]*\d)[-_. ]+(?=\D)")
_DAYS = (
    (r"\d{4}-\d{2}-\d{2}", "%Y-%m-%d"),
    (r"\d{8}", "%Y%m%d"),
    (r"\d{4}_\d{2}_\d{2}", "%Y_%m_%d"),
    (r"\d{4}\.\d{2}\.\d{2}", "%Y.%m.%d"),
    (r"\d{2}-\d{2}-\d{4}", "%d-%m-%Y"),
    (r"\d{2}\.\d{2}\.\d{4}", "%d.%m.%Y"),
    (r"\d{8}", "%d%m%Y"),
)
_OWN_FORMS = ("%Y-%m-%d", "%Y%m%d")


@dataclass
class NamedTable:
    """Files of one table. files: the pattern of their names; landing: the keys that the names suggest, with doubts."""

    table: str
    files: str
    paths: list[Path]
    landing: dict[str, Any] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


def by_table(paths: list[Path]) -> list[NamedTable]:
    """The files grouped by their names without day and number, in the order given."""
    groups: dict[tuple[Path, str], NamedTable] = {}
    for path in paths:
        stem, pattern, told = _parted(path)
        group = groups.setdefault((path.parent, pattern), NamedTable(table_name(stem), pattern, []))
        group.paths.append(path)
        if told and not group.landing:
            group.landing, group.doubts = _mode(told)
    _distinguish(list(groups.values()))
    return list(groups.values())


def _parted(path: Path) -> tuple[str, str, str]:
    """The name without its day or number, the pattern of such names, and what was told."""
    is_packed = path.suffix.lower() in (".gz", ".zip")
    stem = Path(path.stem).stem if is_packed else path.stem
    suffix = path.name[len(stem) :]
    if match := _TAIL.search(stem):
        border = stem[match.start() : match.start("told")]
        return stem[: match.start()], f"{glob.escape(stem[: match.start()] + border)}*{suffix}", match["told"]
    if match := _HEAD.search(stem):
        border = stem[match.end("told") : match.end()]
        return stem[match.end() :], f"*{glob.escape(border + stem[match.end() :])}{suffix}", match["told"]
    return stem, f"{glob.escape(stem)}{suffix}", ""


def _mode(told: str) -> tuple[dict[str, Any], list[str]]:
    day = told.strip("-_. ")
    for pattern, form in _DAYS:
        if re.fullmatch(pattern, day) and _is_day(day, form):
            as_of: dict[str, Any] = {"from": "file_name"}
            if form not in _OWN_FORMS:
                as_of |= {"pattern": f"(?P<date>{pattern})", "format": form}
            doubt = "its name tells a day: a file is taken for the whole list of that day; if files add up: append"
            return {"load_mode": "full", "as_of": as_of}, [doubt]
    doubt = "its name tells a period or a number: files are taken to add up; if each is the whole list: full"
    return {"load_mode": "append"}, [doubt]


def _is_day(text: str, form: str) -> bool:
    try:
        return 1990 <= datetime.strptime(text, form).year <= 2100  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return False


def _distinguish(groups: list[NamedTable]) -> None:
    """Tables of one name get a number."""
    seen: dict[str, int] = {}
    for group in groups:
        count = seen[group.table] = seen.get(group.table, 0) + 1
        if count > 1:
            group.table = f"{group.table}_{count}"
