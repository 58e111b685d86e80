"""A person's traces outside databases of ours: log files, reports, Dagster's store.

Belongs here: finding a person's texts and numbers in text, whatever wrote it, and striking them out. Doesn't belong
here: raw, published versions, builds.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from ingest.privacy.plan import Plan
from settings.paths import DataPaths

_STRUCK = "(erased)"
_SHORTEST_WORD = 4


def clean_logs(paths: DataPaths, plan: Plan) -> None:
    """Strike the person out of every log file, report and store of Dagster's."""
    pattern = pattern_of(plan)
    files = [path for folder in (paths.logs, paths.dagster_home) for path in folder.rglob("*") if path.is_file()]
    for path in [*files, paths.landing_report]:
        if path.suffix == ".db":
            clean_database(path, pattern)
        elif path.is_file() and not path.name.endswith((".db-wal", ".db-shm")):
            _clean_file(path, pattern)


def pattern_of(plan: Plan) -> re.Pattern[str]:
    """What is looked for: the texts of the person's records as they are and as JSON spells them, and the numbers.

    A number of letters and digits is found wherever it stands as a word; a short or plain one only where it is quoted
    or stands behind `=`, because 17 is also a minute and a count.
    """
    texts = {spelling for text in plan.strings for spelling in _spellings(text)}
    patterns = [re.escape(text) for text in sorted(texts, key=len, reverse=True)]
    numbers = {record.value for record in plan.records} | {member.number for member in plan.members}
    patterns += [_number_pattern(spelling) for number in numbers for spelling in _spellings(number)]
    return re.compile("|".join(patterns))


def clean_database(path: Path, pattern: re.Pattern[str]) -> None:
    """Strike the pattern out of all texts of an SQLite file, and leave nothing of them in its bytes."""
    con = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        con.execute("pragma secure_delete = on")
        con.create_function("is_found", 1, lambda text: isinstance(text, str) and bool(pattern.search(text)))
        con.create_function("struck", 1, lambda text: pattern.sub(_STRUCK, text))
        tables = [row[0] for row in con.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            for column in [row[1] for row in con.execute(f'pragma table_info("{table}")')]:
                con.execute(f'update "{table}" set "{column}" = struck("{column}") where is_found("{column}")')
        con.execute("vacuum")
        con.execute("pragma wal_checkpoint(truncate)")
    finally:
        con.close()


def _clean_file(path: Path, pattern: re.Pattern[str]) -> None:
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    struck = pattern.sub(_STRUCK, text)
    if struck != text:
        fresh = path.with_name(f"{path.name}.clean")
        fresh.write_text(struck, encoding="utf-8", errors="surrogateescape")
        fresh.rename(path)


def _spellings(text: str) -> Iterable[str]:
    """As written, and as JSON writes it, once and inside JSON again."""
    found = {text}
    for _ in range(2):
        found |= {json.dumps(each, ensure_ascii=ascii_only)[1:-1] for each in found for ascii_only in (True, False)}
    return found


def _number_pattern(number: str) -> str:
    text = re.escape(number)
    if len(number) >= _SHORTEST_WORD and not number.isdecimal():
        return rf"(?<!\w){text}(?!\w)"
    return rf"(?<=[='\"]){text}(?=[,'\"\\\s]|$)"
