"""The manifest of a version: what it was made from and what is in it, so that it can be compared and trusted.

Belongs here: the keys of manifest.json. Doesn't belong here: writing it (publish.py adds what only it knows).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from serving.audit import Finding
from serving.content import ContentHash

MANIFEST_SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Origin:
    """What a version is made from. Equal origins give equal content, so nothing is rebuilt while the origin stays.

    as_of_date: the day that the settings ask for (Company.as_of_date), None when it follows from the data.
    """

    code_version: str
    inputs_fingerprint: str
    settings_fingerprint: str
    as_of_date: date | None

    def as_dict(self) -> dict[str, str | None]:
        """As it stands in a manifest."""
        return {
            "code_version": self.code_version,
            "inputs_fingerprint": self.inputs_fingerprint,
            "settings_fingerprint": self.settings_fingerprint,
            "as_of_date_asked": self.as_of_date.isoformat() if self.as_of_date else None,
        }


@dataclass(frozen=True)
class Build:
    """What a finished build holds. row_counts: see sql.row_counts.

    as_of_date: the day on which the analysis stands, from the data.
    """

    content: ContentHash
    row_counts: dict[str, int]
    findings: Sequence[Finding]
    as_of_date: date | None


def build_manifest(run_id: str, company: str, origin: Origin, build: Build) -> dict[str, Any]:
    """The manifest to hand to publish, which adds stamp, instant, the file's size and sha256, DuckDB's version."""
    return {
        "manifest_schema_version": MANIFEST_SCHEMA_VERSION,
        "company": company,
        "run_id": run_id,
        **origin.as_dict(),
        "as_of_date": build.as_of_date.isoformat() if build.as_of_date else None,
        "content_hash": build.content.hash,
        "table_hashes": build.content.tables,
        "row_counts": build.row_counts,
        "audit": {"passed": not build.findings, "findings": [finding.as_dict() for finding in build.findings]},
    }
