"""`whale draft FILE…`: the contract and the staging models of a new system, drafted from its files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orchestration.commands.options import company_option
from orchestration.commands.output import printable, show_table
from settings.errors import ConfigurationError, Problem, WhaleError, shown_path
from settings.names import NAME_RULE, name_fault

if TYPE_CHECKING:
    from ingest.drafting.drafts import SystemDraft
    from ingest.drafting.findings import TableDraft

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(name="draft")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@click.option("--system", metavar="NAME", help="The system's name; else that of the files' folder.")
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="Where to write, in place of the company.")
@click.option("--columns", metavar="A,B,C", help="The columns of a file without a header, in its order.")
@click.option("--ddl", metavar="FILE", type=_FILE, help="`create table` statements that name such files' columns.")
@click.option("--force", is_flag=True, help="Write over files that are there already.")
@company_option
def command(
    files: tuple[Path, ...],
    system: str | None,
    out: Path | None,
    force: bool,
    company: str | None,
    **naming: Any,
) -> None:
    """Draft the contract and the staging models of a system from its files.

    Dialect, encoding, header, types, keys and personal data are guessed from all of a file; each doubt is a comment
    beside what it is about. The draft is proven: it lands the files, in a store that is thrown away. It is written into
    the company's models/staging/NAME/, or into --out, and never over a file that is there, unless --force.
    """
    name = _system_name(system, files)
    folder = _folder(out, company, name)
    from ingest.drafting.drafts import draft_system

    drafted = draft_system(name, list(files), _given_names(**naming))
    texts = drafted.files() if drafted.tables else {}
    _refuse_overwriting([folder / place for place in texts], is_forced=force)
    _show(drafted)
    _write(folder, texts)
    _tell_rest(drafted, folder, files)


def _system_name(system: str | None, files: tuple[Path, ...]) -> str:
    from ingest.drafting.words import table_name

    name = system or table_name(files[0].resolve().parent.name)
    if message := name_fault(name):
        raise ConfigurationError([Problem("whale draft", "--system", name, message, NAME_RULE)])
    return name


def _folder(out: Path | None, company: str | None, system: str) -> Path:
    if out is not None:
        return out.expanduser().resolve()
    from settings.load import SETTINGS_FILE, sources_file
    from settings.locate import find_company

    home = find_company(company)
    if not (home / SETTINGS_FILE).exists():
        message = f"has no {SETTINGS_FILE}; `whale template DIR` makes a company folder, or name a folder with --out"
        raise ConfigurationError([Problem(home, "--company", company, message)])
    return sources_file(home, system).parent


def _given_names(columns: str | None, ddl: Path | None) -> dict[str, list[str]]:
    from ingest.drafting.ddl import tables_of

    names = tables_of(ddl) if ddl else {}
    return names | ({"": [name.strip() for name in columns.split(",")]} if columns else {})


def _refuse_overwriting(targets: list[Path], *, is_forced: bool) -> None:
    there = [path for path in targets if path.exists()]
    if there and not is_forced:
        message = "is there already; draft into another folder with --out, or write over it with --force"
        raise ConfigurationError([Problem(path, "", None, message) for path in there])


def _write(folder: Path, texts: dict[str, str]) -> None:
    try:
        for place, text in texts.items():
            folder.mkdir(parents=True, exist_ok=True)
            (folder / place).write_text(text, encoding="utf-8")
    except OSError as error:
        raise WhaleError(f"can't write {error.filename or folder}: {error.strerror}") from error


def _show(drafted: SystemDraft) -> None:
    rows = [_row(table) for table in drafted.tables]
    if rows:
        headers = ["table", "files", "written as", "columns", "key", "records", "loaded", "quarantined", "doubts"]
        show_table(headers, rows, right=["columns", "records", "loaded", "quarantined", "doubts"])
    for table in drafted.tables:
        for doubt in [*table.all_doubts(), *table.faults]:
            click.echo(printable(f"{table.table}: {doubt}".replace("\n", " ")))


def _row(table: TableDraft) -> list[str]:
    counts = (table.record_count, table.loaded_count, table.quarantined_count)
    return [
        table.table,
        table.files,
        _written_as(table),
        str(len(table.columns)),
        ", ".join(table.key),
        *(f"{count:,}" for count in counts),
        str(len(table.all_doubts())),
    ]


def _written_as(table: TableDraft) -> str:
    landing = table.landing
    parts = [landing.get("format", "csv"), landing.get("encoding", "")]
    parts += [repr(landing["separator"])] if "separator" in landing else []
    parts += [f"ends {landing['record_end']!r}"] if landing.get("record_end") else []
    parts += [] if landing.get("header", True) else ["no header"]
    return " ".join(part for part in parts if part)


def _tell_rest(drafted: SystemDraft, folder: Path, files: tuple[Path, ...]) -> None:
    for pattern, reason in drafted.refused:
        click.echo(printable(f"Not drafted: {pattern} {reason}"), err=True)
    if not drafted.tables:
        raise WhaleError("none of the files could be drafted; nothing was written")
    click.echo(f"Wrote {len(drafted.files())} files to {shown_path(folder)}. They are a draft: read every doubt.")
    click.echo(f"company.yml needs, below systems:  {drafted.system}: {{path: {files[0].resolve().parent}}}")
