"""What is usual: limits of a figure from the same figure of the loads before it.

Belongs here: pure statistics, arrays in and arrays out. Doesn't belong here: which figures there are (profiling.py),
the database, and what happens to a load outside its limits.

Limits are the lowest and the highest figure of the history, widened by a margin, so that seasons, growth and whatever
somebody accepted before stay inside. The margin is the largest of three: the tolerated change, so many usual jumps from
one load to the next (both twice as wide for 8 loads, a third wider for 24), and what chance alone does to so few rows.
All of it on a scale on which equally odd changes are equally long: logarithms of counts and means, angles of shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Figures = npt.NDArray[np.float64]

COUNT, SHARE, MEAN, DAYS = range(4)
_YOUNG = 8.0
_ENOUGH_FOR_TREND = 24
_MONTH = 30.0
_NEAR_ZERO = 0.05
# The median distance of normally spread figures is so much of their standard deviation.
_NORMAL = 1.4826


@dataclass(frozen=True)
class Widths:
    """How far outside the history is still usual, a figure each: the change as a share, and usual jumps."""

    change: Figures
    deviations: Figures


@dataclass(frozen=True)
class Limits:
    """From lower to upper, both inclusive; NaN where nothing can be said."""

    lower: Figures
    upper: Figures


def usual(history: Figures, kinds: Sequence[int], row_count: float, widths: Sequence[Widths]) -> list[Limits]:
    """Limits of each measure, once for each of the widths.

    history: a row a load, oldest first, a column a measure, NaN where a load lacks it; kinds: COUNT, SHARE, MEAN or
    DAYS a measure; row_count: rows of the load to be judged. A mean that is mostly zero has no limits: any would be
    arbitrary.
    """
    kind = np.asarray(kinds)
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = _unit(history, kind)
        scaled = _without_trend(_scaled(history, kind, unit))
        size = np.where(kind == COUNT, _median(history), row_count)
        lowest, highest, jump = _lowest(scaled), -_lowest(-scaled), _jump(scaled)
        young = 1 + _YOUNG / np.count_nonzero(np.isfinite(scaled), axis=0)
        found = []
        for width in widths:
            change = np.where(kind == SHARE, width.change, np.log1p(width.change))
            chance = width.deviations / np.sqrt(np.maximum(size, 1))
            margin = np.maximum(young * np.maximum(change, width.deviations * jump), chance)
            lower = _unscaled(lowest - margin, kind, unit)
            found.append(Limits(lower, _unscaled(highest + margin, kind, unit)))
    return found


def _unit(history: Figures, kind: npt.NDArray[np.int_]) -> Figures:
    """Below it, a mean counts as near zero; NaN for one that mostly is zero."""
    typical = _median(np.abs(history))
    near_zero = np.where(typical > 0, typical * _NEAR_ZERO + _jump(history), np.nan)
    return np.where(kind == MEAN, near_zero, _MONTH)


def _scaled(figures: Figures, kind: npt.NDArray[np.int_], unit: Figures) -> Figures:
    angles = 2 * np.arcsin(np.sqrt(np.clip(figures, 0, 1)))
    return np.select(
        [kind == COUNT, kind == SHARE], [np.log1p(np.maximum(figures, 0)), angles], np.arcsinh(figures / unit)
    )


def _unscaled(places: Figures, kind: npt.NDArray[np.int_], unit: Figures) -> Figures:
    shares = np.sin(np.clip(places, 0, np.pi) / 2) ** 2
    counts = np.expm1(np.clip(places, 0, 700))
    return np.select([kind == COUNT, kind == SHARE], [counts, shares], unit * np.sinh(np.clip(places, -700, 700)))


def _without_trend(scaled: Figures) -> Figures:
    """The history as it would be today: the usual change over half of it is taken out, so that seasons don't count."""
    loads = len(scaled)
    half = loads // 2
    if loads < _ENOUGH_FOR_TREND:
        return scaled
    growth = _median(scaled[half:] - scaled[: loads - half]) / half
    return _figures(scaled + growth * (loads - np.arange(loads))[:, np.newaxis])


def _jump(scaled: Figures) -> Figures:
    """The usual jump from one load to the next, as a standard deviation of the figure itself; growth is no jump."""
    jumps = np.diff(scaled, axis=0)
    return _figures(_NORMAL * _median(np.abs(jumps - _median(jumps))) / np.sqrt(2))


def _median(figures: Figures) -> Figures:
    """Of each column, without its NaN; 0 where there is nothing else."""
    ordered = np.sort(figures, axis=0)
    known = np.count_nonzero(~np.isnan(figures), axis=0)
    columns = np.arange(figures.shape[1])
    middle = (ordered[np.maximum(known - 1, 0) // 2, columns] + ordered[known // 2 % len(ordered), columns]) / 2
    return _figures(np.where(known > 0, middle, 0.0))


def _lowest(scaled: Figures) -> Figures:
    return _figures(np.fmin.reduce(scaled, axis=0))


def _figures(values: Any) -> Figures:
    return np.asarray(values, np.float64)
