"""The locks hold everything that is imported, at one version each, with hashes."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.structure.house import ROOMS, ROOT, project_files

LOCKS = ["requirements-bootstrap.lock", "requirements.lock", "requirements-dev.lock"]
# Imported under the name of the distribution that brings them, which is locked with it.
BROUGHT_BY = {"dagster_shared": "dagster", "dbt_common": "dbt-core", "jinja2": "dbt-core", "pydantic_core": "pydantic"}


def entries(lock: str) -> dict[str, str]:
    """Distribution -> the whole entry, hashes included."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return {canonicalize_name(re.split(r"[\[=]", line)[0]): line for line in text.splitlines() if line.strip()}


def wanted(name: str) -> list[Requirement]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line.strip() and not line.startswith(("#", "-r"))]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_distribution_has_one_version_and_a_hash(lock: str) -> None:
    assert entries(lock)
    for entry in entries(lock).values():
        assert re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.+]+( ; [^-]+?)?(\s+--hash=sha256:[0-9a-f]{64})+", entry.strip()), (
            entry[:80]
        )


@pytest.mark.parametrize(
    ("asked", "lock"), [("requirements.in", LOCKS[1]), ("requirements.in", LOCKS[2]), ("requirements-dev.in", LOCKS[2])]
)
def test_what_is_asked_for_is_locked_at_a_version_that_fits(asked: str, lock: str) -> None:
    locked = entries(lock)
    for requirement in wanted(asked):
        entry = locked[canonicalize_name(requirement.name)]
        version = entry.split("==")[1].split()[0]
        assert requirement.specifier.contains(version), entry[:80]


def test_development_uses_the_very_versions_that_run() -> None:
    run, develop = entries("requirements.lock"), entries("requirements-dev.lock")
    pins = {name: entry.split()[0] for name, entry in run.items()}
    assert {name: develop[name].split()[0] for name in run} == pins


def imported(places: tuple[str, ...]) -> set[str]:
    """The top-level modules from outside that the Python files in some folders import."""
    files = [path for path in project_files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in places]
    names = {name.split(".")[0] for path in files for name in _imports(path)}
    return names - set(sys.stdlib_module_names) - {*ROOMS, "benchmarks", "tests"}


def optional() -> set[str]:
    """The packages of the optional extras; what imports them says so when they are missing."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    return {canonicalize_name(Requirement(each).name) for packages in extras.values() for each in packages}


def _imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize(
    ("places", "asked"),
    [(ROOMS, ["requirements.in"]), (("tests", "benchmarks"), ["requirements.in", "requirements-dev.in"])],
)
def test_everything_that_is_imported_is_asked_for(places: tuple[str, ...], asked: list[str]) -> None:
    names = {canonicalize_name(requirement.name) for file in asked for requirement in wanted(file)} | optional()
    known = packages_distributions()
    missing = {}
    for module in sorted(imported(places)):
        brought_by = {
            canonicalize_name(name) for name in [*known.get(module, [module]), BROUGHT_BY.get(module, module)]
        }
        if not brought_by & names:
            missing[module] = sorted(brought_by)
    assert missing == {}
