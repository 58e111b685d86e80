"""Drafting small files written in the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.drafting.drafts import SystemDraft, draft_system
from ingest.drafting.findings import TableDraft

Draft = Callable[..., TableDraft]
DraftAll = Callable[..., SystemDraft]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHALE_SETTLE_SECONDS", "0")


@pytest.fixture
def draft_all(tmp_path: Path) -> DraftAll:
    """draft_all({"orders.csv": "a,b\\n1,2\\n"}, names={…}): the whole system's draft."""

    def make(files: dict[str, str | bytes], names: dict[str, list[str]] | None = None) -> SystemDraft:
        folder = tmp_path / "exports"
        folder.mkdir(exist_ok=True)
        for place, content in files.items():
            (folder / place).write_bytes(content.encode() if isinstance(content, str) else content)
        return draft_system("shop", [folder / place for place in files], names or {})

    return make


@pytest.fixture
def draft(draft_all: DraftAll) -> Draft:
    """draft("a,b\\n1,2\\n"): the draft of one file, which must not be refused."""

    def make(content: str | bytes, place: str = "things.csv", names: list[str] | None = None) -> TableDraft:
        drafted = draft_all({place: content}, {"": names} if names else None)
        assert drafted.refused == []
        return drafted.tables[0]

    return make


def types(table: TableDraft) -> dict[str, str]:
    return {column.name: column.data_type for column in table.columns}


def doubts(table: TableDraft, name: str) -> str:
    return "; ".join(next(column for column in table.columns if column.name == name).doubts)
