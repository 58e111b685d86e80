"""Names and texts written into SQL, so that no file, sheet, column or system name can ever be read as SQL.

Belongs here: quoting, and nothing else. Values go as parameters wherever DuckDB takes them.
"""

from __future__ import annotations

from collections.abc import Iterable


def identifier(*parts: str) -> str:
    """A quoted, dotted SQL name. ValueError for an empty part or one with a zero byte."""
    for part in parts:
        if not part or "\0" in part:
            raise ValueError(f"not a name for SQL: {part!r}")
    return ".".join('"' + part.replace('"', '""') + '"' for part in parts)


def literal(text: str) -> str:
    """A quoted SQL text.

    Control letters, zero bytes among them, are written as chr() so that the statement stays readable.
    """
    pieces: list[str] = []
    plain = ""
    for letter in text:
        if letter.isprintable():
            plain += letter
            continue
        pieces += [_quoted(plain), f"chr({ord(letter)})"]
        plain = ""
    pieces.append(_quoted(plain))
    return " || ".join(piece for piece in pieces if piece != "''") or "''"


def literals(texts: Iterable[str]) -> str:
    """A comma-separated list of quoted texts, for `in (…)`."""
    return ", ".join(literal(text) for text in texts)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
