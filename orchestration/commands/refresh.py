"""`whale refresh`: the nightly job, now, in this process."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from orchestration.commands.options import chosen_company, company_option
from orchestration.commands.output import printable
from settings.errors import Locked, shown_path

if TYPE_CHECKING:
    from ingest.contracts import Contract
    from orchestration.refresh_run import RefreshRun
    from settings.company import Company
    from settings.paths import DataPaths

_SHOWN = 5


@click.command(name="refresh")
@click.option("--dry-run", is_flag=True, help="Only tell what would be done, and why.")
@click.option("--force", is_flag=True, help="Build and publish although nothing is new.")
@company_option
def command(dry_run: bool, force: bool, company: str | None) -> None:
    """Land what is new, check it, build, test and publish.

    When nothing has changed since the published version, nothing is rebuilt. Exit codes: 3 a gate stopped it and the
    published version stays, 4 another refresh is under way.
    """
    started = time.monotonic()
    chosen, paths = chosen_company(company)
    from ingest.contracts import load_contracts
    from serving.lock import lock_holder

    contracts = load_contracts(chosen)
    if holder := lock_holder(paths):
        raise Locked(
            f"another refresh of {chosen.name} is under way: process {holder.pid}, at step {holder.step!r}, "
            f"since {holder.started_at}. Nothing was changed."
        )
    for warning in _warnings(chosen, paths, contracts):
        click.echo(printable(warning), err=True)
    reasons = _reasons(chosen, paths, contracts)
    if dry_run:
        _tell_plan(reasons)
    elif not reasons and not force:
        click.echo(_nothing_new(paths))
    else:
        run = run_refresh(chosen, paths, is_forced=force)
        click.echo(summary(run, time.monotonic() - started))


def run_refresh(company: Company, paths: DataPaths, *, is_forced: bool = False) -> RefreshRun:
    """The refresh with a progress display on stderr."""
    from orchestration.commands.output import screen
    from orchestration.progress import Bars
    from orchestration.start import refresh_now

    progress = Bars(screen(error=True))
    progress.phase("Starting")
    try:
        return refresh_now(company, paths, progress, is_forced=is_forced)
    finally:
        progress.close()


def summary(run: RefreshRun, seconds: float) -> str:
    """What a refresh did, in a few lines."""
    landed = run.landing
    lines = []
    if landed is not None:
        records = f"{landed.loaded_count:,} records loaded, {landed.quarantined_count:,} quarantined"
        lines += [f"fetched    {each}" for each in landed.fetched]
        lines.append(f"landed     {len(landed.loads):,} files: {records}")
    lines += [f"unusual    {each}" for each in run.unusual[:_SHOWN]]
    if len(run.unusual) > _SHOWN:
        lines.append(f"unusual    and {len(run.unusual) - _SHOWN} more; `whale status --json` lists all")
    if run.version is not None:
        rows = sum(run.version.manifest()["row_counts"].values())
        lines.append(f"published  {run.version.stamp}: {rows:,} rows, {shown_path(run.paths.fixed_file)}")
    else:
        lines.append("published  nothing: what landed is what the published version was made from")
    start_up = seconds - sum(float(step.seconds) for step in run.steps)
    timings = ", ".join([f"start-up {start_up:.1f}", *(f"{step.step} {step.seconds:.1f}" for step in run.steps)])
    return "\n".join([*lines, f"took       {seconds:.1f} s ({timings})"])


def _reasons(company: Company, paths: DataPaths, contracts: list[Contract]) -> list[str]:
    from serving.changes import changes
    from serving.lock import dead_holder

    died = dead_holder(paths)
    left = [f"run {died.run_id} died at step {died.step}: what it left is tidied up"] if died else []
    asked = [f"system {system.name} is asked anew" for system in company.systems if system.connection]
    return left + asked + list(changes(company, paths, contracts, company.as_of_date(datetime.now(UTC))))


def _warnings(company: Company, paths: DataPaths, contracts: list[Contract]) -> list[str]:
    """What is odd about the files that are there: told first, for whatever then stops the refresh, it holds."""
    from ingest.discovery import find_files
    from ingest.strays import stray_warnings
    from orchestration.absent import never_any_export, vanished_exports

    strays = stray_warnings(company, find_files(contracts).unclaimed)
    absent = [never_any_export(company, paths, contracts), vanished_exports(company, paths, contracts)]
    return [*filter(None, absent), *(f"warning: {each}" for each in strays)]


def _tell_plan(reasons: list[str]) -> None:
    for reason in reasons or ["nothing is new; a refresh would do nothing"]:
        click.echo(reason)


def _nothing_new(paths: DataPaths) -> str:
    from serving.versions import current_version

    version = current_version(paths)
    return (
        f"nothing is new since version {version.stamp if version else '-'}; nothing was rebuilt (--force builds anyway)"
    )
