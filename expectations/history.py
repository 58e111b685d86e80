"""Which loads a load is compared with, and the limits that follow from them.

Belongs here: the order of loads, the figures that have limits, a contract's wishes. Doesn't belong here: measuring
(profiling.py), the width of limits (usual.py), rules (learning.py).

Loads are compared in the order of their days. Those that wait together teach each other, except the implausible ones.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from expectations.usual import COUNT, DAYS, MEAN, SHARE, Figures, Widths, usual
from ingest.contracts import Contract
from ingest.learning import ColumnLearning, Learning

_KINDS = {
    "row_count": COUNT,
    "quarantined_share": SHARE,
    "null_share": SHARE,
    "distinct_count": COUNT,
    "mean": MEAN,
    "latest_age_days": DAYS,
}
REPEATED = "repeated_count"
# What two files of different days don't share by chance.
_TELLING = ("row_count", "null_share", "sum", "minimum", "maximum", "earliest", "latest")
_FEW_ROWS = 10

Label = tuple[str | None, str]


@dataclass(frozen=True)
class Band:
    """Between lower and upper, both inclusive, a figure is usual (warn) or plausible (fail)."""

    warn_lower: float
    warn_upper: float
    fail_lower: float
    fail_upper: float

    def is_plausible(self, figure: float) -> bool:
        """Whether a figure lies inside the wide limits."""
        return self.fail_lower <= figure <= self.fail_upper


@dataclass
class Seen:
    """A load among the others of its table. values: (column, measure) -> figure; bands: of those that are judged."""

    load_id: int
    day: date
    file: str
    values: dict[Label, str] = field(default_factory=dict)
    bands: dict[Label, Band] = field(default_factory=dict)

    @property
    def row_count(self) -> float:
        """Rows it brought."""
        return float(self.values.get((None, "row_count"), 0))

    @property
    def is_plausible(self) -> bool:
        """Whether none of its figures is outside its wide limits."""
        return all(band.is_plausible(float(self.values[label])) for label, band in self.bands.items())


def compare(contract: Contract, known: Sequence[Seen], waiting: Collection[Seen]) -> None:
    """Give each waiting load its bands. known: accepted loads of its table."""
    adds_up = contract.landing.load_mode == "append"
    before: list[Seen] = []
    waits = {id(seen) for seen in waiting}
    for seen in sorted([*known, *waiting], key=lambda each: (each.day, each.load_id)):
        if id(seen) in waits:
            # A file that takes another's place is no news beside it.
            others = [each for each in before if each.file != seen.file] if adds_up else before
            _judge(contract.landing.learning, seen, others, adds_up=adds_up)
        if id(seen) not in waits or seen.is_plausible:
            before.append(seen)


def _judge(learning: Learning, seen: Seen, others: Sequence[Seen], *, adds_up: bool) -> None:
    history = others[-learning.loads :]
    labels = [label for label in seen.values if _is_judged(learning, label)]
    labels = [label for label in labels if sum(label in each.values for each in history) >= learning.min_loads]
    if labels:
        figures = np.array([[float(each.values.get(label, "nan")) for label in labels] for each in history])
        seen.bands |= _bands(learning, labels, figures, seen.row_count, adds_up=adds_up)
    if adds_up and len(history) >= learning.min_loads and REPEATED not in learning.skip and _can_be_told(seen):
        twins = sum(_telling(each) == _telling(seen) for each in history)
        seen.values[None, REPEATED] = str(twins)
        seen.bands[None, REPEATED] = Band(0, 0, 0, 0)


def _is_judged(learning: Learning, label: Label) -> bool:
    column, measure = label
    of_column = learning.columns.get(column or "", ColumnLearning())
    return measure in _KINDS and measure not in learning.skip and of_column.enabled


def _bands(
    learning: Learning, labels: Sequence[Label], figures: Figures, row_count: float, *, adds_up: bool
) -> dict[Label, Band]:
    kinds = [_KINDS[measure] for _, measure in labels]
    widths = [_widths(learning, labels, "warn"), _widths(learning, labels, "fail")]
    warn, fail = usual(figures, kinds, row_count, widths)
    limits = np.column_stack([warn.lower, warn.upper, fail.lower, fail.upper])
    _open_sides(limits, np.array(kinds), adds_up=adds_up)
    rows = [[float(f"{limit:.6g}") for limit in row] for row in limits.tolist()]
    return {label: Band(*row) for label, row in zip(labels, rows, strict=True) if not np.isnan(row).any()}


def _open_sides(limits: Figures, kinds: npt.NDArray[np.int_], *, adds_up: bool) -> None:
    """Some changes are good news only. limits: columns as in Band."""
    limits[kinds == SHARE, 2] = 0  # a column that is better filled than ever is told, not held
    days = kinds == DAYS
    limits[days, ::2] = np.minimum(limits[days, ::2], 0)  # nothing is too new up to the day of its load
    if not adds_up:
        limits[days, 1::2] = np.inf  # a list to which nothing was added isn't wrong


def _widths(learning: Learning, labels: Sequence[Label], kind: str) -> Widths:
    def each(name: str) -> Figures:
        of_table = getattr(learning, f"{kind}_{name}")
        columns = [learning.columns.get(column or "") for column, _ in labels]
        own = [getattr(column, f"{kind}_{name}") if column else None for column in columns]
        return np.array([float(of_table if width is None else width) for width in own])

    return Widths(each("change"), each("deviations"))


def _can_be_told(seen: Seen) -> bool:
    """Whether equal figures mean equal content: enough rows, and a day among them."""
    return seen.row_count >= _FEW_ROWS and any(measure == "latest" for _, measure in seen.values)


def _telling(seen: Seen) -> dict[Label, str]:
    return {label: value for label, value in seen.values.items() if label[1] in _TELLING}
