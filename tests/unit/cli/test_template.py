"""`whale template`: a folder that is right from the start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ingest.contracts import standard_entities
from settings.load import load_company

Whale = Callable[..., Result]


def test_a_new_folder_is_complete_and_passes_the_check(run_whale: Whale, tmp_path: Path) -> None:
    folder = tmp_path / "bolt_and_nut"

    assert run_whale("template", str(folder)).exit_code == 0

    assert load_company(folder).title == "Bolt and nut"
    result = run_whale("check", "--company", str(folder))
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"entities with exports ({len(standard_entities())})" in result.stdout


def test_every_entity_has_a_file_with_its_header_and_a_section_with_every_column(
    run_whale: Whale, tmp_path: Path
) -> None:
    run_whale("template", str(tmp_path / "acme"))
    page = (tmp_path / "acme" / "ENTITIES.md").read_text(encoding="utf-8")
    sections = {part.splitlines()[0]: part for part in page.split("\n## ")[1:]}

    assert list(sections) == list(standard_entities())
    for entity, contract in standard_entities().items():
        header = (tmp_path / "acme" / "exports" / f"{entity}.csv").read_text(encoding="utf-8")
        assert header == ",".join(column.name for column in contract.columns) + "\n"
        rows = [line for line in sections[entity].splitlines() if line.startswith("| `")]
        assert [row.split("`")[1] for row in rows] == [column.name for column in contract.columns]
        assert {row.replace("\\|", "").count("|") for row in rows} == {9}


def test_a_folder_that_holds_something_is_refused_and_left_alone(run_whale: Whale, tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "notes.txt").write_text("mine")

    result = run_whale("template", str(tmp_path / "acme"))

    assert result.exit_code == 2
    assert "isn't empty" in result.stderr
    assert [path.name for path in (tmp_path / "acme").iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_filled(run_whale: Whale, tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()

    assert run_whale("template", str(tmp_path / "acme")).exit_code == 0


@pytest.mark.parametrize(("name", "message"), [("My-Company", "can't be a folder"), ("marts", "uses itself")])
def test_a_name_that_cannot_be_a_companys_is_refused(run_whale: Whale, tmp_path: Path, name: str, message: str) -> None:
    result = run_whale("template", str(tmp_path / name))

    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / name).exists()


def test_a_place_that_cannot_be_written_is_told(run_whale: Whale, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    result = run_whale("template", str(tmp_path / "file" / "acme"))

    assert result.exit_code == 1
    assert "can't write" in result.stderr
