"""What the rules need to know of a SQL text: where money is computed, and whether lists end with a comma.

Belongs here: reading tokens. Doesn't belong here: style that SQLFluff checks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_JINJA_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
_JINJA_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_CALL = re.compile(r"\b(?!ref\b|source\b|landed\b|landed_history\b|var\b)\w+\(")
_TEXT = re.compile(r"'(?:[^']|'')*'")
_TOKEN = re.compile(r"\w+|::|\S")
_ENDS_OF_LIST = {
    "from",
    "where",
    "group",
    "having",
    "qualify",
    "order",
    "union",
    "except",
    "intersect",
    "limit",
    "window",
}


@dataclass(frozen=True)
class Token:
    """A word, number or mark, in lower case, with its 1-based line."""

    text: str
    line: int


def tokens(code: str) -> list[Token]:
    """The tokens of a SQL text without comments; a text in quotes is one token ''.

    A Jinja value is the word `jinja`, or `jinja_call` when it calls one of our macros.
    """
    plain = _JINJA_STATEMENT.sub(_blank, code)
    plain = _JINJA_VALUE.sub(lambda found: ("jinja_call" if _CALL.search(found[0]) else "jinja") + _blank(found), plain)
    plain = _TEXT.sub("''", plain)
    return [
        Token(word.lower(), number) for number, row in enumerate(plain.split("\n"), 1) for word in _TOKEN.findall(row)
    ]


def computed_amounts(code: str) -> list[str]:
    """The names of the `_amount` columns that the SQL computes by arithmetic, or one of our macros does, in order."""
    words = [token.text for token in tokens(code)]
    ends = [at for at in range(1, len(words) - 1) if words[at] == "as" and words[at + 1].endswith("_amount")]
    return [words[at + 1] for at in ends if _is_arithmetic(_expression_before(words, at))]


def lists_without_last_comma(code: str) -> list[int]:
    """The lines at which a select list of several lines ends without a comma."""
    found = []
    every = tokens(code)
    for start, token in enumerate(every):
        if token.text != "select":
            continue
        end = _end_of_list(every, start)
        last = every[end - 1]
        if last.line > token.line and last.text not in {",", "select", "jinja", "jinja_call"}:
            found.append(last.line)
    return found


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _expression_before(words: list[str], end: int) -> list[str]:
    """The words of the expression that ends before words[end]: back to the comma, bracket or `select` before it."""
    return list(_backwards(words, end))[::-1]


def _backwards(words: list[str], end: int) -> Iterator[str]:
    depth = 0
    for word in reversed(words[:end]):
        depth += (word == ")") - (word == "(")
        if depth < 0 or (depth == 0 and word in {",", "select", "distinct"}):
            return
        yield word


def _is_arithmetic(expression: list[str]) -> bool:
    if {"+", "-", "/", "jinja_call"}.intersection(expression):
        return True
    return any(
        word == "*" and before not in {"(", "."} for before, word in zip(["(", *expression], expression, strict=False)
    )


def _end_of_list(every: list[Token], start: int) -> int:
    """The index just behind the select list that begins at every[start]."""
    depth = 0
    for at in range(start + 1, len(every)):
        word = every[at].text
        depth += (word == "(") - (word == ")")
        is_end = depth == 0 and word in _ENDS_OF_LIST and not (word == "from" and every[at - 1].text == "distinct")
        if depth < 0 or is_end:
            return at
    return len(every)
