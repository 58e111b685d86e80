"""Pages link to files that exist, and decisions are numbered and whole."""

import re
from pathlib import Path

import pytest

from tests.structure.house import ROOT, text_files

LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")


def dead_links(pages: dict[Path, str], root: Path) -> list[str]:
    """Relative links of Markdown pages to files that aren't there."""
    found = []
    for page, text in pages.items():
        for target in LINK.findall(text):
            place = target.split("#")[0]
            if (
                place
                and "://" not in place
                and not place.startswith("mailto:")
                and not (root / page.parent / place).exists()
            ):
                found.append(f"{page}: {target}")
    return found


def test_every_link_of_a_page_leads_somewhere() -> None:
    pages = {place: text for place, text in text_files().items() if place.suffix == ".md"}
    assert pages
    assert dead_links(pages, ROOT) == []


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("")
    pages = {Path("page.md"): "[a](there.md#part) [b](gone.md) [c](https://example.com/gone.md)"}
    assert dead_links(pages, tmp_path) == ["page.md: gone.md"]


DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [path.name[:5] for path in DECISIONS] == [f"{number:04}-" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_why_what_and_what_follows(path: Path) -> None:
    headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[:3] == ["Context", "Decision", "Consequences"]


def test_the_changelog_has_a_table_of_schema_changes() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "| interface | change | what to do |" in text
