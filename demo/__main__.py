"""`python -m demo`: generate the demo company's exports and the truth behind them.

Belongs here: the command's options. Doesn't belong here: landing what was generated (`whale demo` does both).
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from demo.generate import generate

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.option(
    "--scale", type=click.FloatRange(min=0.01), default=1.0, show_default=True, help="1 is about 30,000 order lines."
)
@click.option("--seed", type=int, default=7, show_default=True, help="The same seed gives the same bytes.")
@click.option("--exports", type=_FOLDER, required=True, help="Folder of the systems' folders.")
@click.option("--truth", type=_FOLDER, required=True, help="Folder for the truth.")
def main(scale: float, seed: int, exports: Path, truth: Path) -> None:
    """Write two years of exports of the demo company, and the truth behind them."""
    is_shown = sys.stderr.isatty()

    def show(done: int, total: int, label: str) -> None:
        if is_shown:
            click.echo(f"\r\x1b[K{done}/{total} {label}", err=True, nl=False)

    summary = generate(exports, truth, seed, scale, show)
    if is_shown:
        click.echo("\r\x1b[K", err=True, nl=False)
    for name, count in sorted(summary.counts.items()):
        click.echo(f"{count:>12,}  {name}")
    click.echo(
        f"{summary.file_count:,} files, {summary.byte_count / 1e6:,.1f} MB, {len(summary.planted)} planted faults,"
        f" {summary.seconds:.1f} s"
    )


if __name__ == "__main__":
    main()
