"""Which company is meant, and where its data lie."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from settings import locate
from settings.errors import ConfigurationError
from settings.load import load_company
from settings.locate import find_company
from settings.paths import PROJECT_ROOT, DataPaths


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(locate, "companies_home", lambda: tmp_path)
    monkeypatch.delenv("WHALE_COMPANY", raising=False)
    return tmp_path


def add_company(home: Path, name: str) -> Path:
    (home / name).mkdir()
    (home / name / "company.yml").write_text("title: x\n")
    return home / name


def test_the_only_company_needs_no_choice(home: Path) -> None:
    acme = add_company(home, "acme")

    assert find_company() == acme


def test_several_companies_need_a_choice(home: Path) -> None:
    add_company(home, "acme")
    add_company(home, "bolt")

    with pytest.raises(ConfigurationError, match="several companies") as caught:
        find_company()
    assert caught.value.problems[0].allowed == "acme, bolt"


def test_no_company_at_all_points_to_the_template(home: Path) -> None:
    with pytest.raises(ConfigurationError, match="whale template"):
        find_company()


def test_the_option_comes_before_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    acme, bolt = add_company(home, "acme"), add_company(home, "bolt")
    monkeypatch.setenv("WHALE_COMPANY", "acme")

    assert find_company() == acme
    assert find_company("bolt") == bolt


def test_a_path_is_a_choice_too(home: Path, tmp_path: Path) -> None:
    add_company(home, "acme")

    assert find_company(str(tmp_path / "elsewhere" / "bolt")) == tmp_path / "elsewhere" / "bolt"


def test_a_mistyped_name_gets_a_suggestion(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_company(home, "northwind")
    monkeypatch.setenv("WHALE_COMPANY", "nortwind")

    with pytest.raises(ConfigurationError, match='did you mean "northwind"') as caught:
        find_company()
    assert caught.value.problems[0].key == "WHALE_COMPANY"


def test_data_lie_below_the_chosen_home_in_a_folder_of_the_companys_name(
    write_company: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = load_company(write_company())
    monkeypatch.setenv("WHALE_DATA", str(tmp_path / "d"))
    paths = DataPaths.of(company)

    assert paths.root == tmp_path / "d" / "acme"
    assert paths.candidate_file == tmp_path / "d" / "acme" / "build" / "whalecurve.duckdb"
    assert paths.fixed_file == tmp_path / "d" / "acme" / "published" / "whalecurve.duckdb"

    monkeypatch.delenv("WHALE_DATA")
    assert DataPaths.of(company).root == PROJECT_ROOT / "data" / "acme"


def test_paths_know_nothing_is_there_yet(write_company: Callable[[], Path]) -> None:
    paths = DataPaths.of(load_company(write_company()))

    assert not paths.root.exists()
