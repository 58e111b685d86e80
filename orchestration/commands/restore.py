"""`whale restore DIR`: back to a backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from orchestration.commands.options import chosen_company, company_option
from settings.errors import WhaleError, shown_path

if TYPE_CHECKING:
    from serving.backup_folder import Backup
    from settings.paths import DataPaths


@click.command(name="restore")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--into", metavar="FOLDER", type=click.Path(path_type=Path), help="Write the company folder anew as well."
)
@click.option("--force", is_flag=True, help="Set aside the data that are there.")
@company_option
def command(folder: Path, into: Path | None, force: bool, company: str | None) -> None:
    """Put the data of a backup in place of a company's.

    The backup is checked first. The next refresh lands what came since and publishes.
    """
    from serving.backup_folder import open_backup
    from serving.restore import differing_settings, restore_data

    backup = open_backup(folder)
    home, paths = _new_company(backup, into, is_forced=force) if into else _same_company(backup, company)
    aside = restore_data(backup, paths, is_forced=force)
    click.echo(f"restored   {paths.root.name} as of {backup.manifest['made_at']}")
    if aside:
        click.echo(f"set aside  {aside}")
    if others := differing_settings(backup, home):
        click.echo(f"differs    {', '.join(others)}: the company folder was left as it is")
    click.echo(f"then       content hash {backup.manifest['content_hash'] or 'unknown: nothing was published'}")
    click.echo("Run `whale refresh`; erase anew whoever was erased since that backup.")


def _same_company(backup: Backup, choice: str | None) -> tuple[Path, DataPaths]:
    company, paths = chosen_company(choice)
    if company.name != backup.company:
        raise WhaleError(
            f"{shown_path(backup.folder)} is a backup of {backup.company}, not of {company.name}; "
            "choose that company, or write a new one with --into FOLDER"
        )
    return company.folder, paths


def _new_company(backup: Backup, folder: Path, *, is_forced: bool) -> tuple[Path, DataPaths]:
    """Its settings aren't judged here: on another machine the paths of exports are the first thing to be mended."""
    from serving.restore import check_backup, check_free, restore_company
    from settings.names import name_fault
    from settings.paths import DataPaths, data_home

    home = folder.expanduser().resolve()
    if fault := name_fault(home.name):
        raise WhaleError(f"{home.name!r}, the name of the new company's folder, {fault}")
    paths = DataPaths(data_home() / home.name)
    check_free(paths, is_forced=is_forced)
    check_backup(backup)
    restore_company(backup, home)
    return home, paths
