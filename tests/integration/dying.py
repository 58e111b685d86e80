"""A command of whale that dies by kill -9 at a chosen point.

Belongs here: the one act. Doesn't belong here: which points, and what must hold afterwards.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from settings.paths import PROJECT_ROOT
from tests.integration.road import Road

# Runs a command and dies the moment that a function is called for the nth time.
DYING = """
import importlib, os, signal, sys
module, name, nth, *arguments = sys.argv[1:]
owner = importlib.import_module(module)
*outer, last = name.split(".")
for each in outer:
    owner = getattr(owner, each)
whole, calls = getattr(owner, last), 0
def dying(*arguments, **named):
    global calls
    calls += 1
    if calls == int(nth):
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(*arguments, **named)
setattr(owner, last, dying)
sys.argv = ["whale", *arguments]
from orchestration.cli import main
main()
"""


def kill(road: Road, point: tuple[str, str, int], command: str, *arguments: str) -> None:
    """Run `whale COMMAND` until a function is called for the nth time: (module, name, nth)."""
    module, name, nth = point
    whale = [command, "--company", str(road.folder), *arguments]
    run = subprocess.run(
        [sys.executable, "-c", DYING, module, name, str(nth), *whale],
        cwd=PROJECT_ROOT,
        env={**os.environ, **road.variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == -signal.SIGKILL, f"{point} was never reached:\n{run.stdout}{run.stderr}"
