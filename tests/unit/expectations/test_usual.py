"""Limits on simulated histories: how often they cry wolf, and which faults they find."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.usual import COUNT, DAYS, MEAN, SHARE, Figures, Limits, Widths, usual
from ingest.learning import Learning

LOADS, MIN_LOADS = Learning().loads, Learning().min_loads
KINDS = [COUNT, SHARE, SHARE, SHARE, SHARE, COUNT, MEAN, MEAN, MEAN, DAYS]
NIGHTS = 60
Shape = Callable[[int, np.random.Generator], Figures]


def wide(measures: int = len(KINDS)) -> Widths:
    keys = Learning()
    return Widths(np.full(measures, float(keys.fail_change)), np.full(measures, float(keys.fail_deviations)))


def limits(history: Figures, row_count: float, kinds: list[int] | None = None) -> Limits:
    chosen = kinds or KINDS
    (found,) = usual(history[-LOADS:], chosen, row_count, [wide(len(chosen))])
    return found


def table(rows: Figures, rng: np.random.Generator) -> Figures:
    """Figures of a table with so many rows a night: rejects, nulls, a list of values, calm and wild amounts, days."""
    shares = [rng.binomial(rows.astype(int), share) / rows for share in (0.003, 0.02, 0.3, 0.95)]
    values = np.minimum(rng.poisson(rows / 3) + 1, 30)
    calm = np.exp(4 + rng.normal(0, 0.4, NIGHTS) / np.sqrt(rows))
    wild = np.exp(4 + rng.normal(0, 2.5, NIGHTS) / np.sqrt(rows))
    around_zero = rng.normal(3, 100 / np.sqrt(rows))
    ages = np.floor(rng.exponential(30 / rows))
    return np.column_stack([rows, *shares, values, calm, wild, around_zero, ages])


def noise(rng: np.random.Generator, spread: float) -> Figures:
    return np.exp(rng.normal(0, spread, NIGHTS))


WEEK = np.array([1, 1.1, 1, 1.05, 0.9, 0.4, 0.3])
NIGHT = np.arange(NIGHTS)
SHAPES: dict[str, Shape] = {
    "steady": lambda base, rng: base * noise(rng, 0.02),
    "noisy": lambda base, rng: base * noise(rng, 0.3),
    "growing": lambda base, rng: base * np.exp(0.03 * NIGHT),
    "shrinking": lambda base, rng: base * np.exp(-0.02 * NIGHT),
    "weekdays": lambda base, rng: base * WEEK[NIGHT % 7] * noise(rng, 0.1),
    "seasons": lambda base, rng: base * (1 + 0.4 * np.sin(NIGHT / 6 * np.pi)) * noise(rng, 0.1),
    "a busy December": lambda base, rng: base * np.where(NIGHT % 12 == 11, 1.8, 1) * noise(rng, 0.08),
    "constant": lambda base, rng: np.full(NIGHTS, float(base)),
}


def nights(shape: str, base: int, seed: int) -> Figures:
    rng = np.random.default_rng(seed)
    return table(np.maximum(rng.poisson(SHAPES[shape](base, rng)), 1).astype(np.float64), rng)


def outside(figures: Figures, found: Limits) -> bool:
    low = np.where(np.array(KINDS) == SHARE, 0, found.lower)
    return bool(((figures < low) | (figures > found.upper)).any())


@pytest.mark.parametrize("shape", SHAPES)
def test_fewer_than_one_good_load_in_a_hundred_is_held(shape: str) -> None:
    held = judged = 0
    for seed in range(6):
        for base in (30, 300, 3000):
            figures = nights(shape, base, seed)
            for night in range(MIN_LOADS, NIGHTS):
                judged += 1
                held += outside(figures[night], limits(figures[:night], figures[night, 0]))
    assert judged == 6 * 3 * (NIGHTS - MIN_LOADS)
    assert held / judged < 0.01


def half(figures: Figures) -> Figures:
    return figures * np.where(np.arange(len(KINDS)) == 0, 0.5, 1)


def emptied(figures: Figures) -> Figures:
    return np.where(np.arange(len(KINDS)) == 3, 1.0, figures)


def in_cents(figures: Figures) -> Figures:
    return figures * np.where(np.arange(len(KINDS)) == 7, 100, 1)


def shifted(figures: Figures) -> Figures:
    """A column's values have moved to its neighbour: nearly empty where it was full, full where it was empty."""
    return figures[[0, 1, 4, 3, 2, 5, 6, 7, 8, 9]]


@pytest.mark.parametrize(
    ("fault", "shape", "at_least"),
    [
        (half, "steady", 0.95),
        (half, "growing", 0.95),
        (emptied, "steady", 1),
        (emptied, "weekdays", 0.95),
        (emptied, "seasons", 0.95),
        (in_cents, "steady", 1),
        (in_cents, "noisy", 1),
        (in_cents, "a busy December", 1),
        (shifted, "steady", 1),
        (shifted, "weekdays", 1),
    ],
)
@pytest.mark.parametrize("base", [300, 3000])
def test_typical_faults_are_found(fault: Callable[[Figures], Figures], shape: str, at_least: float, base: int) -> None:
    rows = 1000 if fault is half else base  # of a few hundred rows chance alone may take half
    found = []
    for seed in range(20):
        figures = nights(shape, rows, 100 + seed)
        faulty = fault(figures[-1])
        found.append(outside(faulty, limits(figures[:-1], faulty[0])))
    assert np.mean(found) >= at_least


@given(st.lists(st.floats(0, 1e12), min_size=3, max_size=40), st.sampled_from([COUNT, MEAN, DAYS]))
@settings(max_examples=200, deadline=None)
def test_whatever_was_seen_before_is_inside(values: list[float], kind: int) -> None:
    history = np.array([[value] for value in values[:23]])
    found = limits(history, 1000, [kind])
    if not np.isnan(found.lower[0]):
        assert found.lower[0] <= history.min()
        assert found.upper[0] >= history.max()


def test_accepting_one_outlier_widens_the_limits_to_it() -> None:
    history = np.array([[100.0]] * 20)
    before, after = limits(history, 100, [COUNT]), limits(np.append(history, [[1000.0]], axis=0), 100, [COUNT])
    assert before.upper[0] < 1000 < after.upper[0]


def test_a_mean_that_is_mostly_zero_has_no_limits() -> None:
    history = np.array([[0.0]] * 9 + [[5.0]])
    assert np.isnan(limits(history, 100, [MEAN]).upper[0])


def test_figures_that_some_loads_lack_are_compared_with_those_that_have_them() -> None:
    history = np.array([[np.nan], [10.0], [np.nan], [12.0], [11.0], [10.0], [11.0]])
    found = limits(history, 10000, [MEAN])
    assert (found.lower[0] < 10, 12 < found.upper[0] < 30) == (True, True)
