"""`whale quarantine`: which records were set aside, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orchestration.commands.options import chosen_company, company_option
from orchestration.commands.output import printable, show_table

if TYPE_CHECKING:
    from orchestration.quarantine import QuarantinedRecord

_GROUPS = ["reason", "table", "file", "column"]


@click.command(name="quarantine")
@click.option("--by", "group", type=click.Choice(_GROUPS), default="reason", show_default=True, help="Count by it.")
@click.option("--show", "count", metavar="N", type=click.IntRange(min=1), help="Print the N newest faults as well.")
@click.option("--page", metavar="P", type=click.IntRange(min=1), default=1, help="Print the P-th N of them instead.")
@click.option("--table", metavar="TABLE", help="Only records of this table: system.table, or table.")
@click.option("--reason", metavar="REASON", help="Only records with this reason.")
@click.option("--load", "load_id", metavar="LOAD", type=click.IntRange(min=1), help="Only records of this load.")
@click.option("--file", "file", metavar="NAME", help="Only records of files with this in their place; * is anything.")
@click.option(
    "--export", "target", metavar="FILE", type=click.Path(path_type=Path), help="Write the records to a file."
)
@click.option("--show-personal", is_flag=True, help="Show personal columns and raw text, which are hidden otherwise.")
@company_option
def command(company: str | None, **options: Any) -> None:
    """Show which records were set aside on landing, and why.

    Without --show only counts are printed. A record of a file that was corrected since isn't counted.
    """
    chosen, paths = chosen_company(company)
    from ingest.contracts import load_contracts
    from orchestration.quarantine import GROUPS, Filter, group_counts, newest_records, open_quarantine
    from orchestration.quarantine_export import export_records

    wanted = Filter(options["table"], options["reason"], options["load_id"], options["file"])
    count, target, group = options["count"], options["target"], options["group"]
    with open_quarantine(paths, load_contracts(chosen), is_open=options["show_personal"]) as con:
        counts = group_counts(con, group, wanted)
        records = newest_records(con, wanted, count, options["page"]) if count else []
        exported = export_records(con, wanted, target) if target else None
    if not counts:
        click.echo("No record is in quarantine." if wanted == Filter() else "No such record is in quarantine.")
    else:
        heads = [name.partition("_")[0] for name in GROUPS[group]]
        rows = [[*each.names, f"{each.record_count:,}", f"{each.load_count:,}", each.newest_file] for each in counts]
        show_table([*heads, "records", "loads", "newest file"], rows, right=["records", "loads"])
    for each in records:
        _tell(each)
    if exported is not None:
        click.echo(f"{exported:,} records written to {target}")


def _tell(each: QuarantinedRecord) -> None:
    line = f", line {each.line_number}" if each.line_number else ""
    place = f"load {each.load_id} {each.table}: {each.file}, record {each.record_number}{line}"
    column = f"{each.column} = {each.value!r}: " if each.column else ""
    click.echo(printable(f"\n{place}\n  {column}{each.message}"))
