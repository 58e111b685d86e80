"""`whale quarantine`: which records were set aside, and why."""

from __future__ import annotations

import click

from orchestration.commands.options import chosen_company, company_option
from orchestration.commands.output import printable, show_table


@click.command(name="quarantine")
@click.option("--show", "count", metavar="N", type=click.IntRange(min=1), help="Print the N newest faults as well.")
@company_option
def command(count: int | None, company: str | None) -> None:
    """Show which records were set aside on landing, and why.

    Without --show only counts by table and reason are printed. A record of a file that was corrected since isn't
    counted.
    """
    _, paths = chosen_company(company)
    from orchestration.quarantine import newest_records, open_quarantine, reason_counts

    with open_quarantine(paths) as con:
        counts = reason_counts(con)
        records = newest_records(con, count) if count else []
    if not counts:
        click.echo("No record is in quarantine.")
        return
    rows = [
        [each.table, each.reason, f"{each.record_count:,}", f"{each.load_count:,}", each.newest_file] for each in counts
    ]
    show_table(["table", "reason", "records", "loads", "newest file"], rows, right=["records", "loads"])
    for each in records:
        line = f", line {each.line_number}" if each.line_number else ""
        place = f"load {each.load_id} {each.table}: {each.file}, record {each.record_number}{line}"
        column = f"{each.column} = {each.value!r}: " if each.column else ""
        click.echo(printable(f"\n{place}\n  {column}{each.message}"))
