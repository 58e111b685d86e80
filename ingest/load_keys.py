"""The keys that say how the files of a table add up: the part of `landing` about loads as wholes.

Belongs here: each key's meaning, default and allowed values. Doesn't belong here: how one file is written
(landing_keys.py), or what is done with a load (drift.py, intervals.py, supersession.py).
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import BeforeValidator, model_validator

from ingest.columns import Texts
from ingest.control_keys import Controls
from settings.fields import Section, fault, setting

LoadMode = Literal["full", "append"]
FileMode = Literal["full", "append", "correction", "delete"]
DriftPolicy = Literal["record", "warn", "refuse"]
DRIFT_KEYS = ("on_added_column", "on_missing_column", "on_renamed_column", "on_moved_column")
_POLICIES = "record (note it in the ledger), warn (tell it in `whale status` too), refuse (the file)"


def _glob(value: object) -> object:
    if isinstance(value, str):
        path = PurePosixPath(value)
        if not value.strip() or path.is_absolute() or ".." in path.parts or "\\" in value or "\0" in value:
            raise fault("must be a file pattern below the system's folder")
    return value


Glob = Annotated[str, BeforeValidator(_glob)]


class LoadKeys(Section):
    """How the files of a table add up, and what happens when they change their shape."""

    load_mode: LoadMode = setting(
        "full: a file is the whole list as of its day; append: files add up", "full, append", "full"
    )
    on_added_column: DriftPolicy = setting("A file has a column that the contract doesn't know", _POLICIES, "record")
    on_missing_column: DriftPolicy = setting(
        "A file lacks a column that isn't optional; unless refused, it is empty then", _POLICIES, "refuse"
    )
    on_renamed_column: DriftPolicy = setting("A column comes under another of its headers", _POLICIES, "record")
    on_moved_column: DriftPolicy = setting("The columns come in another order", _POLICIES, "record")
    correction_files: list[Glob] = setting(
        "Files whose rows set right the rows before them of the same key, as if those had never been",
        "a list of file patterns, for load_mode append",
        [],
    )
    deletion_files: list[Glob] = setting(
        "Files whose rows delete their keys; they need no other columns",
        "a list of file patterns, for load_mode append",
        [],
    )
    delete_when: dict[str, Texts] = setting("Values that say that a row is deleted", "{column: [values]}", {})
    controls: Controls | None = setting("Totals that a file must hold", "{from: …, rows: …, sums: …}", None)

    @model_validator(mode="after")
    def _parts_are_additions(self) -> LoadKeys:
        if (self.correction_files or self.deletion_files) and self.load_mode != "append":
            raise fault("may have correction_files and deletion_files only with `load_mode: append`")
        return self

    def patterns(self, files: list[str]) -> dict[FileMode, list[str]]:
        """File patterns by what their files do; the later ones win where a file fits several."""
        modes: dict[FileMode, list[str]] = {self.load_mode: files}
        return {**modes, "correction": self.correction_files, "delete": self.deletion_files}
