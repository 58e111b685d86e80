"""docs/reference/ is what `make docs` would write now."""

from __future__ import annotations

import pytest

from orchestration.reference_pages import FOLDER, reference_pages


def test_there_is_a_page_for_each_layer_and_no_other() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.md")) == sorted(reference_pages())


@pytest.mark.parametrize("name", sorted(reference_pages()))
def test_a_page_is_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == reference_pages()[name], "run `make docs`"


def test_shared_descriptions_are_written_out() -> None:
    assert not [name for name, text in reference_pages().items() if "doc(" in text]
