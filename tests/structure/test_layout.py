"""The top level holds the known rooms and files and nothing else; modules are short and say what they are for."""

import ast
from pathlib import Path

import pytest

from tests.structure.house import ROOMS, ROOT, project_files

FOLDERS = {*ROOMS, ".ci", "benchmarks", "companies", "dbt_project", "docs", "seeds", "tests"}
FILES = {
    ".editorconfig",
    ".gitattributes",
    ".gitignore",
    ".pre-commit-config.yaml",
    ".sqlfluff",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "dagster.yaml",
    "pyproject.toml",
    "requirements-bootstrap.lock",
    "requirements-dev.in",
    "requirements-dev.lock",
    "requirements.in",
    "requirements.lock",
}
LONGEST_MODULE = 300
LONGEST_DEFINITIONS = 60


def python_files() -> list[Path]:
    return [path for path in project_files() if path.suffix == ".py"]


def test_the_top_level_is_the_known_rooms_and_files() -> None:
    places = [path.relative_to(ROOT).parts for path in project_files()]
    assert {parts[0] for parts in places if len(parts) > 1} == FOLDERS
    assert {parts[0] for parts in places if len(parts) == 1} == FILES


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_belongs_in_it(room: str) -> None:
    description = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8")))
    assert description is not None
    assert len(description.splitlines()) > 1, "a room's docstring says what belongs here and what doesn't"


def test_no_module_is_longer_than_300_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in python_files()}
    assert {place: length for place, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_every_module_of_a_room_says_what_belongs_in_it() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.relative_to(ROOT).parts[0] in ROOMS
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def assembling_faults(source: str) -> list[str]:
    """What in a definitions module does more than assemble: import, name things, hold one function that builds them."""
    tree = ast.parse(source)
    busy = ast.For | ast.While | ast.Try | ast.With | ast.ClassDef | ast.Lambda
    faults = [f"line {node.lineno}: {type(node).__name__}" for node in ast.walk(tree) if isinstance(node, busy)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    faults += [f"line {node.lineno}: a second function, {node.name}" for node in functions[1:]]
    faults += [f"line {node.lineno}: a decorated function, {node.name}" for node in functions if node.decorator_list]
    length = source.count("\n")
    return [*faults, f"{length} lines, more than {LONGEST_DEFINITIONS}"] if length > LONGEST_DEFINITIONS else faults


def test_definitions_assemble_and_do_nothing_else() -> None:
    assert assembling_faults((ROOT / "orchestration/definitions.py").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "@asset\ndef customers():\n    return 1\n",
        "def one():\n    return 1\n\n\ndef two():\n    return 2\n",
        "for name in names:\n    build(name)\n",
        "class Assets:\n    pass\n",
        "try:\n    build()\nexcept OSError:\n    pass\n",
        "x = 1\n" * 61,
    ],
)
def test_definitions_that_do_more_are_named(source: str) -> None:
    assert len(assembling_faults(source)) == 1
    assert (
        assembling_faults("from a import b\n\n\ndef build(company):\n    return Definitions(assets=b(company))\n") == []
    )
