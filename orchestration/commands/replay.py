"""`whale replay`: load what passes from quarantine, after a contract was mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orchestration.commands.options import chosen_company, company_option
from orchestration.commands.output import printable, show_table, tell_progress

if TYPE_CHECKING:
    from ingest.replay import Replayed


@click.command(name="replay")
@click.option("--table", metavar="TABLE", help="Only records of this table: system.table, or table.")
@click.option("--load", "load_id", metavar="N", type=click.IntRange(min=1), help="Only records of this load.")
@click.option("--dry-run", is_flag=True, help="Only tell what would pass.")
@company_option
def command(table: str | None, load_id: int | None, dry_run: bool, company: str | None) -> None:
    """Load what passes from quarantine, after a contract was mended.

    Quarantined records are read again under today's contracts, and those that pass are loaded. They stay in their load,
    which then waits for the first gate; the next refresh judges it and builds. Their files aren't needed.
    """
    chosen, paths = chosen_company(company)
    from ingest.contracts import load_contracts
    from orchestration.replaying import replay_records

    told = replay_records(paths, load_contracts(chosen), table, load_id, tell_progress, is_dry=dry_run)
    passed = sum(sum(each.passed.values()) for each in told)
    remaining = sum(sum(each.remaining.values()) for each in told)
    if rows := _rows(told):
        show_table(["table", "reason", "passed"], rows, right=["passed"])
    would = "would pass" if dry_run else "passed"
    click.echo(f"{passed:,} records {would}, {remaining:,} stay in quarantine.")
    for problem in (problem for each in told for problem in each.problems):
        click.echo(printable(problem), err=True)
    if passed and not dry_run:
        click.echo("The next refresh judges their loads and builds with them.")


def _rows(told: list[Replayed]) -> list[list[str]]:
    counts: dict[tuple[str, str], int] = {}
    for each in told:
        for reason, count in each.passed.items():
            name = (".".join(each.load.place[:2]), reason)
            counts[name] = counts.get(name, 0) + count
    return [[table, reason, f"{count:,}"] for (table, reason), count in sorted(counts.items())]
