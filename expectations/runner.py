"""Gate 1: every table whose loads wait is checked by its suite, and each load is accepted or held.

Belongs here: the order of events. Doesn't belong here: rules, SQL, Great Expectations (each in a module beside this
one), and when to run.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from expectations.from_contract import LARGEST_LOST_SHARE, QUARANTINED_SHARE, WRONG_TOTALS, load_rules, row_rules
from expectations.learning import learn, limits_told
from expectations.measures import LoadMeasures, measure_loads
from expectations.outcomes import Outcome
from expectations.quarantine_notes import quarantine_note, totals_note
from expectations.rules import Rule
from expectations.session import Session
from expectations.suites import written_rules
from expectations.verdicts import SuiteResult, Verdict, cleared, merged
from expectations.views import PendingViews
from ingest.contracts import Contract
from ingest.ledger import Load
from ingest.profiles import keep_profile, tables_with_loads
from ingest.store import RawStore

Progress = Callable[[int, int, str], None]

__all__ = ["SuiteResult", "check_loads"]


def check_loads(
    store: RawStore,
    contracts: Sequence[Contract],
    on_progress: Progress | None = None,
    *,
    company_folder: Path | None = None,
    run_id: str | None = None,
) -> list[SuiteResult]:
    """Judge every load that waits and accept or hold it; one result a table, in the order of the contracts.

    A table's verdicts take effect together: after a kill the tables not yet judged still wait.

    company_folder: where the company's own suites are; run_id: the run that the results are filed under, else the one
    that landed the load. Loads that this gate held before are judged again, so that a mended rule or contract frees
    them. With nothing to judge, nothing is imported.
    Raises ConfigurationError for suites that can't be read, before any load is touched.
    """
    waiting, accepted = _waiting_loads(store), tables_with_loads(store.con)
    tables = [
        _Table(
            contract,
            waiting[contract.system, contract.table],
            written_rules(contract, company_folder),
            is_first=(contract.system, contract.table) not in accepted,
        )
        for contract in contracts
        if (contract.system, contract.table) in waiting
    ]
    if not tables:
        return []
    results = []
    with Session(store.con) as session:
        views = PendingViews(session.cursor, [table.contract for table in tables])
        for done, table in enumerate(tables):
            if on_progress:
                on_progress(done, len(tables), table.contract.name)
            results.append(_settle(store, table, _judge(session, views, table), run_id))
    if on_progress:
        on_progress(len(tables), len(tables), "")
    return results


@dataclass(frozen=True)
class _Table:
    """A table whose loads wait. is_first: nothing of it was ever accepted."""

    contract: Contract
    loads: list[Load]
    written: list[Rule]
    is_first: bool

    @property
    def load_ids(self) -> list[int]:
        return [load.load_id for load in self.loads]


def _waiting_loads(store: RawStore) -> dict[tuple[str, str], list[Load]]:
    """Loads nobody judged yet, and those that a suite held: what somebody else held isn't ours to free."""
    judged = store.con.execute("select distinct load_id from load_ledger.suite_results").fetchall()
    ours = {load_id for (load_id,) in judged}
    waiting: dict[tuple[str, str], list[Load]] = defaultdict(list)
    for load in [*store.loads("pending"), *(load for load in store.loads("held") if load.load_id in ours)]:
        waiting[load.system, load.table_name].append(load)
    return waiting


@dataclass(frozen=True)
class _Judged:
    """A table's outcomes, a verdict a load (oldest load first) and the profile of each load."""

    outcomes: list[Outcome]
    verdicts: list[Verdict]
    profile: pa.Table


