"""Landing: every file of every contract read, parsed and accounted for, then stored in one transaction.

Belongs here: the order of the steps and the report. Doesn't belong here: any step itself, and gate 1, which accepts
or holds what landed.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.as_of import as_of_date
from ingest.contracts import Contract
from ingest.controls import Control, checked, write_controls
from ingest.discovery import FoundFile, find_files, settled
from ingest.drift import DriftLog
from ingest.known_files import Fingerprinted, KnownFiles, fingerprinted
from ingest.ledger import Load
from ingest.privacy.register import read_register
from ingest.privacy.suppression import Suppression
from ingest.problems import FileRefused
from ingest.quarantine import QUARANTINE, create_quarantine, drop_faults
from ingest.readers.reading import read_texts
from ingest.sql import identifier
from ingest.store import RawStore
from ingest.text_table import TEXTS
from ingest.typed_tables import Account, settle_account, typed_table_of
from settings.company import Company
from settings.paths import DataPaths

_WORK_PREFIX = "landing-"
Progress = Callable[[int, int, str], None]


@dataclass
class LandingReport:
    """What a landing did.

    loads: its new loads, refused and duplicate ones among them; problems: why the refresh must stop, if any;
    unclaimed: files in the systems' folders that no contract knows; fetched: what systems with a connection gave.
    """

    files_seen: int = 0
    files_skipped: int = 0
    loads: list[Load] = field(default_factory=list)
    record_count: int = 0
    loaded_count: int = 0
    quarantined_count: int = 0
    problems: list[str] = field(default_factory=list)
    unclaimed: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def add_fetched(self, fetched: list[str], problems: list[str]) -> None:
        """Note what was fetched before the landing, and which systems couldn't be asked."""
        self.fetched += fetched
        self.problems = problems + self.problems

    def as_dict(self) -> dict[str, Any]:
        """The report for JSON."""
        own = {name: value for name, value in vars(self).items() if name != "loads"}
        return {**own, "loads": [load.as_dict() for load in self.loads]}

    def write(self, path: Path) -> None:
        """Keep the report as a JSON file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.as_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def land(
    company: Company, contracts: list[Contract], store: RawStore, run_id: str, on_progress: Progress | None = None
) -> LandingReport:
    """Land every new or changed file.

    A file that can't be taken in becomes a refused load and a problem of the report.

    One transaction: a crash leaves nothing. on_progress(done, total, label) counts bytes of files. ConfigurationError
    for contracts that contest a file or changed a type.
    """
    return _Landing(company, contracts, store, run_id, on_progress or (lambda done, total, label: None)).run()


class _Landing:
    def __init__(
        self, company: Company, contracts: list[Contract], store: RawStore, run_id: str, tell: Progress
    ) -> None:
        self.company, self.contracts, self.store, self.run_id, self.tell = company, contracts, store, run_id, tell
        self.report = LandingReport()
        self.skipped: list[Fingerprinted] = []
        self.known = KnownFiles(store.loads())
        self.drift = DriftLog(store.con)
        self.controls: dict[int, list[Control]] = {}
        self.landed: dict[str, list[Load]] = {}
        self.next_id = max((load.load_id for load in self.known.loads), default=0) + 1
        self.now = datetime.now(UTC).replace(tzinfo=None)
        landed = {(load.system, load.table_name) for load in self.known.loads if load.loaded_count}
        register = read_register(DataPaths(store.path.parent))
        self.suppression = Suppression(store.con, register, contracts, landed)

    def run(self) -> LandingReport:
        con = self.store.con
        resources = self.company.resources
        con.execute(f"set memory_limit = '{resources.memory_limit}'; set threads = {resources.threads}")
        self.clear_leftovers()
        findings = find_files(self.contracts)
        self.report.files_seen, self.report.unclaimed = len(findings.files), findings.unclaimed
        files = [fingerprinted(found, self.known) for found in settled(findings.files)]
        create_quarantine(con)
        self.known.see(files)
        total, done = sum(found.file.size for found in files), 0
        for found in files:
            self.tell(done, total, f"{found.file.contract.name}: {found.file.place}")
            self.one_file(found)
            done += found.file.size
        self.tell(done, total, "storing")
        self.store_all()
        return self.report

    def clear_leftovers(self) -> None:
        """Copies of files that a killed landing left behind; there is one writer, so none of them is in use."""
        for folder in self.store.path.parent.glob(f"{_WORK_PREFIX}*"):
            shutil.rmtree(folder, ignore_errors=True)

    def one_file(self, found: Fingerprinted) -> None:
        if self.known.is_landed(found):
            self.skipped.append(found)
            self.report.files_skipped += 1
            return
        try:
            if found.file.fault:
                raise FileRefused(found.file.fault)
            self.take_in(found.file, found.sha256)
        except FileRefused as refusal:
            self.refuse(found.file, found.sha256, str(refusal))

    def take_in(self, found: FoundFile, sha256: str) -> None:
        load = self.new_load(found, sha256)
        if twin := self.known.twin(load, self.landed.get(sha256, [])):
            reason = f"the same content as {twin.file_path} (load {twin.load_id})"
            self.report.loads.append(replace(load, status="duplicate", status_reason=reason))
            return
        try:
            account, remark = self.parse(found, load)
            self.suppression.of_file(found.contract, account.typed, load.load_id)
        except FileRefused:
            drop_faults(self.store.con, load.load_id)
            self.store.con.execute(f"drop table if exists {typed_table_of(load.load_id)}")
            raise
        self.report.loads.append(
            replace(
                load,
                record_count=account.record_count,
                loaded_count=account.loaded_count,
                quarantined_count=account.quarantined_count,
                status_reason=remark,
            )
        )
        self.landed.setdefault(sha256, []).append(self.report.loads[-1])
        self.report.record_count += account.record_count
        self.report.loaded_count += account.loaded_count
        self.report.quarantined_count += account.quarantined_count

    def parse(self, found: FoundFile, load: Load) -> tuple[Account, str]:
        with tempfile.TemporaryDirectory(prefix=_WORK_PREFIX, dir=self.store.path.parent) as folder:
            texts = read_texts(self.store.con, found.path, found.contract.for_mode(found.mode), Path(folder))
            # A file that deletes keys lacks the other columns on purpose.
            header = [] if found.mode == "delete" else texts.header
            changes = self.drift.compare(load, found.contract, header, self.known.loads_of(load.place))
            texts, controls = checked(self.store.con, texts, found.contract, found.path)
            account = settle_account(self.store.con, texts, load.load_id)
        self.store.con.execute(f"drop table if exists {TEXTS}")
        if not found.unchanged():
            raise FileRefused("changed while it was read; wait for the export to end")
        self.drift.keep(load, found.contract, header, changes)
        self.controls[load.load_id] = controls
        return account, texts.remark

    def refuse(self, found: FoundFile, sha256: str, reason: str) -> None:
        self.report.problems.append(f"{found.path} ({found.contract.name}) {reason}")
        load = self.new_load(found, sha256, as_of=found.modified_at.date())
        self.report.loads.append(replace(load, status="refused", status_reason=reason))

    def new_load(self, found: FoundFile, sha256: str, *, as_of: Any = None) -> Load:
        contract, load_id = found.contract, self.next_id
        as_of = as_of or as_of_date(found, self.company.zone)
        self.next_id += 1
        return Load(
            load_id=load_id,
            run_id=self.run_id,
            system=contract.system,
            table_name=contract.table,
            file_path=found.place,
            file_sha256=sha256,
            file_bytes=found.size,
            file_modified_at=found.modified_at.replace(tzinfo=None),
            file_modified_ns=found.modified_ns,
            format=contract.landing.format,
            load_mode=found.mode,
            as_of_date=as_of,
            record_count=0,
            loaded_count=0,
            quarantined_count=0,
            status="pending",
            status_reason="",
            landed_at=self.now,
            contract_sha256=contract.fingerprint(),
            file_changed_ns=found.changed_ns,
        )

    def store_all(self) -> None:
        """The one transaction of a landing."""
        by_name = {(contract.system, contract.table): contract for contract in self.contracts}
        with self.store.transaction():
            self.store.ensure(self.contracts)
            for load in self.report.loads:
                outdated = self.known.outdated_by(load)
                self.store.drop_pending(each for each in outdated if each.status in ("pending", "held"))
                self.store.set_status([each.load_id for each in outdated], "replaced", f"load {load.load_id}")
                self.store.add(load)
                if load.status == "pending":
                    self.store_rows(load, by_name[load.system, load.table_name])
            self.suppression.note_counts()
            self.note_skipped()
            self.drift.write()
            write_controls(self.store.con, self.controls)
            self.store.con.execute(f"drop table {QUARANTINE}")

    def note_skipped(self) -> None:
        """A file that is good again has no refusal any more.

        One that was only touched needn't be read again next time.
        """
        for found in self.skipped:
            self.store.set_status(self.known.refusals_of(found.place), "replaced", "the file is good again")
        for file, load in self.known.touched([found.file for found in self.skipped]):
            modified_at = file.modified_at.replace(tzinfo=None)
            touched = replace(load, file_modified_at=modified_at, file_modified_ns=file.modified_ns)
            self.store.note_times(replace(touched, file_changed_ns=file.changed_ns))

    def store_rows(self, load: Load, contract: Contract) -> None:
        con, rows = self.store.con, identifier(typed_table_of(load.load_id))
        target = identifier(contract.pending_schema, contract.table)
        con.execute(
            f"insert into {target} by name select *, cast(? as bigint) as _from_load_id, "
            f"cast(? as date) as _from_as_of_date, {contract.deletes(load.load_mode)} as _is_deletion from {rows}",
            [load.load_id, load.as_of_date],
        )
        con.execute(f"drop table {rows}")
        con.execute(
            f"insert into quarantine.records select * replace (? as file_path) from {QUARANTINE} where load_id = ?",
            [load.file_path, load.load_id],
        )
