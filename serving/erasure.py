"""Published versions without a person: each is copied, the person taken out, and a new folder takes its place.

Belongs here: the only act that rewrites versions, and the switch to the new ones. Doesn't belong here: which columns of
a table are changed (erased_tables.py), or who is taken out (ingest). The caller holds the company's RefreshLock.

A kill at any point leaves `current` on a whole version: a new folder is made under a name that no reader looks at, and
the old one goes last. A version that carries the erasure in its manifest is done.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from ingest.privacy.plan import Plan
from ingest.sql import literal
from serving.catalogue import row_counts
from serving.content import content_hash
from serving.erased_tables import Person, pseudonyms_in, take_out
from serving.files import protect, remove_folder, sha256_of, sync, write_json
from serving.history import record_event
from serving.publish import set_aside, sweep
from serving.verify import CATALOG, counted_rows
from serving.versions import DATABASE_NAME, MANIFEST_NAME, Version, list_versions, point_current_at, switching
from settings.errors import WhaleError
from settings.paths import DataPaths

_FORMAT = "%Y%m%dT%H%M%S%fZ"
_INCOMING = ".incoming-"


def erase_from_versions(paths: DataPaths, plan: Plan, person: Person, storage_version: str) -> int:
    """Rewrite every kept version that isn't done yet; gives how many there were."""
    if not paths.versions.is_dir():
        return 0
    sweep(paths)
    old = [each for each in list_versions(paths) if not _is_done(each, plan)]
    for version in old:
        successor = _successor_of(paths, version, plan)
        stamp = successor.stamp if successor else _rewritten(paths, version, plan, person, storage_version)
        _replace(paths, version, stamp, plan)
    sweep(paths)
    return len(old)


def published_pseudonyms(paths: DataPaths, person: Person) -> list[str]:
    """The pseudonyms that stand in the person's rows of any kept version."""
    found: set[str] = set()
    for version in list_versions(paths):
        with duckdb.connect() as con:
            con.execute(f"attach {literal(str(version.database_file))} as {CATALOG} (read_only)")
            found |= pseudonyms_in(con, person)
    return sorted(found)


def bridge_rows(paths: DataPaths) -> list[tuple[str, str, str, str]]:
    """entity, source system, source id and golden id of the current version's crosswalk; none before a publish."""
    current = next((version for version in list_versions(paths) if version.is_current), None)
    if current is None:
        return []
    with duckdb.connect() as con:
        con.execute(f"attach {literal(str(current.database_file))} as {CATALOG} (read_only)")
        name = f"{CATALOG}.warehouse.bridge_member_sources"
        return con.execute(f"select entity, source_system, source_id, golden_id from {name}").fetchall()


def _is_done(version: Version, plan: Plan) -> bool:
    return any(each["erasure_id"] == plan.erasure_id for each in version.manifest().get("erasures", []))


def _successor_of(paths: DataPaths, version: Version, plan: Plan) -> Version | None:
    """The version that a killed run had already made in this one's place."""
    return next(
        (
            each
            for each in list_versions(paths)
            if _is_done(each, plan) and each.manifest()["erasures"][-1]["replaces"] == version.stamp
        ),
        None,
    )


def _rewritten(paths: DataPaths, version: Version, plan: Plan, person: Person, storage_version: str) -> str:
    """A new folder with the version's content without the person; gives its stamp, right behind the old one."""
    stamp = (version.published_at + timedelta(microseconds=1)).strftime(_FORMAT)
    folder = paths.versions / f"{_INCOMING}{stamp}"
    remove_folder(folder)
    shutil.copytree(version.folder, folder)
    folder.chmod(0o755)
    file, scratch = folder / DATABASE_NAME, folder / "scratch.duckdb"
    file.chmod(0o644)
    file.rename(scratch)
    measured = _clean_copy(scratch, file, person, storage_version)
    scratch.unlink()
    note = {"erasure_id": plan.erasure_id, "erased_at": plan.erased_at, "replaces": version.stamp}
    manifest = version.manifest()
    changed = {"stamp": stamp, "erasures": [*manifest.get("erasures", []), note]}
    (folder / MANIFEST_NAME).chmod(0o644)
    write_json(folder / MANIFEST_NAME, {**manifest, **measured, **changed, **_of_file(file)})
    protect(folder)
    sync(file)
    sync(folder)
    folder.rename(paths.versions / stamp)
    sync(paths.versions)
    return stamp


def _clean_copy(scratch: Path, file: Path, person: Person, storage_version: str) -> dict[str, Any]:
    """Take the person out of a scratch copy, and copy that into a new file: deleted text stays in the scratch."""
    with duckdb.connect() as con:
        con.execute(f"attach {literal(str(scratch))} as {CATALOG}")
        take_out(con, person)
        con.execute(f"checkpoint {CATALOG}")
        con.execute(f"attach {literal(str(file))} as fresh (storage_version {literal(storage_version)})")
        con.execute(f"copy from database {CATALOG} to fresh")
        content = content_hash(con, CATALOG)
        if content_hash(con, "fresh").hash != content.hash:
            raise WhaleError(f"the copy of {file.parent.name} isn't whole; free space on the disk and erase again")
        con.execute("checkpoint fresh")
        counts = row_counts(con, CATALOG)
    return {"content_hash": content.hash, "table_hashes": content.tables, "row_counts": counts}


def _of_file(file: Path) -> dict[str, Any]:
    return {
        "row_counts": counted_rows(file),
        "database_bytes": file.stat().st_size,
        "database_sha256": sha256_of(file),
        "duckdb_version": duckdb.__version__,
    }


def _replace(paths: DataPaths, version: Version, stamp: str, plan: Plan) -> None:
    """Readers of the old version get the new one; then the old one goes."""
    with switching(paths):
        if any(each.stamp == version.stamp and each.is_current for each in list_versions(paths)):
            point_current_at(paths, stamp)
        record_event(paths, "erase", stamp, version.stamp, plan.erasure_id)
        set_aside([each for each in list_versions(paths) if each.stamp == version.stamp])
