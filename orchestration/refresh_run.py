"""One refresh, step by step: land, gate 1, build, gate 2, publish.

Belongs here: the steps in terms of the other rooms, the time each took, and what stops a refresh. Doesn't belong here:
Dagster (ops.py wraps these steps), the command line (commands/refresh.py).
"""

from __future__ import annotations

import contextlib
import functools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import duckdb

from expectations.runner import SuiteResult, check_loads
from ingest.contracts import Contract
from ingest.landing import LandingReport, land
from ingest.privacy.key_pseudonyms import note_key_pseudonyms
from ingest.sources.fetch import fetch
from ingest.store import RawStore
from ingest.unusual import UnusualFigure, unusual_figures
from ingest.upgrade import upgrade_due
from orchestration.absent import never_any_export
from orchestration.capabilities import read_capabilities, unanswered, unlocks_of
from orchestration.dbt_folder import STORAGE_VERSION, write_dbt_folder
from orchestration.dbt_run import BuildResult, run_dbt
from orchestration.erasure.erase import finish_pending
from orchestration.failing_rows import failing_rows, personal_columns
from orchestration.manifest import read_manifest
from orchestration.progress import Progress, Silent
from orchestration.provided import accepted_tables
from serving.audit import Finding, audit
from serving.catalogue import row_counts
from serving.changes import origin_of, same_origin
from serving.content import content_hash
from serving.lock import RefreshLock
from serving.manifest import Build, Origin, build_manifest
from serving.meta import RunStep, write_meta
from serving.publish import publish
from serving.versions import Version
from settings.company import Company
from settings.errors import ConfigurationError, GateStopped, Problem, WhaleError
from settings.ownership import note_owner
from settings.paths import DataPaths

_SHOWN = 20
_STAYS = "{}; the published version stays.\n"
_UNDECIDED = "gate 1 stopped the refresh: a check crashed, which says nothing about the data"


