"""`whale backup`: a copy of what outlives a release, or the check of one."""

from __future__ import annotations

from pathlib import Path

import click

from orchestration.commands.options import chosen_company, company_option


@click.command(name="backup")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--keep", metavar="N", type=click.IntRange(min=1), help="Keep the last N backups in DIR, remove older ones."
)
@click.option("--verify", "is_check", is_flag=True, help="Make none; check the backup in DIR.")
@company_option
def command(folder: Path | None, keep: int | None, is_check: bool, company: str | None) -> None:
    """Copy what outlives a release to a folder, or check such a copy.

    Raw rows, quarantine, load ledger and settings go to a new folder in DIR, and the copy is checked. Without DIR,
    backups lie in _backups/ beside the company's data. Refused while a refresh is running.
    """
    if is_check:
        if folder is None or keep is not None:
            raise click.UsageError("--verify takes the folder of one backup, and nothing else")
        _check(folder)
        return
    chosen, paths = chosen_company(company)
    from serving.backup import make_backup

    made = make_backup(chosen, paths, folder or paths.backups, keep)
    size = sum(entry["bytes"] for entry in made.manifest["files"])
    click.echo(f"backed up  {chosen.name}: {len(made.manifest['files']):,} files, {size:,} bytes, checked")
    click.echo(f"folder     {made.folder}")


def _check(folder: Path) -> None:
    from serving.backup_folder import open_backup
    from serving.restore import check_backup

    backup = open_backup(folder)
    check_backup(backup)
    manifest = backup.manifest
    click.echo(f"whole: {len(manifest['files']):,} files of {backup.company}, made {manifest['made_at']}")
