"""The day on which the content of an export held.

Belongs here: finding that day from the file's name, its time, or the contract. Doesn't belong here: what the day
means for rows.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from ingest.discovery import FoundFile
from ingest.landing_keys import AsOf
from ingest.problems import FileRefused

_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")


def as_of_date(found: FoundFile, zone: ZoneInfo) -> date:
    """The day of a file's content.

    Without a rule in the contract, a date in its name, else the day it was last written.

    zone: the company's, in which that last day is told. FileRefused when a declared rule finds no day.
    """
    rule = found.contract.landing.as_of
    name = PurePosixPath(found.place).name
    if rule is not None and rule.source == "fixed":
        assert rule.date is not None
        return rule.date
    if rule is not None and rule.pattern is not None and rule.source == "file_name":
        return _by_pattern(name, rule.pattern, rule)
    day = _in_name(name) if rule is None or rule.source == "file_name" else None
    if day is None and rule is not None and rule.source == "file_name":
        raise FileRefused(
            "has no date (YYYY-MM-DD or YYYYMMDD) in its name, but the contract says `as_of: {from: file_name}`"
        )
    return day or found.modified_at.astimezone(zone).date()


def _by_pattern(name: str, pattern: str, rule: AsOf) -> date:
    match = re.search(pattern, name)
    if match is None or match["date"] is None:
        raise FileRefused(f"has a name in which the contract's as_of pattern {pattern!r} finds no date")
    try:
        return datetime.strptime(match["date"], rule.format).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise FileRefused(
            f"has the date {match['date']!r} in its name, which isn't of the form {rule.format}"
        ) from None


def _in_name(name: str) -> date | None:
    for match in _DAY_IN_NAME.finditer(name):
        try:
            return date(int(match[1]), int(match[3]), int(match[4]))
        except ValueError:
            continue
    return None
