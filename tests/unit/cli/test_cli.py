"""The command line as a whole: the list, the exit codes, the look of failures, what is imported when."""

from __future__ import annotations

import importlib
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from orchestration import cli
from orchestration.cli import COMMANDS, whale
from settings.errors import ConfigurationError, GateStopped, Locked, Problem, Stale, WhaleError
from settings.paths import PROJECT_ROOT

Whale = Callable[..., Result]
HELPERS = {"__init__", "options", "output"}
SLOW = {"dagster", "dagster_dbt", "dbt", "great_expectations", "pandas", "sqlalchemy"}


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Makes `whale check` raise."""

    def use(error: BaseException) -> None:
        def fail() -> None:
            raise error

        monkeypatch.setattr(cli.WhaleGroup, "get_command", lambda *_: click.Command("check", callback=fail))

    return use


def test_the_list_and_the_modules_are_the_same() -> None:
    modules = {path.stem for path in (PROJECT_ROOT / "orchestration" / "commands").glob("*.py")} - HELPERS

    assert modules == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_listed_help_is_the_first_line_of_the_commands_own(name: str) -> None:
    command = importlib.import_module(f"orchestration.commands.{name}").command

    assert command.name == name
    assert (command.help or "").splitlines()[0] == COMMANDS[name]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_and_every_option(run_whale: Whale, name: str) -> None:
    result = run_whale(name, "--help")

    assert result.exit_code == 0
    options = [each for each in whale.get_command(click.Context(whale), name).params if isinstance(each, click.Option)]  # type: ignore[union-attr]
    assert [option.name for option in options if not option.help] == []


def test_help_lists_every_command_with_its_line(run_whale: Whale) -> None:
    text = " ".join(run_whale("--help").stdout.split())

    for name, line in COMMANDS.items():
        assert f"{name} {line}" in text


@pytest.mark.parametrize(
    ("error", "code", "title"),
    [
        (WhaleError("no such thing"), 1, "Error: no such thing"),
        (GateStopped("suite orders"), 3, "Stopped by a gate: suite orders"),
        (Locked("process 7"), 4, "Locked: process 7"),
        (Stale("30 hours old"), 5, "Stale: 30 hours old"),
    ],
)
def test_a_foreseen_failure_is_its_message_and_its_exit_code(
    run_whale: Whale, failing: Callable[[BaseException], None], error: WhaleError, code: int, title: str
) -> None:
    failing(error)

    result = run_whale("check")

    assert (result.exit_code, result.stdout, result.stderr) == (code, "", title + "\n")


def test_problems_are_blocks_and_control_characters_are_spelled_out(
    run_whale: Whale, failing: Callable[[BaseException], None]
) -> None:
    failing(
        ConfigurationError(
            [Problem("a.yml", "x", "\x1b[2J", "is wrong", "1", 3), Problem("b.yml", "", None, "[red]no")]
        )
    )

    result = run_whale("check")

    assert result.exit_code == 2
    assert result.stderr.split("\n\n") == [
        "Bad configuration: 2 problems",
        "a.yml, line 3\n  key:     x\n  value:   '\\x1b[2J'\n  problem: is wrong\n  allowed: 1",
        "b.yml\n  problem: [red]no\n",
    ]


def test_an_unforeseen_failure_names_a_log_with_the_traceback(
    run_whale: Whale, failing: Callable[[BaseException], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    failing(ZeroDivisionError("by zero"))

    result = run_whale("check")

    assert result.exit_code == 1
    assert "ZeroDivisionError: by zero" in result.stderr
    assert "Traceback" not in result.stderr
    (log_file,) = tmp_path.glob("whale-check-*.log")
    assert str(log_file) in result.stderr
    assert "Traceback" in log_file.read_text()


def test_the_log_of_a_failure_lies_with_the_company_once_one_is_chosen(
    run_whale: Whale, new_company: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ingest.contracts.load_contracts", fail)

    result = run_whale("check", "--company", str(new_company()))

    assert result.exit_code == 1
    assert len(list((tmp_path / "data" / "acme" / "logs").glob("whale-check-*.log"))) == 1


def test_the_traceback_is_shown_on_demand(
    run_whale: Whale, failing: Callable[[BaseException], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(ZeroDivisionError("by zero"))
    monkeypatch.setenv("WHALE_DEBUG", "1")

    result = run_whale("check")

    assert result.exit_code == 1
    assert isinstance(result.exception, ZeroDivisionError)


def test_an_interrupt_ends_cleanly(run_whale: Whale, failing: Callable[[BaseException], None]) -> None:
    failing(KeyboardInterrupt())

    result = run_whale("check")

    assert result.exit_code == 130
    assert "Stopped by you" in result.stderr


def test_a_mistyped_command_gets_a_suggestion(run_whale: Whale) -> None:
    result = run_whale("chek")

    assert result.exit_code == 2
    assert 'no command "chek"; did you mean "check"?' in result.stderr


def test_wrong_arguments_are_bad_configuration(run_whale: Whale) -> None:
    assert run_whale("accept", "seven").exit_code == 2
    assert run_whale("query").exit_code == 2


def imported_by(*arguments: str) -> set[str]:
    """Top-level modules in a fresh process after running whale with these arguments."""
    script = (
        "import sys\nfrom orchestration.cli import whale\n"
        "try:\n    whale(sys.argv[1:], prog_name='whale')\nexcept SystemExit:\n    pass\n"
        "print('\\nMODULES', *sorted({name.partition('.')[0] for name in sys.modules} | set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
    )
    return set(result.stdout.rpartition("MODULES")[2].split())


def test_help_imports_no_command_and_nothing_slow() -> None:
    modules = imported_by("--help")

    assert modules & SLOW == set()
    assert modules & {"rich", "pydantic", "duckdb"} == set()
    assert {name for name in modules if name.startswith("orchestration.commands.")} == set()


@pytest.mark.parametrize("arguments", [["check"], ["status", "--json"], ["query", "select 1"], ["quarantine"]])
def test_quick_commands_import_nothing_slow(new_company: Callable[[], Path], arguments: list[str]) -> None:
    assert imported_by(*arguments, "--company", str(new_company())) & SLOW == set()
