"""The keys of `landing.controls`: where the totals that a file must hold are told.

Belongs here: each key's meaning, default and allowed values. Doesn't belong here: reading and comparing totals
(controls.py).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, model_validator

from settings.fields import Section, fault, setting

Place = str | int
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def _file_name(value: object) -> object:
    if isinstance(value, str) and ("/" in value or "\\" in value or not ("{name}" in value or "{stem}" in value)):
        raise fault("must be a file's name with {name} or {stem} in it")
    return value


class Controls(Section):
    """What a file must hold, told beside it, at its end, or here."""

    source: Literal["sidecar", "trailer", "contract"] = setting(
        "Where the totals are told: in a file beside it, in its last record, or in this contract",
        "sidecar, trailer, contract",
        alias="from",
    )
    file: Annotated[str, BeforeValidator(_file_name)] = setting(
        "Name of the sidecar; {name} is the file's name, {stem} the name without its last ending",
        "a name such as {name}.ctl or {stem}.ctl",
        "{name}.ctl",
    )
    marker: str | None = setting("What the first field of the trailer record holds", "text", None)
    rows: Place | None = setting(
        "Number of records, without header and trailer",
        "in a sidecar a name or the number of a field, in a trailer the number of a field, in a contract the figure",
        None,
    )
    sums: dict[str, Place] = setting(
        "Exact sums of columns", "{column: …}, each like rows; a figure with decimals in quotes", {}
    )
    on_mismatch: Literal["refuse", "hold"] = setting(
        "refuse the file, or hold its load until `whale accept`", "refuse, hold", "refuse"
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Controls:
        if self.rows is None and not self.sums:
            raise fault("needs `rows` or `sums`")
        places = [*self.sums.values(), *([self.rows] if self.rows is not None else [])]
        if self.source == "trailer" and (not self.marker or any(not isinstance(place, int) for place in places)):
            raise fault("needs a `marker`, and the numbers of fields, for totals from a trailer")
        if self.source == "contract" and any(not _PLAIN.fullmatch(str(place)) for place in places):
            raise fault("needs plain figures for totals from the contract")
        return self

    def sidecar_of(self, path: Path) -> Path:
        """Where the sidecar of a file lies."""
        return path.with_name(self.file.replace("{name}", path.name).replace("{stem}", path.stem))
