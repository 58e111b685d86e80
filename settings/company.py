"""company.yml as typed models: a company and its systems.

Belongs here: the settings and what follows from them alone (the as-of date, the fingerprint).
Doesn't belong here: the groups of settings (sections.py), reading the file (load.py), or the keys of a contract's
landing, which ingest checks.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import field_validator, model_validator

from settings.connections import Connection
from settings.fields import AsOf, Currency, ExistingFolder, Section, Text, Zone, fault, setting
from settings.names import NAME_RULE, name_fault
from settings.sections import (
    Costing,
    CustomerValue,
    Freshness,
    Hooks,
    Privacy,
    Publishing,
    Resources,
    Retention,
    Schedule,
)

Template = Literal["standard"]


class TableOverride(Section):
    """How a system's export of one template entity differs from the template.

    headers: standard column -> the header in the file. landing: every other key written here; ingest lays them over
    the template's contract.
    """

    headers: dict[str, str] = setting("The file's header of a standard column", "column: header", {})
    landing: dict[str, Any] = setting("Landing keys of this table", "any landing key of a contract", {})


class System(Section):
    """A system whose exports are landed. Earlier in the list = higher in rank when two systems know the same thing.

    path: the folder of its exports, absolute; the company's folder for a system with a connection. connection: where
    its rows or files are fetched from. template: None when the company folder holds the system's own contracts.
    landing: overrides for all its tables; tables: the entities it provides, with overrides. A template system without
    `tables` may provide every entity.
    """

    name: str
    template: Template | None = setting(
        "The built-in contracts that this system's exports follow", "standard, or left out", None
    )
    path: ExistingFolder = setting(
        "The folder of its exports, relative to the company's folder",
        "an existing folder",
        "exports",
        validate_default=True,
    )
    connection: Connection | None = setting(
        "Where its rows or files are fetched from, instead of a folder", "kind, uri or uri_variable", None
    )
    landing: dict[str, Any] = setting("Landing keys for all its tables", "any landing key of a contract", {})
    tables: dict[str, TableOverride] = setting(
        "The entities a template system provides", "entity: {landing keys, headers}", {}
    )

    @model_validator(mode="before")
    @classmethod
    def _either_folder_or_connection(cls, keys: Any) -> Any:
        if not isinstance(keys, dict) or keys.get("connection") is None:
            return keys
        if "path" in keys:
            raise fault("has both a path and a connection; files come from one of them")
        return {**keys, "path": "."}

    @field_validator("name")
    @classmethod
    def _name_is_plain(cls, name: str) -> str:
        if message := name_fault(name, is_builtin=name == "standard"):
            raise fault(message)
        return name

    @property
    def contracts_of(self) -> str:
        """The system in whose staging folder the contracts are: its template, else itself."""
        return self.template or self.name


class Company(Section):
    """A company: its folder's name, and all its settings. Made by settings.load.load_company."""

    name: str
    folder: Path
    title: Text = setting("The company's name as people read it", "one line of text")
    reporting_currency: Currency = setting("The currency of all amounts", "a code of ISO 4217, such as EUR")
    time_zone: Zone = setting(
        "The zone of business days and of the schedule", "a name of the IANA list, such as Europe/Warsaw"
    )
    fiscal_year_start_month: int = setting(
        "First month of the fiscal year", "a whole number from 1 to 12", 1, ge=1, le=12
    )
    as_of: AsOf = setting(
        "The day on which the analysis stands", "today, last_data_date, or a date YYYY-MM-DD", "last_data_date"
    )
    systems: list[System] = setting("The systems, highest-ranking first", "name: {path, …}", min_length=1)
    schedule: Schedule = setting("The nightly refresh", "time", Schedule())
    freshness: Freshness = setting("How fresh the published data must be", "max_age_hours", Freshness())
    publishing: Publishing = setting("What is kept of published versions", "keep_versions", Publishing())
    resources: Resources = setting("What DuckDB may use of the machine", "memory_limit, threads", Resources())
    hooks: Hooks = setting("Commands of your own that are called", "on_failure", Hooks())
    costing: Costing = setting(
        "How profit is computed; the cost model itself is a set of CSV files", "see its keys", Costing()
    )
    customer_value: CustomerValue = setting(
        "How the future value of a customer is computed", "discount_rate_share, horizon_months", CustomerValue()
    )
    retention: Retention = setting(
        "How long logs, runs, fetched files and quarantined records are kept",
        "logs_days, dagster_runs, fetched_days, quarantine_days",
        Retention(),
    )
    privacy: Privacy = setting("What the published file shows of personal data", "default, columns", Privacy())

    @field_validator("name")
    @classmethod
    def _name_is_plain(cls, name: str) -> str:
        if message := name_fault(name):
            raise fault(f"the company's folder {message}; allowed: {NAME_RULE}")
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def settings_file(self) -> Path:
        """The company.yml these settings come from."""
        return self.folder / "company.yml"

    def system(self, name: str) -> System:
        """The system of that name; KeyError when there is none."""
        return {system.name: system for system in self.systems}[name]

    def as_of_date(self, now: datetime) -> date | None:
        """The day on which the analysis stands; None when only the data can tell (last_data_date).

        now: an instant with its zone; `today` is that instant's day in the company's zone.
        ValueError for an instant without a zone.
        """
        if now.tzinfo is None:
            raise ValueError("now must carry a time zone")
        if isinstance(self.as_of, date):
            return self.as_of
        return now.astimezone(self.zone).date() if self.as_of == "today" else None

    def fingerprint(self) -> str:
        """sha256 of the effective settings, defaults included.

        The same wherever the project lies and however the file is laid out.
        """
        settings = self.model_dump(mode="json", exclude={"folder"})
        for written, system in zip(settings["systems"], self.systems, strict=True):
            written["path"] = Path(os.path.relpath(system.path, self.folder)).as_posix()
        text = json.dumps(settings, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
