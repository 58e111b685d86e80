"""`whale accept LOAD`: a held load passes after all."""

from __future__ import annotations

import click

from orchestration.commands.options import chosen_company, company_option
from orchestration.commands.output import tell_progress


@click.command(name="accept")
@click.argument("load", type=click.IntRange(min=1))
@click.option("--reason", default="", help="Why it may pass; kept in the load ledger.")
@company_option
def command(load: int, reason: str, company: str | None) -> None:
    """Let a held load pass the first gate.

    LOAD is the number that the gate and `whale status` name. The next refresh builds with it.
    """
    _, paths = chosen_company(company)
    from orchestration.acceptance import accept_held

    accepted = accept_held(paths, load, reason, tell_progress)
    click.echo(f"Accepted load {load}: {accepted.system}.{accepted.table_name} from {accepted.file_path}.")
    click.echo("The next refresh builds with it.")
