"""Small acts on files that must survive a crash: sync, write as a whole, protect, remove.

Belongs here: durability of single files and folders. Doesn't belong here: what the files mean.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import uuid
from pathlib import Path
from typing import Any


def sync(path: Path) -> None:
    """Force a file's or folder's content to the disk; for a folder that is the names in it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_json(path: Path, data: Any) -> None:
    """Write data as readable JSON and sync it; a path that exists is replaced as a whole, never seen half written."""
    text = json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n"
    fresh = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        fresh.write_text(text, encoding="utf-8")
        sync(fresh)
        fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)


def append_line(path: Path, text: str) -> None:
    """Append one line and sync it. A line that an earlier kill left without its end is closed first."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        size = os.fstat(descriptor).st_size
        is_torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        os.write(descriptor, (("\n" if is_torn else "") + text + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    """sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def move(source: Path, target: Path) -> None:
    """Move a file, by copying when the target lies on another file system (the source then goes last)."""
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copyfile(source, target)
        source.unlink()


def protect(folder: Path) -> None:
    """Make a folder and its files read-only."""
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)


def remove_folder(folder: Path) -> None:
    """Remove a folder with its files, protected or not; one that is already gone is fine."""
    with contextlib.suppress(FileNotFoundError):
        folder.chmod(0o755)
        shutil.rmtree(folder)
