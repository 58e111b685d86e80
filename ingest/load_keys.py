"""The keys that say how the files of a table add up: the part of `landing` about loads as wholes.

Belongs here: each key's meaning, default and allowed values. Doesn't belong here: how one file is written
(landing_keys.py), or what is done with a load (drift.py, intervals.py, supersession.py).
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import BeforeValidator

from settings.fields import Section, fault, setting

LoadMode = Literal["full", "append"]
DriftPolicy = Literal["record", "warn", "refuse"]
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
