"""The groups of settings that say how a company is run: schedule, resources, costing, retention, privacy and so on.

Belongs here: one class per group, with each setting's meaning, default and allowed values.
Doesn't belong here: the company itself and its systems (company.py).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from pydantic import field_validator

from settings.fields import ExactDecimal, Section, Text, fault, setting

CostObject = Literal["customer", "product", "channel", "campaign", "project", "order"]


class Schedule(Section):
    """When the nightly refresh starts."""

    time: str = setting(
        "Start of the nightly refresh, by the company's clock",
        'HH:MM from "00:00" to "23:59"',
        "05:30",
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
    )

    @property
    def hour(self) -> int:
        """Hour of the local clock, 0-23."""
        return int(self.time[:2])

    @property
    def minute(self) -> int:
        """Minute of the local clock, 0-59."""
        return int(self.time[3:])

    @property
    def cron(self) -> str:
        """The same as a cron line: every day at that time."""
        return f"{self.minute} {self.hour} * * *"


class Freshness(Section):
    """How old the published version may be."""

    max_age_hours: int = setting("Older published data are stale", "a whole number from 1 to 8760", 26, ge=1, le=8760)


class Publishing(Section):
    """What is kept of the published versions."""

    keep_versions: int = setting("How many published versions stay", "a whole number from 1 to 1000", 7, ge=1, le=1000)


class Resources(Section):
    """What DuckDB may use of the machine."""

    memory_limit: str = setting(
        "Memory for DuckDB; at most half of the machine's",
        "a size such as 4GB or 512MB",
        "4GB",
        pattern=r"^[1-9][0-9]*(\.[0-9]+)? ?([KMGT]B|[KMGT]iB)$",
    )
    threads: int = setting("Threads for DuckDB", "a whole number from 1 to 256", 2, ge=1, le=256)


class Hooks(Section):
    """Commands of the company's own that we call."""

    on_failure: Text | None = setting(
        "Shell command run when a refresh failed; it gets WHALE_COMPANY, WHALE_RUN_ID and WHALE_ERROR",
        "a shell command, or null",
        None,
    )


class Costing(Section):
    """How profit is computed; the cost model itself is in cost_model/."""

    objects: list[CostObject] = setting(
        "What cost is brought to",
        "a list of customer, product, channel, campaign, project, order",
        ["customer", "product", "channel", "campaign", "project"],
        min_length=1,
    )
    ledger_scope: Literal["full", "result", "costs", "none"] = setting(
        "How much of the ledger the exports hold", "full, result, costs, none", "full"
    )
    rate_period: Literal["month"] = setting("The period of a rate", "month", "month")
    credit_rate_share: ExactDecimal = setting(
        "Yearly cost of money lent to customers, as a share",
        "a number from 0 to 1, such as 0.08",
        Decimal("0.08"),
        ge=0,
        le=1,
    )
    traditional_base: Literal["net_revenue", "gross_revenue", "quantity"] = setting(
        "What traditional costing spreads overhead by, for comparison",
        "net_revenue, gross_revenue, quantity",
        "net_revenue",
    )
    lock_after_days: int = setting(
        "Days after a month's end when it may be closed", "a whole number from 0 to 366", 10, ge=0, le=366
    )

    @field_validator("objects")
    @classmethod
    def _each_object_once(cls, objects: list[str]) -> list[str]:
        if len(set(objects)) < len(objects):
            raise fault("names an object twice")
        return objects


class CustomerValue(Section):
    """How the future value of a customer is computed."""

    discount_rate_share: ExactDecimal = setting(
        "Yearly discount of future profit, as a share",
        "a number from 0 to 1, such as 0.10",
        Decimal("0.10"),
        ge=0,
        le=1,
    )
    horizon_months: int = setting(
        "How far ahead value is counted, in months", "a whole number from 1 to 240", 36, ge=1, le=240
    )


class Retention(Section):
    """How long what isn't the data itself is kept."""

    logs_days: int = setting("Days that log files stay", "a whole number from 1 to 3650", 90, ge=1, le=3650)
    dagster_runs: int = setting("Runs that Dagster remembers", "a whole number from 1 to 10000", 60, ge=1, le=10000)
    fetched_days: int = setting(
        "Days that files fetched from a database stay once they are landed",
        "a whole number from 1 to 3650",
        30,
        ge=1,
        le=3650,
    )
    quarantine_days: int = setting(
        "Days that quarantined records stay", "a whole number from 1 to 3650", 365, ge=1, le=3650
    )


Policy = Literal["keep", "drop", "mask", "pseudonymise"]
_PLACE = re.compile(r"(\*|[a-z][a-z0-9_]*)\.(\*|[a-z][a-z0-9_]*)", re.ASCII)


class Privacy(Section):
    """What the published file shows of columns that contracts call personal."""

    default: Policy = setting("What happens to personal columns", "keep, drop, mask, pseudonymise", "keep")
    columns: dict[str, Policy] = setting(
        "What happens to some of them instead, as customers.tax_id, notes.* or *.email",
        "entity.column: keep, drop, mask or pseudonymise",
        {},
    )

    @field_validator("columns")
    @classmethod
    def _names_columns(cls, columns: dict[str, str]) -> dict[str, str]:
        for place in columns:
            if not _PLACE.fullmatch(place) or place == "*.*":
                raise fault(f"has {place!r}; write entity.column, entity.* or *.column")
        return columns

    def policy_of(self, entity: str, column: str) -> Policy:
        """The policy of one personal column: the narrowest that is written, an entity's own before a column's."""
        places = (f"{entity}.{column}", f"{entity}.*", f"*.{column}")
        return next((self.columns[place] for place in places if place in self.columns), self.default)
