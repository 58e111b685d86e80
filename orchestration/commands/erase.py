"""`whale erase`: a person is taken out of everything that we keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orchestration.commands.options import chosen_company, company_option

if TYPE_CHECKING:
    from orchestration.erasure.erase import Findings
    from settings.paths import DataPaths

_KINDS = ("customer", "contact", "employee", "lead")


@click.command(name="erase")
@click.option("--customer", metavar="ID", multiple=True, help="A customer, by the number that the marts show.")
@click.option("--contact", metavar="ID", multiple=True, help="A contact person.")
@click.option("--employee", metavar="ID", multiple=True, help="An employee.")
@click.option("--lead", metavar="ID", multiple=True, help="A lead.")
@click.option(
    "--where",
    metavar="SYSTEM.TABLE.COLUMN=VALUE",
    multiple=True,
    help="The persons of the records that hold this value, such as crm.contacts.email=jan@example.com.",
)
@click.option("--registered", is_flag=True, help="Everybody in the register: after an older backup was restored.")
@click.option("--dry-run", is_flag=True, help="Only tell which records are the person's, and what would be changed.")
@company_option
def command(
    where: tuple[str, ...], registered: bool, dry_run: bool, company: str | None, **given: tuple[str, ...]
) -> None:
    """Take a person out of everything that is kept, and keep them out.

    Raw, quarantine, published versions, logs, builds. Amounts stay and belong to a token from then on. It can't be
    undone. A number may also be given as SYSTEM:NUMBER.
    An erasure that was killed is finished by the next one, or by the next refresh.
    """
    from ingest.contracts import load_contracts
    from ingest.privacy.persons import Request
    from orchestration.erasure.erase import erase, look
    from orchestration.erasure.where import requests_where

    chosen, paths = chosen_company(company)
    contracts = load_contracts(chosen)
    requests = [Request(f"{kind}s", number) for kind in _KINDS for number in given[kind]]
    requests += requests_where(paths, contracts, where)
    if bool(requests) == registered:
        raise click.UsageError("say whom: --customer, --contact, --employee, --lead or --where; or --registered alone")
    kind = ", ".join(dict.fromkeys(request.entity for request in requests))
    if dry_run:
        _tell(look(paths, contracts, requests, kind))
        click.echo("Nothing was changed.")
        return
    _tell(erase(paths, contracts, requests, kind))
    _tell_done(paths, ", ".join(request.text for request in requests) or "everybody in the register")


def _tell(found: Findings) -> None:
    from orchestration.commands.output import show_table

    records = [[each.entity, each.system, each.value, each.shown] for each in found.plan.records]
    show_table(["entity", "system", "number", "becomes"], records, title="The person's records")
    if found.rows:
        rows = [[table, f"{count:,}"] for table, count in found.rows.items()]
        show_table(["raw table", "rows"], rows, right=["rows"], title="Rows that mention the person")
    if found.version_count:
        click.echo(f"{found.version_count} published versions are rewritten.")
    for hint in found.hints:
        click.echo(hint)


def _tell_done(paths: DataPaths, whom: str) -> None:
    click.echo(f"Erased: {whom}.")
    click.echo(
        "Not reachable from here, look there yourself: the exports (we never write there; what they still say of the "
        f"person is left out at landing), backups and what a restore set aside (in {paths.backups} and elsewhere), "
        "answers that somebody exported or mirrored into another database, and the source systems."
    )
