"""The files of the project, as the rules see them.

Belongs here: finding and reading files. Doesn't belong here: any rule.
"""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("demo", "expectations", "ingest", "orchestration", "serving", "settings")
_NOT_OURS = {
    ".git",
    ".venv",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
    "__pycache__",
    "data",
}


def project_files(root: Path = ROOT) -> list[Path]:
    """Every file of the project: what git tracks or would add; outside a repository, whatever isn't made by tools."""
    if (root / ".git").exists():
        command = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return sorted(path for place in listed.split("\0") if place and (path := root / place).is_file())
    return sorted(
        path for path in root.rglob("*") if path.is_file() and not _NOT_OURS.intersection(path.relative_to(root).parts)
    )


def text_files(root: Path = ROOT) -> dict[Path, str]:
    """Path (from the root) -> text of every file that is UTF-8 text; exports that stand as they came are left out."""
    found = {}
    for path in project_files(root):
        place = path.relative_to(root)
        if place.parts[:2] == ("tests", "fixtures"):
            continue
        try:
            found[place] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found
