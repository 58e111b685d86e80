"""The command line `whale`: which commands there are, and how every one of them ends.

Belongs here: the list of commands with their one-line help, exit codes, what a failure looks like. Doesn't belong
here: what a command does; each is a module of orchestration/commands/ that is imported when it is called, and not
for the list.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from typing import Any

import click

from settings.errors import WhaleError

# name -> the first line of its help; the command is `command` in orchestration/commands/<name>.py.
COMMANDS = {
    "demo": "Generate the demo company's exports, refresh it, and show what was found.",
    "template": "Write a company folder, ready to be filled with exports.",
    "draft": "Draft the contract and the staging models of a system from its files.",
    "check": "Check a company's settings, contracts and staging models; change nothing.",
    "refresh": "Land what is new, check it, build, test and publish.",
    "up": "Start the web interface and the scheduler on this machine.",
    "status": "Tell what is published, how old it is, and what is missing.",
    "query": "Ask the published warehouse in SQL, read-only.",
    "quarantine": "Show which records were set aside on landing, and why.",
    "replay": "Load what passes from quarantine, after a contract was mended.",
    "accept": "Let a held load pass the first gate.",
    "erase": "Take a person out of everything that is kept, and keep them out.",
    "rollback": "Switch readers back to an earlier published version.",
    "backup": "Copy what outlives a release to a folder, or check such a copy.",
    "restore": "Put the data of a backup in place of a company's.",
}
INTERRUPTED = 130
BROKEN_PIPE = 141


class WhaleGroup(click.Group):
    """Imports a command only when it is called, and turns every failure into a message and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"orchestration.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a mistyped name."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from settings.names import suggestion

            ctx.fail(f'no command "{args[0]}"{suggestion(args[0], COMMANDS)}')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a failure nobody foresaw becomes an InternalError that names its log file."""
        ctx.obj = {}
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, WhaleError):
            raise
        except BrokenPipeError:
            return _stop_writing()
        except Exception as error:
            if os.environ.get("WHALE_DEBUG") == "1":
                raise
            from orchestration.crash_log import internal_error

            raise internal_error(error, ctx.invoked_subcommand or "whale", ctx.obj.get("paths")) from error

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run and leave the process with the exit code of what happened."""
        sys.exit(_exit_code(lambda: super(WhaleGroup, self).main(*args, **{**extra, "standalone_mode": False})))


def _exit_code(run: Callable[[], Any]) -> int:
    try:
        result = run()
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped by you. Nothing that readers see has changed.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        return _stop_writing()
    except WhaleError as error:
        from orchestration.commands.output import show_error

        show_error(error)
        return error.exit_code


def _stop_writing() -> int:
    """The reader of our output is gone: what is still buffered goes nowhere, without a complaint at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE


@click.group(cls=WhaleGroup, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})
def whale() -> None:
    """Whalecurve: which customers, products, channels and people make money, why, and what to do about it.

    A command about a company takes --company NAME|PATH, else the environment variable WHALE_COMPANY, else the only
    company in companies/. Exit codes: 0 done, 1 internal error, 2 bad configuration, 3 a gate stopped it, 4 locked,
    5 stale.
    """


def main() -> None:
    """The entry point of `whale`."""
    whale(prog_name="whale")


if __name__ == "__main__":
    main()
