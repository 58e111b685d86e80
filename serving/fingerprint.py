"""Fingerprints of what a published version was made from: the code, and the accepted loads.

Belongs here: hashing code and inputs. Doesn't belong here: comparing them with a version (changes.py); the settings
hash themselves (Company.fingerprint).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import duckdb

from settings.company import Company

CODE_FOLDERS = ("dbt_project", "ingest", "expectations", "seeds", "settings", "serving", "valuation", "orchestration")
CODE_FILES = ("requirements.lock",)
COMPANY_FOLDERS = ("models", "cost_model", "expectations")
_PASSED_OVER = frozenset({"__pycache__", "target", "logs", "dbt_packages"})


def code_version(project_root: Path, company: Company) -> str:
    """sha256 over every file that shapes results.

    Those are our rooms, the locked libraries, and the company's own models, cost model and suites. Tests, docs, the
    generator of the demo company and compiled files don't count. The same wherever the project lies.
    """
    digest = hashlib.sha256()
    for name in CODE_FOLDERS:
        _add_folder(digest, name, project_root / name)
    for name in CODE_FILES:
        _add_file(digest, name, project_root / name)
    for name in COMPANY_FOLDERS:
        _add_folder(digest, f"company/{name}", company.folder / name)
    return digest.hexdigest()


def inputs_fingerprint(con: duckdb.DuckDBPyConnection, database: str | None = None) -> str:
    """sha256 over the accepted loads in their order: system, table, place, as-of day, content, and how much was loaded.

    con: a connection in which raw.duckdb is open; database: its name there, None for the connection's own.
    """
    loads = "load_ledger.loads" if database is None else f"{database}.load_ledger.loads"
    row = con.execute(f"""
        select sha256(coalesce(string_agg(
            concat_ws(
                chr(31), system, table_name, file_path, as_of_date::varchar, file_sha256, loaded_count
            ), chr(30) order by load_id
        ), ''))
        from {loads}
        where status = 'accepted'
    """).fetchone()
    assert row is not None
    return str(row[0])


def _add_folder(digest: hashlib._Hash, name: str, folder: Path) -> None:
    for file in _files_below(folder):
        _add_file(digest, f"{name}/{file.relative_to(folder).as_posix()}", file)


def _add_file(digest: hashlib._Hash, name: str, file: Path) -> None:
    if file.is_file():
        content = file.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _PASSED_OVER and not name.startswith("."))
        yield from (
            Path(place, name) for name in sorted(files) if not name.startswith(".") and not name.endswith(".pyc")
        )
