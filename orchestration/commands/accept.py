"""`whale accept LOAD`: a held load passes after all."""

from __future__ import annotations

import uuid

import click

from orchestration.commands.options import chosen_company, company_option
from settings.errors import WhaleError


@click.command(name="accept")
@click.argument("load", type=click.IntRange(min=1))
@click.option("--reason", default="", help="Why it may pass; kept in the load ledger.")
@company_option
def command(load: int, reason: str, company: str | None) -> None:
    """Let a held load pass the first gate.

    LOAD is the number that the gate and `whale status` name. The next refresh builds with it.
    """
    _, paths = chosen_company(company)
    from ingest.store import RawStore
    from serving.lock import RefreshLock

    if not paths.raw_file.exists():
        raise WhaleError(f"nothing has been landed yet for {paths.root.name}; run `whale refresh`")
    with RefreshLock(paths, f"accept-{uuid.uuid4().hex}") as lock:
        lock.step("accept")
        with RawStore(paths.raw_file) as store:
            held = {each.load_id: each for each in store.loads("held")}
            if load not in held:
                numbers = ", ".join(map(str, sorted(held))) or "none"
                raise WhaleError(f"load {load} isn't held; held loads: {numbers}")
            store.accept([load], reason)
    found = held[load]
    click.echo(f"Accepted load {load}: {found.system}.{found.table_name} from {found.file_path}.")
