"""`whale up`: Dagster's web interface and daemon for one company, on this machine only."""

from __future__ import annotations

import os
import signal
import sys

import click

from orchestration.commands.options import chosen_company, company_option


@click.command(name="up")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=3000, show_default=True, help="Port of the web interface."
)
@company_option
def command(port: int, company: str | None) -> None:
    """Start the web interface and the scheduler on this machine.

    Ctrl-C stops them. Both listen on the loopback address alone: Dagster's open-source edition has no login. The
    nightly refresh runs while this runs.
    """
    chosen, paths = chosen_company(company)
    from ingest.contracts import load_contracts
    from orchestration.manifest import read_manifest
    from orchestration.provided import expected_tables
    from orchestration.start import surroundings

    contracts = load_contracts(chosen)
    paths.dagster_home.mkdir(parents=True, exist_ok=True)
    os.environ.update(surroundings(chosen, paths))
    if not read_manifest(paths):
        from orchestration.dbt_folder import write_dbt_folder
        from orchestration.dbt_run import run_dbt

        click.echo("reading the models for the first time …")
        folder = write_dbt_folder(chosen, paths, contracts, None, expected_tables(paths, contracts))
        run_dbt(folder, ["parse"], paths.logs)
    click.echo(
        f"Dagster of {chosen.title}: http://127.0.0.1:{port} (nightly at {chosen.schedule.time} {chosen.time_zone})"
    )
    sys.stdout.flush()
    for each in (signal.SIGINT, signal.SIGTERM):  # a shell's background job ignores them, and so would Dagster
        signal.signal(each, signal.SIG_DFL)
    arguments = ["dev", "--module-name", "orchestration.definitions", "--host", "127.0.0.1", "--port", str(port)]
    os.execv(sys.executable, [sys.executable, "-m", "dagster", *arguments])  # noqa: S606 - Dagster takes over this process