@dataclass
class RefreshRun:
    """One run of a refresh, under the company's lock.

    outcome: the error that stopped it, for the exit code; version: what it published; unusual: what gate 1 found in the
    loads it accepted that the loads before them hadn't.
    """

    company: Company
    paths: DataPaths
    contracts: list[Contract]
    run_id: str
    lock: RefreshLock
    is_forced: bool = False
    progress: Progress = field(default_factory=Silent)
    steps: list[RunStep] = field(default_factory=list)
    landing: LandingReport | None = None
    outcome: BaseException | None = None
    version: Version | None = None
    unusual: list[UnusualFigure] = field(default_factory=list)
    has_nothing_new: bool = False
    _origin: Origin | None = None
    _build: Build | None = None
    _unlocks: dict[str, list[str]] = field(default_factory=dict)

    @contextlib.contextmanager
    def step(self, name: str, title: str) -> Iterator[dict[str, int]]:
        """A timed step; put its number of rows under "rows" of what is yielded."""
        counted: dict[str, int] = {}
        started_at, status = datetime.now(UTC), "done"
        self.lock.step(name)
        self.progress.phase(title)
        try:
            yield counted
        except BaseException as error:
            self.outcome, status = error, "failed"
            raise
        finally:
            self.steps.append(RunStep(self.run_id, name, started_at, datetime.now(UTC), status, counted.get("rows")))

    @functools.cached_property
    def as_of_date(self) -> date | None:
        """The day that the settings ask for, the same for the whole run; None when the data decide."""
        return self.company.as_of_date(datetime.now(UTC))

    def upgrade(self) -> None:
        """Bring a raw file of an older version to ours, as a step of its own, because a copy of it is made first."""
        if title := upgrade_due(self.paths.raw_file):
            with self.step("upgrade", title), RawStore(self.paths.raw_file):
                pass

    def land(self) -> LandingReport:
        """Land what is new.

        GateStopped when a file had to be refused; what could be landed is. ConfigurationError when there is no export
        at all and never was one.
        """
        self.upgrade()
        with self.step("land", "Landing exports") as counted:
            if message := never_any_export(self.company, self.paths, self.contracts):
                raise ConfigurationError([Problem(self.company.settings_file, "systems", None, message)])
            note_owner(self.company, self.paths)
            finish_pending(self.paths, self.contracts, self.lock)
            with RawStore(self.paths.raw_file) as store:
                fetched = fetch(self.company, self.contracts, store, self.progress.advance)
                self.landing = land(self.company, self.contracts, store, self.run_id, self.progress.advance)
                self.landing.add_fetched(fetched.fetched, fetched.problems)
            counted["rows"] = self.landing.loaded_count
            self.landing.write(self.paths.landing_report)
            if self.landing.problems:
                raise GateStopped(_STAYS.format("landing stopped the refresh") + _listed(self.landing.problems))
        return self.landing

    def gate_1(self) -> list[SuiteResult]:
        """Judge the loads that wait. Doesn't raise for held loads: refuse_held does, after the results are told."""
        with self.step("gate_1", "Gate 1: expectations"), RawStore(self.paths.raw_file) as store:
            results = check_loads(
                store, self.contracts, self.progress.advance, company_folder=self.company.folder, run_id=self.run_id
            )
            accepted = {load for result in results for load in result.accepted}
            self.unusual = [each for each in unusual_figures(store.con) if each.load_id in accepted]
        self.refuse_held(results)
        return results

    def refuse_held(self, results: list[SuiteResult]) -> None:
        """Remember as the run's outcome that loads are held, those that couldn't be judged apart from bad ones."""
        undecided = {load for result in results for load in result.undecided}
        reasons = {load: f"load {load}: {reason}" for result in results for load, reason in result.reasons.items()}
        bad = [reason for load, reason in reasons.items() if load not in undecided]
        crashed = [reason for load, reason in reasons.items() if load in undecided]
        parts = [_STAYS.format("gate 1 stopped the refresh") + _listed(bad)] if bad else []
        parts += [_STAYS.format(_UNDECIDED) + _listed(crashed)] if crashed else []
        if parts:
            self.outcome = GateStopped("\n".join(parts))

    def is_built_already(self) -> bool:
        """Whether the published version was made from exactly what is there now."""
        with duckdb.connect(str(self.paths.raw_file), read_only=True) as con:
            self._origin = origin_of(con, self.company, self.as_of_date)
        self.has_nothing_new = not self.is_forced and same_origin(self.paths, self._origin)
        return self.has_nothing_new

    def build(self) -> BuildResult:
        """Build and test everything into a fresh candidate file. Sets outcome when a model or a test failed."""
        with self.step("build", "Building the warehouse") as counted:
            landed = accepted_tables(self.paths)
            note_key_pseudonyms(self.paths, self.contracts, self.company.privacy)
            folder = write_dbt_folder(self.company, self.paths, self.contracts, self.as_of_date, landed)
            shutil.rmtree(self.paths.build_dir, ignore_errors=True)
            self.paths.build_dir.mkdir(parents=True)
            command = ["build", "--exclude-resource-type", "unit_test"]
            result = run_dbt(folder, command, self.paths.logs, self.progress.advance)
            counted["rows"] = len(result.nodes)
        if not result.is_good:
            self._tell_rows(result)
            self.outcome = _build_error(result)
        return result

    def _tell_rows(self, result: BuildResult) -> None:
        """Put the first rows of each failed test beside its name."""
        hidden = personal_columns(self.contracts)
        for place, node in enumerate(result.nodes):
            if node.is_bad and node.sql:
                is_hidden = node.column.lower() in hidden
                rows = failing_rows(self.paths, node.sql, hidden, is_hidden=is_hidden)
                result.nodes[place] = replace(node, rows=tuple(rows))

    def gate_2(self) -> list[Finding]:
        """Audit the candidate and complete its meta schema. Sets outcome when something was found."""
        with self.step("gate_2", "Gate 2: audit"), self._candidate() as con:
            self.progress.advance(0, 3, "meta")
            write_meta(con, "whalecurve", self.steps, read_capabilities(con, "whalecurve"))
            self._unlocks = unlocks_of(read_manifest(self.paths), unanswered(con, "whalecurve"))
            self.progress.advance(1, 3, "audit")
            findings = audit(con, "whalecurve")
            self.progress.advance(2, 3, "content hash")
            as_of = con.execute("select as_of_date from whalecurve.warehouse.dim_company").fetchone()
            counts = row_counts(con, "whalecurve")
            self._build = Build(content_hash(con, "whalecurve"), counts, findings, as_of[0] if as_of else None)
            con.execute("checkpoint whalecurve")
        if findings:
            self.outcome = GateStopped(
                _STAYS.format("gate 2 stopped the refresh") + _listed([str(each) for each in findings])
            )
        return findings

    def publish(self) -> Version:
        """Make the audited candidate the version that readers get."""
        with self.step("publish", "Publishing"):
            if self._build is None or self._origin is None or self._build.findings or self.outcome:
                raise WhaleError("only a build that passed both gates can be published")
            manifest = build_manifest(self.run_id, self.company.name, self._origin, self._build)
            manifest |= {"steps": [_timing(each) for each in self.steps], "unlocks": self._unlocks}
            keep = self.company.publishing.keep_versions
            self.version = publish(self.paths, self.paths.candidate_file, manifest, keep)
        return self.version

    @contextlib.contextmanager
    def _candidate(self) -> Iterator[duckdb.DuckDBPyConnection]:
        resources = self.company.resources
        with duckdb.connect(config={"memory_limit": resources.memory_limit, "threads": resources.threads}) as con:
            con.execute(f"attach '{self.paths.candidate_file}' as whalecurve (storage_version '{STORAGE_VERSION}')")
            yield con
            con.execute("detach whalecurve")


def _build_error(result: BuildResult) -> WhaleError:
    broken = result.fault or any(node.status == "error" for node in result.nodes if node.resource_type == "model")
    text = _listed(result.complaints())
    if broken:
        return WhaleError(_STAYS.format("the build failed") + text)
    return GateStopped(_STAYS.format("gate 2 stopped the refresh: a test of the warehouse failed") + text)


def _timing(step: RunStep) -> dict[str, Any]:
    return {"step": step.step, "seconds": float(step.seconds), "status": step.status, "rows": step.row_count}


def _listed(lines: list[str]) -> str:
    rest = len(lines) - _SHOWN
    shown = [f"  - {line}" for line in lines[:_SHOWN]]
    return "\n".join([*shown, f"  … and {rest} more"] if rest > 0 else shown)
