"""No file of the project names a machine's folders, a registry, or work that is left to do."""

import re
import tempfile
from pathlib import Path

import pytest

from tests.structure.house import ROOT, text_files

# Written in pieces, so that the rule doesn't find itself.
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK|NotImplemented" + r"Error)\b")
HOMES = r"(?<![\w.~$}/-])/(?:ho" + r"me|ro" + r"ot|Us" + r"ers)/"
REGISTRY = re.compile(r"https?://[^\s\"'>)]+(?:/simp" + r"le\b|\.wh" + r"l\b|\.tg" + r"z\b)")


def machine_paths() -> re.Pattern[str]:
    """Home folders of any machine, and the folders of this one: where the project lies, where temporary files go."""
    here = {str(ROOT.parent), str(ROOT), str(Path.home()), tempfile.gettempdir()} - {"/"}
    return re.compile("|".join([HOMES, *(rf"(?<![\w.~$}}/-]){re.escape(place)}/" for place in sorted(here))]))


def faults(pattern: re.Pattern[str], texts: dict[Path, str]) -> list[str]:
    return [
        f"{place}:{number}: {found[0]}"
        for place, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := pattern.search(line))
    ]


@pytest.fixture(scope="module")
def texts() -> dict[Path, str]:
    return text_files()


def test_no_work_is_left_to_do(texts: dict[Path, str]) -> None:
    assert faults(UNFINISHED, texts) == []


def test_no_path_of_a_machine_is_named(texts: dict[Path, str]) -> None:
    assert faults(machine_paths(), texts) == []


def test_no_registry_is_named(texts: dict[Path, str]) -> None:
    assert faults(REGISTRY, texts) == []
    locks = {place: text for place, text in texts.items() if place.suffix == ".lock"}
    assert len(locks) == 4
    assert faults(re.compile(r"://"), locks) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (UNFINISHED, "# TO" + "DO: later"),
        (UNFINISHED, "raise NotImplemented" + "Error"),
        (machine_paths(), "path = '/ho" + "me/anna/exports'"),
        (machine_paths(), f"open('{ROOT}/companies')"),
        (machine_paths(), f"{tempfile.gettempdir()}/a"),
        (REGISTRY, "--index-url https://mirror.example/simp" + "le"),
        (REGISTRY, '"resolved": "https://mirror.example/a-1.0.tg' + 'z"'),
    ],
)
def test_a_line_that_is_wrong_on_purpose_is_named(pattern: re.Pattern[str], line: str) -> None:
    assert faults(pattern, {Path("a.py"): f"fine\n{line}\n"}) == [f"a.py:2: {pattern.search(line)[0]}"]  # type: ignore[index]


@pytest.mark.parametrize(
    "line", ["data/home/a", "$HOME/ho" + "me/", "~/Users/x", "https://example.com/simply", "a HACKATHON"]
)
def test_a_line_that_only_looks_like_it_is_left_alone(line: str) -> None:
    for pattern in (UNFINISHED, machine_paths(), REGISTRY):
        assert faults(pattern, {Path("a.py"): line}) == []
