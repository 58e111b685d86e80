"""Reading YAML with lines: never an exception for what is in the file, never a changed value."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from settings.documents import dotted, read_document

SCALARS: list[tuple[str, Any]] = [
    ("no", "no"),
    ("on", "on"),
    ("true", True),
    ("False", False),
    ("~", None),
    ("", None),
    ("007", "007"),
    ("0", 0),
    ("-12", -12),
    ("1_000", "1_000"),
    ("0x1F", "0x1F"),
    ("1e3", "1e3"),
    (".inf", ".inf"),
    ("0.10", Decimal("0.10")),
    ("12:30", "12:30"),
    ("2026-10-31", "2026-10-31"),
    ('"5"', "5"),
]


@pytest.mark.parametrize(("written", "read"), SCALARS)
def test_a_plain_value_is_what_it_looks_like(tmp_path: Path, written: str, read: Any) -> None:
    path = tmp_path / "x.yml"
    path.write_text(f"key: {written}\n")

    document = read_document(path)

    assert document.problems == []
    assert document.data == {"key": read}
    assert type(document.data["key"]) is type(read)


def test_lines_are_known_for_keys_and_list_items(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_text("a:\n  - b: 1\n  - c:\n      d: 2\n")

    document = read_document(path)

    assert document.line_of(("a", 1, "c", "d")) == 4
    assert document.line_of(("a", 0, "unknown")) == 2
    assert document.line_of(("unknown",)) is None
    assert dotted(("a", 1, "c", "d")) == "a[1].c.d"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(content=st.binary(max_size=200) | st.text(alphabet="ab:-[]{}&*!|>'\"\n ,#?~1.", max_size=60).map(str.encode))
def test_any_bytes_end_in_data_or_a_problem(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(content)

    document = read_document(path)

    assert isinstance(document.data, dict)
    assert document.data or document.problems or content.strip()
    assert all(problem.message for problem in document.problems)


JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=4),
    max_leaves=15,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(data=st.dictionaries(st.text(min_size=1, max_size=8), JSON_LIKE, min_size=1, max_size=4))
def test_what_was_written_as_yaml_is_read_back(tmp_path: Path, data: dict[str, Any]) -> None:
    path = tmp_path / "x.yml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, default_style='"'), encoding="utf-8", newline="")

    # A style of quotes around everything tags integers, booleans and nulls explicitly; they must survive that too.
    assert read_document(path).data == data
