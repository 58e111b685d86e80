"""`make` alone lists every target, and an old Python is told what is needed."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.structure.house import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def make(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *arguments], cwd=folder, check=False, capture_output=True, text=True)


def test_make_alone_lists_every_target_with_a_line_of_its_own() -> None:
    targets = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    listed = re.findall(r"^  make (\S+) +\S.*$", make().stdout, re.MULTILINE)
    assert sorted(listed) == sorted(targets)
    assert {"setup", "demo", "test", "drills", "bench", "lint", "types", "lock", "clean"} <= set(targets)


def test_every_target_that_runs_something_sets_up_the_environment_first() -> None:
    rules = re.findall(r"^([a-z-]+):(.*?)##", MAKEFILE, re.MULTILINE)
    assert {name for name, needs in rules if "$(READY)" not in needs} == {"help", "clean"}


@pytest.mark.parametrize("python", ["false", "no-such-python"])
def test_a_python_that_is_too_old_or_missing_is_told_plainly(python: str, tmp_path: Path) -> None:
    for name in (
        "Makefile",
        "pyproject.toml",
        "requirements.in",
        "requirements-bootstrap.lock",
        "requirements-dev.lock",
    ):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    done = make("setup", f"PYTHON={python}", folder=tmp_path)
    assert done.returncode == 2
    assert "needs Python 3.11 or newer" in done.stderr
    assert not (tmp_path / ".venv").exists()
