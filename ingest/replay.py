"""Replay: quarantined records read again under today's contract, so that what passes now is loaded.

Belongs here: which records, what becomes of them, the load's account. Doesn't belong here: reading raw texts
(raw_texts.py); records that were loaded, which are read again only when their file is landed again.

The records stay in their load, with its day and their numbers. A load of which a record passes becomes pending with
all its rows, so that gate 1 judges it as a whole. The load keeps the fingerprint of the contract that read it: a file
that still lies there is landed again as ever.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.contracts import Contract
from ingest.ledger import Load
from ingest.privacy.register import read_register
from ingest.privacy.suppression import Suppression
from ingest.problems import FileRefused
from ingest.quarantine import QUARANTINE, STRUCTURE_FAULTS, create_quarantine, note_known
from ingest.raw_texts import read_raw_texts
from ingest.sql import identifier, literals
from ingest.store import RawStore
from ingest.text_table import TEXTS, TextTable, count_of
from ingest.typed_tables import settle_account, typed_table_of
from settings.paths import DataPaths

_STANDING = ("pending", "held", "accepted")
_ROWS = "replay_rows"


@dataclass
class Replayed:
    """What became of a load's quarantined records.

    load: as it is now; passed: old reason -> number of records that pass; remaining: today's reason -> number of those
    that don't; problems: why some couldn't be read again, if so.
    """

    load: Load
    passed: dict[str, int] = field(default_factory=dict)
    remaining: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Group:
    """Records read again. records: temp table of what they were; typed: of the rows of those that are good by now."""

    texts: TextTable
    records: str
    typed: str


class _Tried(Exception):
    """Ends a dry run, so that its transaction is rolled back."""


def replay(
    store: RawStore, contracts: Iterable[Contract], loads: Iterable[Load], *, is_dry: bool = False
) -> list[Replayed]:
    """Read the quarantined records of loads again and load what passes; all of it or, after a crash, nothing.

    loads: as replayable gives them; is_dry: only tell. ConfigurationError for a type that landed rows can't take over.
    """
    contracts = list(contracts)
    by_name = {(contract.system, contract.table): contract for contract in contracts}
    create_quarantine(store.con)
    landed = {load.place[:2] for load in store.loads() if load.loaded_count}
    erased = Suppression(store.con, read_register(DataPaths(store.path.parent)), contracts, landed)
    replays = [
        _Replay(store, erased, load, by_name[load.place[:2]].for_mode(load.load_mode))
        for load in loads
        if load.place[:2] in by_name
    ]
    for each in replays:
        each.read()
    try:
        with store.transaction():
            store.ensure(contracts)
            for each in replays:
                each.store_all()
            if is_dry:
                raise _Tried
    except _Tried:
        pass
    return [each.told for each in replays]


def replayable(store: RawStore) -> list[Load]:
    """The loads that stand and have records in quarantine."""
    rows = store.con.execute("select distinct load_id from quarantine.records").fetchall()
    ids = {row[0] for row in rows}
    return [load for load in store.loads() if load.load_id in ids and load.status in _STANDING]


class _Replay:
    """The replay of one load."""

    def __init__(self, store: RawStore, erased: Suppression, load: Load, contract: Contract) -> None:
        self.store, self.con, self.load, self.contract = store, store.con, load, contract
        self.erased = erased
        self.told = Replayed(load)
        self.groups: list[_Group] = []

    def read(self) -> None:
        """Read all again, without changing anything: an error here must not spoil a transaction."""
        # A record that no reader could split can spoil its neighbours, so these come by themselves.
        faults = literals(STRUCTURE_FAULTS)
        for number, condition in enumerate((f"reason not in ({faults})", f"reason in ({faults})")):
            records = f"replay_records_{self.load.load_id}_{number}"
            self.con.execute(
                f"create or replace temp table {records} as "
                "select row_number() over (order by record_number) as place, record_number, line_number, reason, "
                f"raw_text from quarantine.records where load_id = {self.load.load_id} and raw_text is not null "
                f"and {condition}"
            )
            if count_of(self.con, records):
                self.read_group(records)

    def read_group(self, records: str) -> None:
        typed, landed = f"{records}_typed", typed_table_of(self.load.load_id)
        self.con.execute(f"drop table if exists {landed}; drop table if exists {typed}")
        try:
            with tempfile.TemporaryDirectory(prefix="landing-", dir=self.store.path.parent) as folder:
                texts = read_raw_texts(self.con, records, self.contract, self.header(), Path(folder))
                settle_account(self.con, texts, self.load.load_id)
                # A person who was erased may have hidden in a record whose number nobody could read.
                self.erased.of_file(self.contract, landed, self.load.load_id)
        except FileRefused as refusal:
            self.forget(records)
            self.told.problems.append(f"load {self.load.load_id}: {self.load.file_path} {refusal}")
            return
        finally:
            self.con.execute(f"drop table if exists {TEXTS}")
        self.con.execute(f"alter table {landed} rename to {typed}")
        self.groups.append(_Group(texts, records, typed))

    def header(self) -> list[str] | None:
        row = self.con.execute(
            "select headers from load_ledger.headers where load_id = ?", [self.load.load_id]
        ).fetchone()
        return list(row[0]) if row else None

    def forget(self, records: str) -> None:
        self.con.execute(
            f"delete from {QUARANTINE} where load_id = ? and record_number in (select record_number from {records})",
            [self.load.load_id],
        )

    def store_all(self) -> None:
        """Load what passes, one group after the other, and note what doesn't."""
        for group in self.groups:
            self.store.copy_rows(self.load, _ROWS)
            note_known(self.con, group.texts, group.typed, _ROWS, self.load.load_id)
            self.store_passed(group)
            self.store_remaining(group)
        rows = self.con.execute(
            "select reason, count(*) from quarantine.records where load_id = ? group by 1 order by 1",
            [self.load.load_id],
        ).fetchall()
        self.told.load, self.told.remaining = self.load, dict(rows)

    def store_passed(self, group: _Group) -> None:
        rows = self.con.execute(
            f"select r.reason, count(*) from {group.records} as r inner join {group.typed} as t "
            "on r.record_number = t._record_number group by 1 order by 1"
        ).fetchall()
        for reason, count in rows:
            self.told.passed[reason] = self.told.passed.get(reason, 0) + count
        if added := sum(count for _, count in rows):
            load = self.load
            self.store.withdraw(load, _ROWS, f"{sum(self.told.passed.values())} quarantined records were replayed")
            self.con.execute(
                f"insert into {identifier(self.contract.pending_schema, self.contract.table)} by name "
                "select *, cast(? as bigint) as _from_load_id, cast(? as date) as _from_as_of_date, "
                f"{self.contract.deletes(load.load_mode)} as _is_deletion from {group.typed}",
                [load.load_id, load.as_of_date],
            )
            loaded, quarantined = load.loaded_count + added, load.quarantined_count - added
            self.load = replace(load, status="pending", loaded_count=loaded, quarantined_count=quarantined)
            self.store.note_counts(self.load)

    def store_remaining(self, group: _Group) -> None:
        """Today's reasons in place of the old ones."""
        chosen = f"load_id = ? and record_number in (select record_number from {group.records})"
        self.con.execute(f"delete from quarantine.records where {chosen}", [self.load.load_id])
        self.con.execute(
            f"insert into quarantine.records select * replace (? as file_path) from {QUARANTINE} where {chosen}",
            [self.load.file_path, self.load.load_id],
        )
