"""docs/cli.md and the commands say the same."""

from __future__ import annotations

import re

import click
import pytest

from orchestration.cli import COMMANDS, whale
from settings.paths import PROJECT_ROOT

PAGE = (PROJECT_ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## whale (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    assert list(SECTIONS) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_section_tells_every_option_and_the_exit_codes(name: str) -> None:
    section = SECTIONS[name]
    command = whale.get_command(click.Context(whale), name)

    assert command is not None
    # An option with a short name is told by that.
    known = {each.opts[-1] for each in command.params if len(each.opts) == 1 and each.opts[0].startswith("--")}
    known -= {"--company"}
    written = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", section))
    assert written == known
    assert re.search(r"^Exit codes: 0", section, re.MULTILINE)