def _judge(session: Session, views: PendingViews, table: _Table) -> _Judged:
    """Run all rules of a table.

    What fails on all loads together is judged again on each: one of them may be to blame, or none, where they hold
    versions of the same rows.
    """
    measures = measure_loads(
        session.cursor, table.contract, table.load_ids, LARGEST_LOST_SHARE, is_first=table.is_first
    )
    learned = learn(session.cursor, table.contract, measures, table.loads, is_first=table.is_first)
    rules = [*row_rules(table.contract, len(measures)), *table.written, *load_rules(table.contract), *learned.rules]
    outcomes = _run(session, views, table, measures, rules)
    blamed = [outcome.rule for outcome in outcomes if outcome.holds]
    again = blamed if len(measures) > 1 else []
    own = {measure.load_id: _run(session, views, table, [measure], again) for measure in measures}
    outcomes += learned.crashes
    files = {load.load_id: load.file_path for load in table.loads}
    verdicts = [
        Verdict(load_id, table.contract.name, files[load_id], merged(outcomes, each)) for load_id, each in own.items()
    ]
    told = [_with_note(session, table.contract, verdict) for verdict in verdicts]
    return _Judged(list(merged(outcomes, cleared(list(own.values())))), told, learned.profile)


def _with_note(session: Session, contract: Contract, verdict: Verdict) -> Verdict:
    measured = {str(outcome.rule.kwargs.get("column")) for outcome in verdict.blockers if outcome.rule.of_loads}
    notes = []
    if WRONG_TOTALS in measured:
        notes.append(totals_note(session.cursor, verdict.load_id))
    if QUARANTINED_SHARE in measured:
        notes.append(quarantine_note(session.cursor, contract, verdict.load_id))
    return replace(verdict, note=" ".join(note for note in notes if note))


def _run(
    session: Session, views: PendingViews, table: _Table, measures: Sequence[LoadMeasures], rules: Sequence[Rule]
) -> list[Outcome]:
    """Run rules on the rows, or on the measures, of some loads."""
    of_rows = [rule for rule in rules if not rule.of_loads]
    of_loads = [rule for rule in rules if rule.of_loads]
    outcomes = session.run(views.rows(table.contract, [m.load_id for m in measures]), of_rows) if of_rows else []
    return outcomes + (session.run(views.loads(measures), of_loads) if of_loads else [])


def _settle(store: RawStore, table: _Table, judged: _Judged, run_id: str | None) -> SuiteResult:
    """Write the verdicts of a table down and act on them, all or nothing."""
    reasons = {verdict.load_id: verdict.reason for verdict in judged.verdicts if verdict.blockers}
    accepted = [verdict.load_id for verdict in judged.verdicts if verdict.load_id not in reasons]
    with store.transaction():
        _record(store, table, judged.verdicts, run_id)
        keep_profile(store.con, judged.profile, [load.load_id for load in table.loads if load.status == "held"])
        for load_id, reason in reasons.items():
            store.hold(load_id, reason)
        if accepted:
            store.accept(accepted)
    return SuiteResult(
        system=table.contract.system,
        table=table.contract.table,
        load_ids=[verdict.load_id for verdict in judged.verdicts],
        passed=not reasons,
        crashed=any(outcome.crashed for outcome in judged.outcomes),
        expectations=[outcome.as_dict() for outcome in judged.outcomes],
        accepted=accepted,
        reasons=reasons,
        undecided=[verdict.load_id for verdict in judged.verdicts if verdict.is_undecided],
        profile=limits_told(judged.profile, judged.verdicts[-1].load_id),
    )


def _record(store: RawStore, table: _Table, verdicts: Sequence[Verdict], run_id: str | None) -> None:
    """One row a load in the ledger, with every expectation's figures."""
    runs = {load.load_id: run_id or load.run_id for load in table.loads}
    rows = [
        (
            runs[verdict.load_id],
            verdict.load_id,
            table.contract.system,
            table.contract.table,
            table.contract.name,
            not verdict.blockers,
            verdict.crashed,
            json.dumps({"expectations": [outcome.as_dict() for outcome in verdict.outcomes]}, ensure_ascii=False),
            datetime.now(UTC).replace(tzinfo=None),
        )
        for verdict in verdicts
    ]
    store.con.executemany("insert into load_ledger.suite_results values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
