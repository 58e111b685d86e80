"""Two company folders of one name never share data."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from settings.errors import ConfigurationError
from settings.load import load_company
from settings.ownership import check_owner, note_owner
from settings.paths import DataPaths

SETTINGS = """
title: Acme
reporting_currency: EUR
time_zone: Europe/Warsaw
systems:
  erp: {template: standard, path: .}
"""


def company_folder(home: Path) -> Path:
    folder = home / "acme"
    folder.mkdir(parents=True)
    (folder / "company.yml").write_text(SETTINGS)
    return folder


def test_another_folder_of_the_same_name_is_refused(tmp_path: Path) -> None:
    first, second = company_folder(tmp_path / "a"), company_folder(tmp_path / "b")
    paths = DataPaths(tmp_path / "data" / "acme")
    note_owner(load_company(first), paths)
    check_owner(load_company(first), paths)
    with pytest.raises(ConfigurationError, match="holds the data of the company in"):
        note_owner(load_company(second), paths)
    assert paths.owner_file.read_text().strip() == str(first)


def test_a_moved_folder_takes_its_data_along(tmp_path: Path) -> None:
    folder = company_folder(tmp_path / "a")
    paths = DataPaths(tmp_path / "data" / "acme")
    note_owner(load_company(folder), paths)
    moved = tmp_path / "b" / "acme"
    shutil.move(folder, moved)
    note_owner(load_company(moved), paths)
    assert paths.owner_file.read_text().strip() == str(moved)
