"""The Contract: what one table of one system looks like.

Belongs here: a contract and what follows from it alone. Doesn't belong here: reading contracts (contracts.py).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ingest.columns import Column
from ingest.landing_keys import Landing
from settings.fields import Section


class Contract(Section):
    """What one table of one system looks like.

    entity: the standard entity it is, None for a table of a foreign system; path: the folder of its files;
    source_file: where the contract is written; is_fetched: its files are written by ourselves, each whole at once;
    key columns are never null.
    """

    system: str
    table: str
    entity: str | None
    path: Path
    description: str
    landing: Landing
    columns: list[Column]
    source_file: Path
    is_fetched: bool = False

    @property
    def name(self) -> str:
        """How people call it: system.table."""
        return f"{self.system}.{self.table}"

    @property
    def key(self) -> list[str]:
        """The columns that identify a row."""
        return self.landing.key

    @property
    def raw_schema(self) -> str:
        """The schema of its accepted rows."""
        return f"raw_{self.system}"

    @property
    def pending_schema(self) -> str:
        """The schema of its rows that no gate has judged yet."""
        return f"pending_{self.system}"

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when there is none."""
        return {column.name: column for column in self.columns}[name]

    def fingerprint(self) -> str:
        """sha256 of everything that changes how a file is read.

        A file is read again when it changes, even if the file itself didn't.
        """
        facts: dict[str, Any] = {
            "landing": self.landing.model_dump(mode="json", exclude={"files", "history", "source", "learning"})
        }
        facts["columns"] = [column.parse_facts() for column in self.columns]
        return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
