"""Compressed exports, unpacked piece by piece into the work folder.

Belongs here: gz and zip. Doesn't belong here: what is in them (readers). The sha256 in the ledger is that of the file
as it lies there.
"""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO, cast

from ingest.landing_keys import Landing
from ingest.problems import FileRefused

_CHUNK = 1 << 20
# A reader may write the text up to three times more: decoded, with other marks, without what can't be read.
_COPIES = 4
_MAGIC = {b"\x1f\x8b": "gz", b"PK\x03\x04": "zip"}
# RuntimeError: a password, or a method of packing that Python lacks.
_FAULTS = (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, RuntimeError)


def unpacked(path: Path, landing: Landing, copy: Path) -> Path:
    """The file to read: `path` itself, or `copy` with what it holds.

    FileRefused for a cut or broken archive, one too large for the free disk, and one that isn't declared.
    """
    if not landing.compression:
        _refuse_undeclared(path, landing)
        return path
    try:
        _write(_OPENERS[landing.compression](path, landing), copy)
    except _FAULTS as error:
        raise FileRefused(
            f"isn't a whole {landing.compression} file, it may be cut ({error}); export it again"
        ) from None
    return copy


def _refuse_undeclared(path: Path, landing: Landing) -> None:
    if landing.format not in ("csv", "jsonl"):
        return
    with path.open("rb") as source:
        head = source.read(4)
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            raise FileRefused(f"is a {kind} file, not plain text; declare `compression: {kind}`, or export it unpacked")


def _open_gz(path: Path, landing: Landing) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "rb"))


def _open_zip(path: Path, landing: Landing) -> IO[bytes]:
    archive = zipfile.ZipFile(path)
    wanted = landing.zip_member or "*"
    names = [each.filename for each in archive.infolist() if not each.is_dir()]
    found = [name for name in names if fnmatchcase(name, wanted)]
    if len(found) != 1:
        shown = ", ".join(f'"{name}"' for name in names[:10]) or "nothing"
        raise FileRefused(
            f"must hold exactly one file{f' like {wanted}' if landing.zip_member else ''}, but holds {shown}; "
            "name the file in zip_member"
        )
    return archive.open(found[0])


_OPENERS: dict[str, Callable[[Path, Landing], IO[bytes]]] = {"gz": _open_gz, "zip": _open_zip}


def _write(source: IO[bytes], copy: Path) -> None:
    limit, written = shutil.disk_usage(copy.parent).free // _COPIES, 0
    with source, copy.open("wb") as target:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > limit:
                raise FileRefused(
                    f"unpacks to more than {limit // 2**20} MB, which the free disk can't hold with the copies of "
                    "reading; free some disk, or export it in parts"
                )
            target.write(chunk)
