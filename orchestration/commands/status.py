"""`whale status`: what readers get, how old it is, and what waits."""

from __future__ import annotations

import json

import click

from orchestration.commands.options import chosen_company, company_option
from orchestration.commands.output import printable
from settings.errors import Stale


@click.command(name="status")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for monitors.")
@company_option
def command(as_json: bool, company: str | None) -> None:
    """Tell what is published, how old it is, and what is missing.

    The exit code is 5 when nothing is published or it is older than the company's `freshness` allows.
    """
    chosen, paths = chosen_company(company)
    from ingest.contracts import load_contracts
    from serving.status import status_of
    from serving.status_text import render
    from serving.versions import current_version

    version = current_version(paths)
    unlocks = version.manifest().get("unlocks") if version else None
    report = status_of(chosen, paths, load_contracts(chosen), unlocks=unlocks)
    click.echo(json.dumps(report.as_dict(), indent=2, ensure_ascii=False) if as_json else printable(render(report)))
    if report.is_stale:
        raise Stale(report.stale_because)
