"""Who may import whom: the contracts of pyproject.toml hold, and each refuses a room that is wrong on purpose."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.structure.house import ROOMS, ROOT

HEAVY = {"dagster", "dbt", "great_expectations", "pandas", "scipy", "duckdb"}


def lint_imports(folder: Path) -> tuple[bool, str]:
    """Whether the contracts hold for the rooms below a folder, and what lint-imports says."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    return done.returncode == 0, done.stdout + done.stderr


def test_the_rooms_keep_the_contracts() -> None:
    kept, said = lint_imports(ROOT)
    assert kept, said


WRONG = [
    ("ingest", "import dagster", "Only orchestration knows Dagster and dbt"),
    ("serving", "from dbt.cli.main import dbtRunner", "Only orchestration knows Dagster and dbt"),
    ("settings", "import ingest", "Rooms import downwards only"),
    ("ingest", "import expectations", "Rooms import downwards only"),
    ("expectations", "import serving", "Rooms import downwards only"),
    ("serving", "import orchestration", "Rooms import downwards only"),
    ("demo", "import ingest", "The demo company knows settings and nothing else of ours"),
    ("orchestration", "import great_expectations", "Great Expectations stays inside expectations"),
]


@pytest.mark.parametrize(("room", "statement", "contract"), WRONG)
def test_an_import_that_is_wrong_on_purpose_breaks_its_contract(
    room: str, statement: str, contract: str, tmp_path: Path
) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in ROOMS:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    assert lint_imports(tmp_path)[0]
    (tmp_path / room / "wrong.py").write_text(f"def late() -> None:\n    {statement}\n")
    kept, said = lint_imports(tmp_path)
    assert not kept
    assert f"{contract} BROKEN" in " ".join(said.split())


def test_the_command_line_loads_nothing_heavy_until_a_command_needs_it() -> None:
    code = f"import sys, orchestration.cli; print(*sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.split() == []
