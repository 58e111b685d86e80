"""YAML files read with the line of every key, so that a problem can name it.

Belongs here: bytes -> mapping, with every fault of the file itself told as a Problem.
Doesn't belong here: what the keys mean.

Stricter and plainer than YAML 1.1: only true/false are booleans (`no` is text), 22:30 and 2026-10-31 are text,
a number with a decimal point is a Decimal of exactly the digits written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import yaml

from settings.errors import Problem

KeyPath = tuple[str | int, ...]

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_SCALARS: list[tuple[str, str, str]] = [
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", "~nN"),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)", "-+.0123456789"),
]
_BUILDERS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "null": lambda _: None,
    "bool": lambda text: text.lower() == "true",
    "int": int,
    "float": Decimal,
}
_LARGEST_BYTES = 5_000_000
_DEEPEST = 50


class _Loader(_BASE):  # type: ignore[misc]
    """Composes nodes under our own few scalar types; nothing is ever constructed by tag."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for _name, _pattern, _first in _SCALARS:
    _Loader.add_implicit_resolver(
        _TAG + _name, re.compile(f"(?:{_pattern})\\Z"), [*_first] + ([""] if _name == "null" else [])
    )


@dataclass
class Document:
    """A YAML file: its data, the line of each key, and what is wrong with the file itself.

    data: the top mapping ({} when the file can't be read as one); problems: faults of the file, to be reported with
    those of its content.
    """

    path: Path
    data: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line_of(self, key: KeyPath) -> int | None:
        """The 1-based line of a key or list item; of its nearest existing parent when it isn't in the file."""
        for length in range(len(key), 0, -1):
            if key[:length] in self.lines:
                return self.lines[key[:length]]
        return None

    def value_at(self, key: KeyPath) -> Any:
        """The scalar that stands at a key; None when nothing does, or a whole mapping or list."""
        value: Any = self.data
        for part in key:
            if not isinstance(value, dict | list) or (isinstance(value, dict) and part not in value):
                return None
            value = value[part]  # type: ignore[index]
        return None if isinstance(value, dict | list) else value

    def problem(self, key: KeyPath, value: object, message: str, allowed: str = "") -> Problem:
        """A problem at a key of this file, with its line."""
        return Problem(self.path, dotted(key), value, message, allowed, self.line_of(key))


def dotted(key: KeyPath) -> str:
    """A key path as people write it: systems.erp.tables.orders.files[0]."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in key)
    return text.removeprefix(".")


def read_document(path: Path) -> Document:
    """Read a YAML file whose top is a mapping. Never raises for what is in the file: see Document.problems."""
    document = Document(path)
    text = _text_of(document)
    node = _composed(document, text) if text is not None else None
    if node is not None:
        _Reader(document).read_top(node)
    return document


def _text_of(document: Document) -> str | None:
    try:
        raw = document.path.read_bytes()
    except OSError as error:
        document.problems.append(Problem(document.path, "", None, f"can't be read: {error.strerror or error}"))
        return None
    if len(raw) > _LARGEST_BYTES:
        document.problems.append(
            Problem(document.path, "", f"{len(raw)} bytes", "is far too large for a settings file")
        )
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{raw[error.start]:02x}"
        document.problems.append(
            Problem(document.path, "", found, "isn't UTF-8 text; save the file as UTF-8", line=line)
        )
        return None


def _composed(document: Document, text: str) -> yaml.Node | None:
    try:
        if _is_too_deep(text):
            document.problems.append(Problem(document.path, "", None, f"is nested more than {_DEEPEST} levels deep"))
            return None
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        document.problems.append(_yaml_problem(document.path, error))
        return None
    if node is None:
        document.problems.append(
            Problem(document.path, "", None, "is empty", "a mapping of settings: `key: value` lines")
        )
    return node


def _yaml_problem(path: Path, error: yaml.YAMLError) -> Problem:
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(
            path, "", None, f"isn't valid YAML: {getattr(error, 'reason', None) or str(error).splitlines()[0]}"
        )
    mark = error.problem_mark or error.context_mark
    begun = f" {error.context} that begins on line {error.context_mark.line + 1}" if error.context_mark else ""
    message = f"isn't valid YAML: {error.problem}{begun}"
    return Problem(path, "", None, message, line=mark.line + 1 if mark else None)


def _is_too_deep(text: str) -> bool:
    """Looks at the events before composing, which recurses in C and would end the process on thousands of levels."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            return True
    return False


class _Reader:
    """Turns nodes into plain data while noting lines and faults."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.seen: set[int] = set()

    def read_top(self, node: yaml.Node) -> None:
        if isinstance(node, yaml.MappingNode):
            self.document.data = self.mapping(node, ())
            return
        found = "a list" if isinstance(node, yaml.SequenceNode) else str(node.value)
        message = "must be a mapping of settings: `key: value` lines"
        self.document.problems.append(Problem(self.document.path, "", found, message, line=node.start_mark.line + 1))

    def value(self, node: yaml.Node, key: KeyPath) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node, key)
        if id(node) in self.seen:
            self.fault(key, None, "repeats another part by an alias (*name); write it out", node)
            return None
        self.seen.add(id(node))
        return self.mapping(node, key) if isinstance(node, yaml.MappingNode) else self.sequence(node, key)

    def mapping(self, node: yaml.Node, key: KeyPath) -> dict[str, Any]:
        self.seen.add(id(node))
        data: dict[str, Any] = {}
        for name_node, value_node in node.value:
            name = self.name(name_node, key)
            if name is None:
                continue
            if name in data:
                first = self.document.lines[(*key, name)]
                self.fault((*key, name), None, f"stands twice (first on line {first}); keep one", name_node)
                continue
            self.document.lines[(*key, name)] = name_node.start_mark.line + 1
            data[name] = self.value(value_node, (*key, name))
        return data

    def name(self, node: yaml.Node, key: KeyPath) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            self.fault(key, None, "has a list or mapping as a key; a key must be text", node)
            return None
        return str(node.value)

    def sequence(self, node: yaml.Node, key: KeyPath) -> list[Any]:
        items = []
        for index, item in enumerate(node.value):
            self.document.lines[(*key, index)] = item.start_mark.line + 1
            items.append(self.value(item, (*key, index)))
        return items

    def scalar(self, node: yaml.ScalarNode, key: KeyPath) -> Any:
        text = str(node.value)
        build = _BUILDERS.get(node.tag.removeprefix(_TAG))
        if build is None:
            self.fault(key, node.tag, "carries a YAML tag; write the plain value", node)
            return None
        try:
            return build(text)
        except (ValueError, ArithmeticError):
            self.fault(key, text[:40], f"isn't a value of the YAML type {node.tag.removeprefix(_TAG)}", node)
            return None

    def fault(self, key: KeyPath, value: object, message: str, node: yaml.Node) -> None:
        self.document.problems.append(
            Problem(self.document.path, dotted(key), value, message, line=node.start_mark.line + 1)
        )
