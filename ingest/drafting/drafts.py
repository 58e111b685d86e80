"""A system drafted from its files: the tables, the proof, and the texts of all its files.

Belongs here: what the command asks for. Doesn't belong here: options and screens (orchestration/commands/draft.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.drafting.contract_text import sources_text
from ingest.drafting.file_names import NamedTable, by_table
from ingest.drafting.findings import TableDraft
from ingest.drafting.model_text import model_files
from ingest.drafting.proof import prove
from ingest.drafting.tables import draft_table
from ingest.problems import FileRefused


@dataclass
class SystemDraft:
    """tables: in the order of the files; refused: (file pattern, why) of what can't be drafted."""

    system: str
    tables: list[TableDraft] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    def files(self) -> dict[str, str]:
        """File name -> text of everything that belongs into the system's staging folder."""
        return {
            f"_{self.system}__sources.yml": sources_text(self.system, self.tables),
            **model_files(self.system, self.tables),
        }


def draft_system(system: str, paths: list[Path], names: Mapping[str, list[str]], zone: str = "UTC") -> SystemDraft:
    """Draft the contracts of all files and prove them by landing.

    names: the columns of files without a header, by the table's or the file's name in lower case; "" for any file.
    """
    drafted = SystemDraft(system)
    for named in by_table(paths):
        try:
            drafted.tables.append(draft_table(named, _names_of(named, names)))
        except FileRefused as refusal:
            drafted.refused.append((named.files, str(refusal)))
    if drafted.tables:
        prove(system, drafted.tables, zone)
    return drafted


def _names_of(named: NamedTable, names: Mapping[str, list[str]]) -> list[str]:
    keys = (named.table, named.paths[0].stem.lower(), named.table.replace("_", ""), "")
    return next((names[key] for key in keys if key in names), [])
