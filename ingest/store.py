"""The raw store: one company's raw.duckdb, its load ledger, and the acceptance of loads.

Belongs here: opening, transactions, ledger rows, what accepting and holding do. Doesn't belong here: reading files
(landing.py) or how versions are kept (intervals.py, supersession.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import duckdb

from ingest.contracts import Contract
from ingest.intervals import accept_snapshots, copy_snapshot
from ingest.ledger import LOAD_COLUMNS, Load, Status
from ingest.moves import RawTable
from ingest.raw_schema import ensure_tables
from ingest.sql import identifier
from ingest.supersession import accept_additions, copy_additions
from ingest.upgrade import check_readable, open_upgraded
from settings.errors import WhaleError


class RawStore:
    """One company's raw.duckdb. A context manager; `con` is its connection. Read-only needs an existing file.

    Opened to be written, a file of an older version is upgraded. A newer one is refused: ConfigurationError.
    """

    con: duckdb.DuckDBPyConnection

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._depth = 0

    def __enter__(self) -> RawStore:
        if not self.read_only:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.con = open_upgraded(self.path)
            return self
        self.con = duckdb.connect(str(self.path), read_only=True)
        try:
            check_readable(self.con, self.path)
        except BaseException:
            self.con.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.con.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; a transaction inside another one is part of it."""
        self._depth += 1
        try:
            if self._depth == 1:
                self.con.execute("begin")
            yield
        except BaseException:
            if self._depth == 1:
                self.con.execute("rollback")
            raise
        else:
            if self._depth == 1:
                self.con.execute("commit")
        finally:
            self._depth -= 1

    def ensure(self, contracts: Iterable[Contract]) -> None:
        """Give every contract its tables, empty and typed, and new columns. ConfigurationError for a changed type."""
        with self.transaction():
            ensure_tables(self.con, contracts)

    def loads(self, status: Status | None = None) -> list[Load]:
        """The loads in the order of landing, all or those of one status."""
        where = "where status = ?" if status else ""
        query = f"select {', '.join(LOAD_COLUMNS)} from load_ledger.loads {where} order by load_id"
        return [Load(*row) for row in self.con.execute(query, [status] if status else []).fetchall()]

    def load(self, load_id: int) -> Load:
        """One load. WhaleError when there is none of that number."""
        return self._chosen([load_id])[0]

    def _chosen(self, load_ids: Iterable[int]) -> list[Load]:
        by_id = {load.load_id: load for load in self.loads()}
        wanted = list(dict.fromkeys(load_ids))
        for load_id in wanted:
            if load_id not in by_id:
                raise WhaleError(f"there is no load {load_id}; `whale status` lists the loads")
        return [by_id[load_id] for load_id in wanted]

    def accept(self, load_ids: Iterable[int]) -> None:
        """Merge pending or held loads into raw; what they replace is replaced. Loads accepted before are left alone.

        WhaleError for a load that isn't there to be accepted.
        """
        chosen = [load for load in self._chosen(load_ids) if load.status != "accepted"]
        for load in chosen:
            if load.status not in ("pending", "held"):
                raise WhaleError(
                    f"load {load.load_id} ({load.file_path}) is {load.status}; "
                    "only a pending or held load can be accepted"
                )
        with self.transaction():
            accepted = _by_table(self.loads("accepted"))
            for name, loads in _by_table(chosen).items():
                self._accept(self.table(*name), accepted.get(name, []), loads)

    def copy_rows(self, load: Load, target: str) -> None:
        """Make a temp table with all rows of a pending, held or accepted load, as they had landed."""
        raw = self.table(*load.place[:2])
        if load.status != "accepted":
            self.con.execute(
                f"create or replace temp table {target} as from {raw.pending} where _from_load_id = {load.load_id}"
            )
        elif load.load_mode == "full":
            copy_snapshot(raw, self._accepted_beside(load), load, target)
        else:
            copy_additions(raw, load, target)

    def withdraw(self, load: Load, rows: str, reason: str) -> None:
        """Make a load pending again, with its rows (see copy_rows), for gate 1 to judge; raw is as without it."""
        with self.transaction():
            if load.status == "accepted":
                raw = self.table(*load.place[:2])
                kept = [each for each in self._accepted_beside(load) if each.load_id != load.load_id]
                self.con.execute(f"insert into {raw.pending} by name from {rows}")
                take_away = accept_snapshots if load.load_mode == "full" else accept_additions
                take_away(raw, kept, [load], [])
            self.set_status([load.load_id], "pending", reason)

    def _accepted_beside(self, load: Load) -> list[Load]:
        """The accepted loads of a load's table, itself among them."""
        return [each for each in self.loads("accepted") if each.place[:2] == load.place[:2]]

    def hold(self, load_id: int, reason: str) -> None:
        """Keep a pending load out of raw until somebody frees it. WhaleError for a load that isn't pending or held."""
        load = self.load(load_id)
        if load.status not in ("pending", "held"):
            raise WhaleError(f"load {load_id} ({load.file_path}) is {load.status}; only a pending load can be held")
        with self.transaction():
            self.set_status([load_id], "held", reason)

    def note_counts(self, load: Load) -> None:
        """Write a load's counts of loaded and quarantined records anew."""
        self.con.execute(
            "update load_ledger.loads set loaded_count = ?, quarantined_count = ? where load_id = ?",
            [load.loaded_count, load.quarantined_count, load.load_id],
        )

    def set_status(self, load_ids: Iterable[int], status: Status, reason: str = "") -> None:
        """Change the state of loads in the ledger alone."""
        chosen = list(load_ids)
        if chosen:
            self.con.execute(
                "update load_ledger.loads set status = ?, status_reason = ? "
                "where load_id in (select unnest(?::bigint[]))",
                [status, reason, chosen],
            )

    def add(self, load: Load) -> None:
        """Write a new row of the ledger."""
        marks = ", ".join("?" for _ in LOAD_COLUMNS)
        values = [getattr(load, name) for name in LOAD_COLUMNS]
        self.con.execute(f"insert into load_ledger.loads ({', '.join(LOAD_COLUMNS)}) values ({marks})", values)

    def note_times(self, load: Load) -> None:
        """Write a load's times of its file anew: the file was touched, but its content is the same."""
        self.con.execute(
            "update load_ledger.loads set file_modified_at = ?, file_modified_ns = ?, file_changed_ns = ? "
            "where load_id = ?",
            [load.file_modified_at, load.file_modified_ns, load.file_changed_ns, load.load_id],
        )

    def drop_pending(self, loads: Iterable[Load]) -> None:
        """Forget the rows of loads that were never accepted."""
        for load in loads:
            table = identifier(f"pending_{load.system}", load.table_name)
            self.con.execute(f"delete from {table} where _from_load_id = ?", [load.load_id])

    def table(self, system: str, table: str) -> RawTable:
        """A raw table with what its loads need to be merged."""
        row = self.con.execute(
            "select key_columns from load_ledger.table_keys where system = ? and table_name = ?", [system, table]
        ).fetchone()
        if row is None:
            raise WhaleError(f"{system}.{table} has no contract any more; put the contract back to accept its loads")
        return RawTable(self.con, system, table, list(row[0]))

    def _accept(self, raw: RawTable, accepted: list[Load], loads: list[Load]) -> None:
        replaced = [old for old in accepted if any(_replaces(new, old) for new in loads)]
        kept = [load for load in accepted if load not in replaced]
        merge = accept_snapshots if loads[-1].load_mode == "full" else accept_additions
        merge(raw, kept, replaced, loads)
        self.set_status([load.load_id for load in replaced], "replaced", "a newer content of the file")
        self.set_status([load.load_id for load in loads], "accepted")


def _by_table(loads: Iterable[Load]) -> dict[tuple[str, str], list[Load]]:
    found: dict[tuple[str, str], list[Load]] = {}
    for load in loads:
        found.setdefault((load.system, load.table_name), []).append(load)
    return found


def _replaces(new: Load, old: Load) -> bool:
    """Whether a new load takes the place of an old one, rather than following it as the next snapshot."""
    if new.place != old.place or new.load_id < old.load_id:
        return False
    return new.load_mode != "full" or new.as_of_date <= old.as_of_date
