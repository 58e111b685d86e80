"""The steps of an erasure in their order, each of which may be repeated: what was killed is finished by the next run.

Belongs here: the order, and the lock. Doesn't belong here: any step itself.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import duckdb

from ingest.contracts import Contract
from ingest.privacy.persons import Known, Request, make_plan, mentioned_rows
from ingest.privacy.plan import Plan, pending_plan
from ingest.privacy.private_file import private_file
from ingest.privacy.raw_file import erase_from_raw, rewrite
from ingest.privacy.register import note_erasure
from ingest.privacy.registered import REQUEST, registered_plan
from ingest.store import RawStore
from orchestration.dbt_folder import STORAGE_VERSION
from orchestration.erasure.traces import clean_logs
from serving.erased_tables import Person
from serving.erasure import bridge_rows, erase_from_versions, published_pseudonyms
from serving.lock import RefreshLock
from serving.versions import list_versions
from settings.errors import WhaleError, shown_path
from settings.paths import DataPaths


@dataclass
class Findings:
    """What an erasure will do. rows: by raw table; hints: what isn't part of it, and how to go on."""

    plan: Plan
    rows: dict[str, int]
    version_count: int
    hints: list[str] = field(default_factory=list)


def look(paths: DataPaths, contracts: list[Contract], requests: list[Request], kind: str) -> Findings:
    """Find the persons, or without a request everybody in the register, and change nothing.

    WhaleError when nothing is landed or nobody found.
    """
    if not paths.raw_file.is_file():
        raise WhaleError(f"nothing has been landed yet for {paths.root.name}; there is nobody to erase")
    with _store(paths) as store:
        known = Known(store, contracts, bridge_rows(paths))
        plan = make_plan(known, requests, kind) if requests else registered_plan(paths, store, known, contracts)
        return Findings(plan, mentioned_rows(known, plan.records), len(list_versions(paths)))


def erase(paths: DataPaths, contracts: list[Contract], requests: list[Request], kind: str) -> Findings:
    """Erase a person everywhere, after finishing an erasure that was killed. Locked while another run is writing."""
    with RefreshLock(paths, "erase") as lock:
        done = finish_pending(paths, contracts, lock)
        wanted = ", ".join(each.text for each in requests) or REQUEST
        if done is not None and done.request == wanted:
            return Findings(done, {}, 0)
        lock.step("find the person")
        found = look(paths, contracts, requests, kind)
        found.plan.save(paths)
        _carry_out(paths, contracts, found.plan, lock)
    return found


def finish_pending(paths: DataPaths, contracts: list[Contract], lock: RefreshLock) -> Plan | None:
    """Finish an erasure that was begun; gives its plan, or None when there was none. Under the company's lock."""
    plan = pending_plan(paths)
    if plan is not None:
        _carry_out(paths, contracts, plan, lock)
    return plan


def _carry_out(paths: DataPaths, contracts: list[Contract], plan: Plan, lock: RefreshLock) -> None:
    lock.step("enter it in the register")
    note_erasure(paths, plan)
    person = Person.of(plan)
    lock.step("erase from published versions")
    _forget_pseudonyms(paths, published_pseudonyms(paths, person))
    erase_from_versions(paths, plan, person, STORAGE_VERSION)
    lock.step("erase from raw")
    with _store(paths) as store:
        erase_from_raw(paths, store, Known(store, contracts, []), plan)
    for file in (paths.raw_file, paths.private_file):
        rewrite(file)
    lock.step("erase from logs and builds")
    _remove_products(paths)
    clean_logs(paths, plan)
    paths.erasure_plan.unlink()


def _remove_products(paths: DataPaths) -> None:
    """What the next refresh makes anew, copies that upgrades made, and files that were fetched and landed."""
    for folder in (paths.build_dir, paths.dbt_dir / "target", paths.fetched):
        shutil.rmtree(folder, ignore_errors=True)
    for leftover in [*paths.root.glob("*.tmp"), *paths.root.glob("landing-*")]:
        shutil.rmtree(leftover, ignore_errors=True)
    for copy in paths.raw_copies:
        copy.unlink(missing_ok=True)


def _forget_pseudonyms(paths: DataPaths, tokens: list[str]) -> None:
    with private_file(paths) as con, contextlib.suppress(duckdb.CatalogException):
        con.execute("delete from pseudonyms.of_values where list_contains(?::varchar[], token)", [tokens])


@contextlib.contextmanager
def _store(paths: DataPaths) -> Iterator[RawStore]:
    try:
        with RawStore(paths.raw_file) as store:
            yield store
    except duckdb.IOException as error:
        raise WhaleError(f"{shown_path(paths.raw_file)} is open in another program; close it and try again") from error
