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
from ingest.load_keys import DRIFT_KEYS, FileMode
from ingest.sql import identifier, literals
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

    def for_mode(self, mode: FileMode) -> Contract:
        """The contract as it reads files of a mode: one that deletes keys needs no other columns."""
        if mode != "delete":
            return self
        free = {"optional": True, "nullable": True, "allowed": None}
        columns = [each if each.name in self.key else each.model_copy(update=free) for each in self.columns]
        return self.model_copy(update={"columns": columns})

    def deletes(self, mode: FileMode) -> str:
        """SQL of whether a typed row deletes its key, in files of a mode."""
        if mode == "delete":
            return "true"
        said = [
            f"cast({identifier(name)} as varchar) in ({literals(values)})"
            for name, values in self.landing.delete_when.items()
        ]
        return f"coalesce({' or '.join(said)}, false)" if said else "false"

    def fingerprint(self) -> str:
        """sha256 of everything that changes how a file is read.

        A file is read again when it changes, even if the file itself didn't.
        """
        facts: dict[str, Any] = {
            "landing": self.landing.model_dump(
                mode="json", exclude={"files", "history", "source", "learning", "controls", *DRIFT_KEYS}
            )
        }
        facts["columns"] = [column.parse_facts() for column in self.columns]
        return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
