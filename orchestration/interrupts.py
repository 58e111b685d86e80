"""Signals that ask a refresh to stop (Ctrl-C, SIGTERM), as one exception whoever runs at that moment.

Belongs here: what a signal becomes. Doesn't belong here: what a stopped refresh leaves behind (every step of it may be
killed at any moment), and what is printed (cli.py).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Within, a signal raises KeyboardInterrupt in the main thread; gives a question: was there one?

    Dagster's own exception would be taken for a failure of the build by dbt, which cancels what runs for
    KeyboardInterrupt alone. In another thread than the main one signals don't arrive, and nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    received: list[int] = []

    def stop(number: int, frame: object) -> None:
        received.append(number)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        yield lambda: bool(received)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def is_interrupt(error: BaseException | None) -> bool:
    """Whether this came of a signal: Python's exception, or the one that Dagster makes of it while an op runs."""
    return isinstance(error, KeyboardInterrupt) or type(error).__name__ == "DagsterExecutionInterruptedError"
