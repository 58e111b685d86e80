"""The company.yml that `whale template` writes."""

from __future__ import annotations

from pathlib import Path

from settings.company import Company
from settings.example import example_settings
from settings.explain import known_keys
from settings.load import load_company

REQUIRED = {"title": 'Acme "Tools": 1 # x', "reporting_currency": "PLN", "time_zone": "Europe/Warsaw"}


def written(folder: Path) -> Path:
    (folder / "acme" / "exports").mkdir(parents=True)
    text = example_settings(REQUIRED, "erp:\n  template: standard\n  path: exports\n")
    (folder / "acme" / "company.yml").write_text(text, encoding="utf-8")
    return folder / "acme"


def test_the_example_is_valid_and_stands_at_the_defaults(tmp_path: Path) -> None:
    company = load_company(written(tmp_path))

    assert company.title == REQUIRED["title"]
    defaults = {key: field.default for key, field in Company.model_fields.items() if not field.is_required()}
    assert {key: getattr(company, key) for key in defaults} == defaults


def test_the_example_holds_and_explains_every_setting(tmp_path: Path) -> None:
    text = (written(tmp_path) / "company.yml").read_text(encoding="utf-8")

    for key in known_keys(Company):
        assert f"\n{key}:" in text
    assert max(map(len, text.splitlines())) <= 120
