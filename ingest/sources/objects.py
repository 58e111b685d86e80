"""A drop folder on object storage (S3, Google Cloud Storage, Azure), mirrored into a folder of our own.

Belongs here: which objects are copied. Doesn't belong here: what is in them; credentials, which the storage's own
environment variables carry.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

from ingest.contracts import Contract
from settings.errors import WhaleError

_UNFINISHED = ".part"
_CHUNK = 1 << 20


def mirror(address: str, contracts: list[Contract]) -> list[str]:
    """Copy the objects that contracts want and that changed; remove what vanished there. Gives a line of what came.

    An object is the same while its size and its time are. WhaleError when the storage can't be read.
    """
    from pyarrow import fs

    if not contracts:
        return []
    folder = contracts[0].path
    folder.mkdir(parents=True, exist_ok=True)
    try:
        storage, root = fs.FileSystem.from_uri(address)
        found = storage.get_file_info(fs.FileSelector(root, recursive=True))
        wanted = {_place(info.path, root): info for info in found if info.type == fs.FileType.File}
        wanted = {place: info for place, info in wanted.items() if _is_claimed(place, contracts)}
        copied = [place for place, info in wanted.items() if _copy(storage, info, folder / place)]
    except (OSError, ValueError) as error:
        raise WhaleError(f"can't be read: {str(error).splitlines()[0]}") from None
    _remove_vanished(folder, wanted)
    return [f"{contracts[0].system}: {len(copied):,} objects"] if copied else []


def _place(path: str, root: str) -> str:
    """An object's path below the drop folder. WhaleError for one that would lead out of ours."""
    place = path.removeprefix(root).lstrip("/")
    if ".." in PurePosixPath(place).parts or "\0" in place or "\\" in place:
        raise WhaleError(f"holds an object with a path that can't be a file's: {place!r}; rename it")
    return place


def _is_claimed(place: str, contracts: Iterable[Contract]) -> bool:
    """A rough look, by which too much is copied rather than too little: the landing's own search decides."""
    patterns = (pattern.replace("**/", "*") for contract in contracts for pattern in contract.landing.files)
    return not place.endswith(_UNFINISHED) and any(fnmatchcase(place, pattern) for pattern in patterns)


def _copy(storage: Any, info: Any, target: Path) -> bool:
    """Copy an object unless we have it; gives whether it was copied."""
    try:
        here = target.stat()
    except FileNotFoundError:
        here = None
    if here is not None and (here.st_size, here.st_mtime_ns) == (info.size, info.mtime_ns):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + _UNFINISHED)
    with storage.open_input_stream(info.path) as source, unfinished.open("wb") as copy:
        shutil.copyfileobj(source, copy, _CHUNK)
    if unfinished.stat().st_size != info.size:
        unfinished.unlink()
        raise OSError(f"{info.path} changed while it was read; wait for the export to end")
    os.utime(unfinished, ns=(info.mtime_ns, info.mtime_ns))
    unfinished.rename(target)
    return True


def _remove_vanished(folder: Path, wanted: dict[str, Any]) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).as_posix() not in wanted:
            path.unlink()
