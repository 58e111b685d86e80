"""`whale rollback`: readers go back to an earlier version."""

from __future__ import annotations

import click

from orchestration.commands.options import chosen_company, company_option


@click.command(name="rollback")
@click.option("--to", "stamp", metavar="STAMP", help="The version to go to; without it, the one before the current.")
@company_option
def command(stamp: str | None, company: str | None) -> None:
    """Switch readers back to an earlier published version.

    Nothing is deleted or copied: the link that readers follow is switched, and can be switched again. It lasts until
    the next refresh publishes.
    """
    _, paths = chosen_company(company)
    from serving.rollback import rollback

    version = rollback(paths, stamp)
    click.echo(f"Readers now get version {version.stamp}, published {version.published_at:%Y-%m-%d %H:%M:%S} UTC.")
