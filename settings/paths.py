"""Where a company's data lies on disk: every path below `data/<name>/` is named here and nowhere else.

Belongs here: locations. Doesn't belong here: creating, locking or reading anything.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from settings.company import Company

PROJECT_ROOT = Path(__file__).resolve().parents[1]


def data_home() -> Path:
    """The folder of all companies' data: $WHALE_DATA, else `data/` in the project."""
    return Path(os.environ.get("WHALE_DATA") or PROJECT_ROOT / "data").expanduser().resolve()


def raw_copy(raw_file: Path, version: int) -> Path:
    """Where a raw file of that version is copied to before an upgrade: `raw.version_1.duckdb` beside `raw.duckdb`."""
    return raw_file.with_name(f"{raw_file.stem}.version_{version}{raw_file.suffix}")


def raw_copies(raw_file: Path) -> list[Path]:
    """The copies that upgrades made of a raw file and that are there."""
    return sorted(raw_file.parent.glob(f"{raw_file.stem}.version_*{raw_file.suffix}"))


@dataclass(frozen=True)
class DataPaths:
    """The paths of one company's data. Nothing of it needs to exist yet."""

    root: Path

    @classmethod
    def of(cls, company: Company) -> DataPaths:
        """The paths of a company: below $WHALE_DATA (or `data/`), in a folder of its name."""
        return cls(data_home() / company.name)

    @property
    def raw_file(self) -> Path:
        """Raw rows, quarantine and load ledger, in one database file."""
        return self.root / "raw.duckdb"

    @property
    def raw_copies(self) -> list[Path]:
        """Copies of the raw file that upgrades made before they changed it. They hold what it held, people as well."""
        return raw_copies(self.raw_file)

    @property
    def fetched(self) -> Path:
        """What was fetched from systems with a connection, as files: one folder a system."""
        return self.root / "fetched"

    @property
    def private_dir(self) -> Path:
        """What only the owner may read: pseudonyms, the register of erasures, an erasure under way."""
        return self.root / "private"

    @property
    def private_file(self) -> Path:
        """Which pseudonym stands for which value, and the register of erasures. A backup needs it as it needs raw."""
        return self.private_dir / "private.duckdb"

    @property
    def erasure_plan(self) -> Path:
        """The erasure under way: there only until it is finished. Never copied into a backup."""
        return self.private_dir / "erasure.json"

    @property
    def passing(self) -> list[Path]:
        """What a backup leaves out: made anew by a refresh, or of use only while something runs.

        Everything else below `root` outlives a release and is copied, so that new state can't be forgotten.
        """
        made = [self.dagster_home, self.dbt_dir, self.build_dir, self.logs, self.published, *self.raw_copies]
        return [*made, self.owner_file, self.lock_file, self.erasure_plan]

    @property
    def backups(self) -> Path:
        """Where backups are kept when no other place is named; beside the data, so that both aren't lost at once."""
        return self.root.parent / "_backups" / self.root.name

    @property
    def owner_file(self) -> Path:
        """Names the company folder whose data these are."""
        return self.root / "company_folder.txt"

    @property
    def landing_report(self) -> Path:
        """What the last landing did."""
        return self.root / "landing.json"

    @property
    def lock_file(self) -> Path:
        """Held by the one run that may write."""
        return self.root / "refresh.lock"

    @property
    def logs(self) -> Path:
        """One log file a run."""
        return self.root / "logs"

    @property
    def dagster_home(self) -> Path:
        """Dagster's storage."""
        return self.root / "dagster"

    @property
    def dbt_dir(self) -> Path:
        """The company's private dbt project folder."""
        return self.root / "dbt"

    @property
    def build_dir(self) -> Path:
        """What a build writes before it is published."""
        return self.root / "build"

    @property
    def work_file(self) -> Path:
        """Staging and intermediate models of the build."""
        return self.build_dir / "work.duckdb"

    @property
    def candidate_file(self) -> Path:
        """The star and the marts, to be published if the gates let it pass."""
        return self.build_dir / "whalecurve.duckdb"

    @property
    def published(self) -> Path:
        """What readers may open."""
        return self.root / "published"

    @property
    def versions(self) -> Path:
        """One immutable folder a published version, named by its stamp."""
        return self.published / "versions"

    @property
    def current(self) -> Path:
        """A link to the newest version's folder."""
        return self.published / "current"

    @property
    def fixed_file(self) -> Path:
        """A fixed link through `current` to the database file: the path that BI tools are given."""
        return self.published / "whalecurve.duckdb"
