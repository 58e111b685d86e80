"""One writer a company: the lock that a refresh holds, and who holds it.

Belongs here: taking, describing and probing the lock. Doesn't belong here: what is done under it.

The kernel's flock is the lock, so a killed run frees it by dying; the file's JSON only says whose it is. The file is
never removed (a second run could lock the orphan) and its content has a fixed size, written in one call, so that no
reader sees half of it. A child process never keeps the lock: the descriptor closes on exec and after fork.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
import weakref
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from types import TracebackType

from settings.errors import Locked
from settings.paths import DataPaths

_CONTENT_BYTES = 1024
_PATIENCE_SECONDS = 0.5
_held: weakref.WeakSet[RefreshLock] = weakref.WeakSet()


@dataclass(frozen=True)
class Holder:
    """Who holds the lock, or died holding it. pid: process; step: what it does; started_at: ISO 8601, UTC."""

    pid: int
    step: str
    started_at: str
    run_id: str


class RefreshLock:
    """`with RefreshLock(paths, run_id) as lock:` holds the company's lock.

    Entering raises Locked within 2 s when another run has it. died: the run that was killed while holding the lock
    before us, or None; its unfinished work is ours to heal.
    """

    def __init__(self, paths: DataPaths, run_id: str) -> None:
        self.paths = paths
        self.run_id = run_id
        self.died: Holder | None = None
        self._started_at = datetime.now(UTC).isoformat(timespec="seconds")
        self._descriptor: int | None = None

    def __enter__(self) -> RefreshLock:
        self.paths.root.mkdir(parents=True, exist_ok=True)
        self._descriptor = _taken(self.paths)
        self.died = _read(self._descriptor)
        _held.add(self)
        self.step("start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is not None:
            _write(self._descriptor, {})
        self.forget()

    def step(self, name: str) -> None:
        """Tell others what is being done now."""
        if self._descriptor is None:
            raise RuntimeError("step() needs the lock: use it inside `with RefreshLock(...)`")
        _write(self._descriptor, asdict(Holder(os.getpid(), name, self._started_at, self.run_id)))

    def forget(self) -> None:
        """Close our descriptor without touching the content: what a forked child must do."""
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None
        _held.discard(self)


def lock_holder(paths: DataPaths) -> Holder | None:
    """The run that holds the lock now, or None when it is free."""
    descriptor = _probe(paths)
    if descriptor is None:
        return None
    try:
        return None if _try_lock(descriptor, fcntl.LOCK_SH) else _described(descriptor)
    finally:
        os.close(descriptor)


def dead_holder(paths: DataPaths) -> Holder | None:
    """The run that died holding the lock, when nobody has taken it since; None otherwise."""
    descriptor = _probe(paths)
    if descriptor is None:
        return None
    try:
        return _read(descriptor) if _try_lock(descriptor, fcntl.LOCK_SH) else None
    finally:
        os.close(descriptor)


def _taken(paths: DataPaths) -> int:
    """The locked descriptor. Patient for a moment, because a status probe holds the lock for microseconds."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    descriptor = os.open(paths.lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    while not _try_lock(descriptor, fcntl.LOCK_EX):
        if time.monotonic() > deadline:
            holder = _described(descriptor)
            os.close(descriptor)
            raise Locked(_refusal(paths, holder))
        time.sleep(0.02)
    return descriptor


def _refusal(paths: DataPaths, holder: Holder) -> str:
    return (
        f"another run is writing the data of {paths.root.name}: process {holder.pid}, at step {holder.step!r}, "
        f"started {holder.started_at} (run {holder.run_id}). "
        "Wait for it to end, or stop that process; nothing was changed."
    )


def _probe(paths: DataPaths) -> int | None:
    with contextlib.suppress(FileNotFoundError):
        return os.open(paths.lock_file, os.O_RDONLY | os.O_CLOEXEC)
    return None


def _try_lock(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _described(descriptor: int) -> Holder:
    """The holder, waiting a moment for one that has locked and not written yet."""
    for _ in range(10):
        holder = _read(descriptor)
        if holder is not None:
            return holder
        time.sleep(0.02)
    return Holder(0, "unknown", "unknown", "unknown")


def _read(descriptor: int) -> Holder | None:
    text = os.pread(descriptor, _CONTENT_BYTES, 0).decode("utf-8", "replace").strip(" \n\0")
    try:
        return Holder(**json.loads(text))
    except (ValueError, TypeError):
        return None


def _write(descriptor: int, content: dict[str, object]) -> None:
    text = json.dumps(content).encode()
    os.pwrite(descriptor, text.ljust(_CONTENT_BYTES - 1)[: _CONTENT_BYTES - 1] + b"\n", 0)


def _forget_all() -> None:
    for lock in list(_held):
        lock.forget()


os.register_at_fork(after_in_child=_forget_all)
