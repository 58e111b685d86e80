"""Files in the systems' folders that no contract claims, as a person should be told of them.

Belongs here: the words, and which entity of the template would have claimed a file. Doesn't belong here: finding files
(discovery.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from ingest.contracts import standard_entities
from settings.company import Company, System
from settings.errors import shown_path

_SHOWN = 5


def stray_warnings(company: Company, unclaimed: Sequence[str]) -> list[str]:
    """One sentence a system whose `tables` leave out entities that lie in its folder, and one for all other files.

    unclaimed: as discovery found them.
    """
    rest = dict.fromkeys(unclaimed)
    warnings = []
    for system in company.systems:
        left_out = dict(_left_out(system, rest))
        rest = {path: None for path in rest if path not in left_out}
        if left_out:
            warnings.append(_left_out_warning(system, left_out))
    if rest:
        warnings.append(f"{_files(len(rest))} that no contract claims, so nothing of them is loaded: {_first(rest)}")
    return warnings


def _left_out(system: System, unclaimed: Sequence[str] | dict[str, None]) -> Iterator[tuple[str, str]]:
    """(file, entity) of a system that speaks the template and lists its tables."""
    if not (system.template and system.tables):
        return
    here = {shown_path(path): path for path in system.path.iterdir()} if system.path.is_dir() else {}
    for entity, contract in standard_entities().items():
        for path in unclaimed if entity not in system.tables else ():
            if path in here and any(PurePath(path).match(pattern) for pattern in contract.landing.files):
                yield path, entity


def _left_out_warning(system: System, left_out: dict[str, str]) -> str:
    pairs = [f"{PurePath(path).name} → {entity}" for path, entity in sorted(left_out.items())]
    verb = "matches a standard entity" if len(pairs) == 1 else "match standard entities"
    return (
        f"system {system.name}: {_files(len(pairs))} in its folder {verb} that `tables` leaves out: "
        f"{_first(pairs)}; add them to `tables` or move them"
    )


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def _first(names: Sequence[str] | dict[str, None]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(list(names)[:_SHOWN]) + more
