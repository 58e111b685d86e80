"""Names of columns from `create table` statements, for files without a header.

Belongs here: the names and their order. Doesn't belong here: types, which a draft reads from the values.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from settings.errors import ConfigurationError, Problem

_CREATE = re.compile(r"\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?(?P<name>[\w.\[\]\"`]+)\s*\(", re.IGNORECASE)
_NAME = re.compile(
    r"\s*(?:\[(?P<bracket>[^\]]+)\]|\"(?P<quoted>[^\"]+)\"|`(?P<tick>[^`]+)`|(?P<plain>\w+)).*", re.DOTALL
)
_NO_COLUMN = re.compile(r"(?:constraint|primary|foreign|unique|check|key|index|period)\b", re.IGNORECASE)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def tables_of(path: Path) -> dict[str, list[str]]:
    """Table, in lower case and without its schema -> its columns' names. ConfigurationError when there is none."""
    text = _COMMENT.sub(" ", _text(path))
    found = {_bare(match["name"]): _columns(text, match.end()) for match in _CREATE.finditer(text)}
    if not any(found.values()):
        raise ConfigurationError([Problem(path, "--ddl", None, "has no `create table` statement with columns")])
    return found


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigurationError([Problem(path, "--ddl", None, f"can't be read: {error.strerror or error}")]) from None
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return data.decode(encoding, errors="replace")


def _bare(name: str) -> str:
    return re.sub(r"[\[\]\"`]", "", name).rpartition(".")[2].lower()


def _columns(text: str, start: int) -> list[str]:
    """The names before each top comma, up to the closing bracket."""
    names = []
    for part in _parts(text, start):
        match = _NAME.fullmatch(part)
        if match is None or (match["plain"] and _NO_COLUMN.fullmatch(match["plain"])):
            continue
        names.append(match["bracket"] or match["quoted"] or match["tick"] or match["plain"])
    return names


def _parts(text: str, start: int) -> list[str]:
    depth, begin, parts = 0, start, []
    for mark in re.finditer(r"[(),]|'(?:[^']|'')*'", text[start:]):
        place = start + mark.start()
        if mark[0] == "(":
            depth += 1
        elif mark[0] == ")" and depth:
            depth -= 1
        elif mark[0] in (",", ")") and not depth:
            parts.append(text[begin:place])
            begin = place + 1
            if mark[0] == ")":
                break
    return parts
