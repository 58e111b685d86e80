"""What commands print: errors to stderr, tables to stdout.

Belongs here: how text, problems and tables look on a screen. Doesn't belong here: what they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from settings.errors import ConfigurationError, WhaleError

if TYPE_CHECKING:
    from rich.console import Console

_TITLES = {1: "Error", 2: "Bad configuration", 3: "Stopped by a gate", 4: "Locked", 5: "Stale"}
_PIPE_WIDTH = 200


def screen(*, error: bool = False) -> Console:
    """A console that neither reinterprets our text nor cuts lines when it writes into a pipe."""
    from rich.console import Console

    console = Console(stderr=error, highlight=False, markup=False, emoji=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    return console


def printable(text: str) -> str:
    """Text with control characters spelled out: a value of a file must not steer the terminal."""
    return "".join(
        char if char.isprintable() or char == "\n" else char.encode("unicode_escape").decode() for char in text
    )


def tell_progress(text: str) -> None:
    """A line on stderr about work that has begun."""
    screen(error=True).print(f"{printable(text)} …")


def show_error(error: WhaleError) -> None:
    """Print an error to stderr: a title, then each problem as a block of its own."""
    from rich.text import Text

    title = _TITLES.get(error.exit_code, "Error")
    console = screen(error=True)
    if not isinstance(error, ConfigurationError):
        console.print(Text.assemble((f"{title}: ", "bold red"), printable(str(error))))
        return
    count = len(error.problems)
    console.print(Text(f"{title}: {count} problem{'s' if count != 1 else ''}", "bold red"))
    for problem in error.problems:
        place, *rows = printable(str(problem)).splitlines()
        console.print(Text.assemble("\n", (place, "bold"), *(f"\n{row}" for row in rows)))


def show_table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[str] = (), title: str | None = None
) -> None:
    """Print a table to stdout; `right` names the columns that are aligned right."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", header_style="bold")
    numeric = set(right)
    for header in headers:
        table.add_column(Text(printable(header)), justify="right" if header in numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    screen().print(table, soft_wrap=False)
