"""A backup on disk: its layout, its manifest, and whether it is still what was written.

<company>_<stamp>/manifest.json       what is in it: sha256, sizes, row counts, versions
                 /data/…              the files of data/<company>/ that outlive a release
                 /company/…           company.yml, contracts and models, cost model, suites
                 /published/…         the manifests of the published versions and their history, for the record

Belongs here: reading and checking. Doesn't belong here: making (backup.py) or restoring (restore.py).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingest.sql import identifier
from ingest.upgrade import check_not_newer, version_of
from serving.files import sha256_of
from settings.errors import WhaleError, shown_path

MANIFEST = "manifest.json"
DATA, COMPANY, PUBLISHED = "data", "company", "published"
BACKUP_VERSION = 1
_NAME = re.compile(r"([a-z][a-z0-9_]*)_(\d{8}T\d{12}Z)", re.ASCII)


@dataclass(frozen=True)
class Backup:
    """A backup. folder: absolute; manifest: as it was written."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def company(self) -> str:
        """The name of the company whose backup it is."""
        return str(self.manifest["company"])

    @property
    def raw_file(self) -> Path:
        """Its copy of raw.duckdb."""
        return self.folder / DATA / "raw.duckdb"


def open_backup(folder: Path) -> Backup:
    """The backup in a folder, unchecked. WhaleError when it isn't one or a newer Whalecurve made it."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        version, files = manifest["backup_version"], manifest["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WhaleError(f"{shown_path(folder)} isn't a backup: its {MANIFEST} can't be read ({error})") from None
    if not isinstance(files, list) or not isinstance(version, int) or version > BACKUP_VERSION:
        raise WhaleError(f"{shown_path(folder)} is a backup of a newer Whalecurve; restore it with that version")
    return Backup(folder.resolve(), manifest)


def backups_in(folder: Path, company: str) -> list[Path]:
    """The finished backups of a company in a folder, oldest first."""
    found = [each for each in folder.iterdir() if (match := _NAME.fullmatch(each.name)) and match[1] == company]
    return sorted(each for each in found if (each / MANIFEST).is_file())


def files_below(folder: Path) -> list[Path]:
    """All files below a folder, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def described(folder: Path, file: Path) -> dict[str, Any]:
    """What the manifest says of a file; a database with the rows of each of its tables."""
    entry = {"path": file.relative_to(folder).as_posix(), "bytes": file.stat().st_size, "sha256": sha256_of(file)}
    return entry | ({"row_counts": row_counts_of(file)} if file.suffix == ".duckdb" else {})


def row_counts_of(file: Path) -> dict[str, int]:
    """schema.table -> rows, of all tables of a database file."""
    with duckdb.connect(str(file), read_only=True) as con:
        tables = con.execute(
            "select schema_name, table_name from duckdb_tables() where not internal and not temporary order by all"
        ).fetchall()
        return {f"{schema}.{table}": _count(con, schema, table) for schema, table in tables}


def schema_version_of(raw_file: Path) -> int:
    """The version of a raw file. ConfigurationError when it is newer than ours."""
    with duckdb.connect(str(raw_file), read_only=True) as con:
        check_not_newer(con, raw_file)
        return version_of(con)


def faults_of(backup: Backup) -> list[str]:
    """Everything in which a backup isn't what its manifest says. ConfigurationError for a raw file newer than ours."""
    written = {entry["path"]: entry for entry in backup.manifest["files"]}
    there = {path.relative_to(backup.folder).as_posix(): path for path in files_below(backup.folder)}
    faults = [f"{place} is no part of the backup" for place in sorted(there.keys() - written.keys() - {MANIFEST})]
    for place, entry in written.items():
        fault = _fault(there.get(place), entry)
        faults += [f"{place} {fault}"] if fault else []
    if not faults and schema_version_of(backup.raw_file) != backup.manifest["raw_schema_version"]:
        faults.append("raw.duckdb is of another version than the manifest says")
    return faults


def _fault(file: Path | None, entry: dict[str, Any]) -> str:
    if file is None:
        return "is missing"
    if file.stat().st_size != entry["bytes"]:
        return f"has {file.stat().st_size} bytes instead of {entry['bytes']}"
    if sha256_of(file) != entry["sha256"]:
        return "has another content"
    if "row_counts" in entry and row_counts_of(file) != entry["row_counts"]:
        return "has other row counts"
    return ""


def _count(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> int:
    row = con.execute(f"select count(*) from {identifier(schema, table)}").fetchone()
    assert row is not None
    return int(row[0])
