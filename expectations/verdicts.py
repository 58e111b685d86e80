"""From outcomes to verdicts: which load is to blame for what, and how a held load is told of.

Belongs here: laying blame on single loads, the text of a hold, the result of a suite. Doesn't belong here: running
rules, how a single rule is put into words (sentences.py), writing to the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from expectations.outcomes import Outcome
from expectations.sentences import sentence


@dataclass(frozen=True)
class SuiteResult:
    """What a table's suite found.

    load_ids: the loads that were judged; passed: all of them were accepted; crashed: at least one rule couldn't be
    judged, which says nothing about the data; expectations: one dict an expectation (see Outcome.as_dict), over all its
    loads; accepted: the loads now in raw; reasons: why each other load is held; undecided: those of them that are held
    only because rules crashed; profile: the judged figures of the newest load with their limits.
    """

    system: str
    table: str
    load_ids: list[int]
    passed: bool
    crashed: bool
    expectations: list[dict[str, Any]]
    accepted: list[int] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    undecided: list[int] = field(default_factory=list)
    profile: dict[str, dict[str, str | float]] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """The table's state: failed, crashed (nothing failed, but not everything could be judged) or passed."""
        if self.passed:
            return "passed"
        return "crashed" if set(self.undecided) == set(self.reasons) else "failed"

    @property
    def held(self) -> list[int]:
        """The loads that are held."""
        return list(self.reasons)


@dataclass(frozen=True)
class Verdict:
    """The judgement of one load.

    outcomes: those of its table, or its own where loads were told apart; table: system.table; file: the place of its
    file; note: what else helps whoever decides.
    """

    load_id: int
    table: str
    file: str
    outcomes: tuple[Outcome, ...]
    note: str = ""

    @property
    def blockers(self) -> tuple[Outcome, ...]:
        """The outcomes that hold it."""
        return tuple(outcome for outcome in self.outcomes if outcome.holds)

    @property
    def crashed(self) -> bool:
        """Whether a rule couldn't be judged."""
        return any(outcome.crashed for outcome in self.outcomes)

    @property
    def is_undecided(self) -> bool:
        """Whether it is held only because rules crashed, which says nothing about the data."""
        return bool(self.blockers) and all(outcome.crashed for outcome in self.blockers)

    @property
    def reason(self) -> str:
        """Why it is held, by which rule with which figures, and the mend; "" when nothing holds it."""
        if not self.blockers:
            return ""
        told = [sentence(outcome, self.table, self.file) for outcome in self.blockers]
        return " ".join([*told, *([self.note] if self.note else []), _mend(self)])


def merged(common: Sequence[Outcome], again: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes of a table, with those that were judged again in their places."""
    replaced = {id(outcome.rule): outcome for outcome in again}
    return tuple(replaced.get(id(outcome.rule), outcome) for outcome in common)


def cleared(by_load: Sequence[Sequence[Outcome]]) -> list[Outcome]:
    """Of outcomes judged again load by load: those of the last load whose rule holds no load at all."""
    held = {id(outcome.rule) for outcomes in by_load for outcome in outcomes if outcome.holds}
    return [outcome for outcome in by_load[-1] if id(outcome.rule) not in held]


def _mend(verdict: Verdict) -> str:
    rules = " mend the rule," if verdict.crashed else ""
    if not all(outcome.rule.can_be_accepted for outcome in verdict.blockers):
        return f"The mend:{rules} send a corrected {verdict.file}; accepted as it is, it would stop the build."
    return f"The mend:{rules} send a corrected {verdict.file}, or run `whale accept {verdict.load_id}`."
