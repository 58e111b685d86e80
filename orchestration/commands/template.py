"""`whale template DIR`: a company folder to start from."""

from __future__ import annotations

from pathlib import Path

import click

from settings.errors import ConfigurationError, Problem, WhaleError, shown_path
from settings.names import NAME_RULE, name_fault


@click.command(name="template")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
def command(directory: Path) -> None:
    """Write a company folder, ready to be filled with exports.

    DIR becomes the folder, and its name the company's name. It holds company.yml with every setting explained, an empty
    file per standard entity, and a page that explains every column. A folder that already holds something is refused.
    """
    from orchestration.company_template import company_files

    folder = directory.expanduser().resolve()
    _refuse(folder)
    files = company_files(folder.name, str(directory))
    _write(folder, files)
    click.echo(f"Wrote {len(files)} files to {shown_path(folder)}.")
    click.echo(f"Next: read {directory / 'README.md'}, then run: whale check --company {directory}")


def _refuse(folder: Path) -> None:
    if message := name_fault(folder.name):
        raise ConfigurationError([Problem(folder, "DIR", folder.name, f"the company's name {message}", NAME_RULE)])
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError([Problem(folder, "DIR", None, "is a file; name a folder that doesn't exist yet")])
    if folder.is_dir() and any(folder.iterdir()):
        raise ConfigurationError([Problem(folder, "DIR", None, "isn't empty; name an empty folder or a new one")])


def _write(folder: Path, files: dict[str, str]) -> None:
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WhaleError(f"can't write {error.filename or folder}: {error.strerror}") from error
