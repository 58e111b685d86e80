"""What came of a rule: its figures, without a value of any column marked personal.

Belongs here: turning the library's results into ours, and withholding. Doesn't belong here: running rules, and
judging loads by them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import duckdb

from expectations.examples import Example, examples
from expectations.rules import NOT_NULL, Rule
from expectations.samples import finding_query, sampled_rows, sampled_values, shortened, shown
from expectations.views import View

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult

_LONGEST_MESSAGE = 500


@dataclass(frozen=True)
class Outcome:
    """The figures of one rule on one view.

    observed: what was seen, as text (a measured value, or `3 of 830 values`); unexpected_count: how many values or
    rows break the rule (None where the rule judges the whole table); sample: up to five of them; examples: up to three
    records with them; exception: why it couldn't be judged, None when it could.
    """

    rule: Rule
    success: bool
    observed: str | None = None
    unexpected_count: int | None = None
    sample: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    exception: str | None = None

    @property
    def crashed(self) -> bool:
        """Whether the rule couldn't be judged at all."""
        return self.exception is not None

    @property
    def state(self) -> str:
        """Its state: passed, warned, failed, or crashed, which is neither good data nor bad."""
        if self.crashed:
            return "crashed"
        return "passed" if self.success else "failed" if self.holds else "warned"

    @property
    def holds(self) -> bool:
        """Whether it keeps a load from being accepted: every crash does, and every failure that is critical."""
        return self.crashed or (not self.success and self.rule.severity == "critical")

    def as_dict(self) -> dict[str, Any]:
        """As it is reported and kept in the load ledger."""
        return {
            "name": self.rule.name,
            "type": self.rule.type,
            "column": ", ".join(self.rule.columns) or None,
            "state": self.state,
            "success": self.success,
            "severity": self.rule.severity,
            "observed": self.observed,
            "unexpected_count": self.unexpected_count,
            "sample": list(self.sample),
            "examples": [example.as_dict() for example in self.examples],
            "exception": self.exception,
            "source": self.rule.source,
        }


def outcome_of_crash(rule: Rule, message: str, personal: Collection[str]) -> Outcome:
    """A rule that couldn't be built or run; message: what the library said."""
    if rule.touches(personal):
        message = "its message is withheld, because it reads personal columns"
    text = " ".join(message.split("[SQL:")[0].split()) or "no message"
    return Outcome(rule, success=False, exception=shortened(text, _LONGEST_MESSAGE))


def outcome_of_result(
    rule: Rule, result: ExpectationValidationResult, view: View, cursor: duckdb.DuckDBPyConnection
) -> Outcome:
    """The library's result as an outcome; cursor: where a failed row query is sampled from."""
    if message := _exception(dict(result.exception_info or {})):
        return outcome_of_crash(rule, message, view.personal)
    figures = result.result or {}
    count = figures.get("observed_value" if rule.query else "unexpected_count")
    found = examples(rule, view, figures, cursor) if count and not rule.of_loads else ()
    outcome = Outcome(rule, bool(result.success), _observed(rule, figures), count, examples=found)
    if rule.touches(view.personal) and rule.type != NOT_NULL:
        return outcome if count is not None else replace(outcome, observed="withheld: a personal column")
    if query := finding_query(rule, view) if count else "":
        return replace(outcome, sample=sampled_rows(query, rule, view, cursor))
    return replace(outcome, sample=sampled_values(figures.get("partial_unexpected_list", ())))


def _exception(info: Mapping[str, Any]) -> str | None:
    """The first message: flat when the expectation itself broke, one a metric when a metric did."""
    blocks = [info] if "raised_exception" in info else [block for block in info.values() if isinstance(block, Mapping)]
    raised = [block for block in blocks if block.get("raised_exception")]
    return str(raised[0].get("exception_message") or "no message") if raised else None


def _observed(rule: Rule, figures: Mapping[str, Any]) -> str | None:
    if rule.query:
        return f"{figures['observed_value']} rows"
    if "unexpected_count" in figures:
        return f"{figures['unexpected_count']} of {figures.get('element_count', '?')} rows"
    value = figures.get("observed_value")
    return None if value is None else shown(value)
