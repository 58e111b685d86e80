"""What a contract says about learned limits: how a table's loads are compared with the ones before them.

Belongs here: the keys of `landing.learning`, their defaults and ranges. Doesn't belong here: figures of loads
(profiles.py), the limits themselves (expectations).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pydantic import model_validator

from settings.fields import ExactDecimal, Section, fault, setting

Judged = Literal[
    "row_count", "quarantined_share", "null_share", "distinct_count", "mean", "latest_age_days", "repeated_count"
]
"""The measures that have limits; all others are written down only."""


_SHARE = "a share from 0.01 to 100"
_JUMPS = "a number of usual jumps from load to load, 1 to 100"
_CHANGES: dict[str, Any] = {"ge": Decimal("0.01"), "le": 100}
_DEVIATIONS: dict[str, Any] = {"ge": 1, "le": 100}


class _Widths(Section):
    """How far outside the history a figure may lie."""

    @model_validator(mode="after")
    def _in_order(self) -> _Widths:
        for name in ("change", "deviations"):
            warn, fail = getattr(self, f"warn_{name}", None), getattr(self, f"fail_{name}", None)
            if warn is not None and fail is not None and warn > fail:
                raise fault(f"has a warn_{name} above its fail_{name}: it would hold before it warns")
        return self


class ColumnLearning(_Widths):
    """The same for one column; what is left out is the table's."""

    enabled: bool = setting("Whether the column is judged", "true, false", True)
    warn_change: ExactDecimal | None = setting("See the table's", _SHARE, None, **_CHANGES)
    fail_change: ExactDecimal | None = setting("See the table's", _SHARE, None, **_CHANGES)
    warn_deviations: ExactDecimal | None = setting("See the table's", _JUMPS, None, **_DEVIATIONS)
    fail_deviations: ExactDecimal | None = setting("See the table's", _JUMPS, None, **_DEVIATIONS)


class Learning(_Widths):
    """How a load is compared with the accepted ones before it."""

    enabled: bool = setting("Whether loads are judged by those before them", "true, false", True)
    loads: int = setting("How many accepted loads before it a load is compared with", "5 to 400", 36, ge=5, le=400)
    min_loads: int = setting("How many of them there must be before anything is judged", "3 to 100", 5, ge=3, le=100)
    warn_change: ExactDecimal = setting(
        "Change beyond the history that is still usual", _SHARE, Decimal("0.25"), **_CHANGES
    )
    fail_change: ExactDecimal = setting(
        "Change beyond the history that isn't held yet", _SHARE, Decimal("0.4"), **_CHANGES
    )
    warn_deviations: ExactDecimal = setting("The same in usual jumps", _JUMPS, Decimal("3"), **_DEVIATIONS)
    fail_deviations: ExactDecimal = setting("The same in usual jumps", _JUMPS, Decimal("5"), **_DEVIATIONS)
    skip: list[Judged] = setting("Measures that aren't judged", "a list of measures", [])
    columns: dict[str, ColumnLearning] = setting("What is different for single columns", "{column: {…}}", {})

    @model_validator(mode="after")
    def _can_be_reached(self) -> Learning:
        if self.min_loads > self.loads:
            raise fault("has more min_loads than loads: nothing would ever be judged")
        return self
