"""Small finished builds for the tests of serving/, as dbt writes them: attached, old storage version, commented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from serving.files import sha256_of
from serving.publish import publish
from serving.versions import Version
from settings.paths import DataPaths

TABLES = ("warehouse.dim_customers", "warehouse.fct_orders", "marts.mart_turnover", "marts.mart_pareto", "meta.runs")


def make_candidate(paths: DataPaths, run_id: str = "run-1", rows: int = 3, extra: str = "") -> Path:
    """A closed candidate file whose every table bears the run's id. extra: more SQL, over the database `whalecurve`."""
    paths.build_dir.mkdir(parents=True, exist_ok=True)
    paths.candidate_file.unlink(missing_ok=True)
    with duckdb.connect() as con:
        con.execute(f"attach '{paths.candidate_file}' as whalecurve (storage_version 'v1.2.0')")
        for schema in ("warehouse", "marts", "meta"):
            con.execute(f"create schema whalecurve.{schema}")
        for table in TABLES:
            con.execute(f"""
                create table whalecurve.{table} as
                select
                    '{run_id}' as run_id,
                    'C' || number as customer_id,
                    (number * 1.25)::decimal(18, 4) as net_revenue_amount,
                from range({rows}) as numbers(number)
            """)
            con.execute(f"comment on table whalecurve.{table} is 'One row per customer.'")
            for column in ("run_id", "customer_id", "net_revenue_amount"):
                con.execute(f"comment on column whalecurve.{table}.{column} is 'What it is.'")
        con.execute(extra or "select 1")
    return paths.candidate_file


def publish_build(paths: DataPaths, run_id: str = "run-1", keep: int = 7, rows: int = 3, **manifest: Any) -> Version:
    """Build and publish."""
    file = make_candidate(paths, run_id, rows)
    return publish(paths, file, {"run_id": run_id, "company": "acme", **manifest}, keep)


def read_run_id(file: Path) -> str:
    """The run that a database file, or a link to one, was made by."""
    with duckdb.connect(str(file), read_only=True) as con:
        row = con.execute("select any_value(run_id) from marts.mart_turnover").fetchone()
    assert row is not None
    return str(row[0])


def write_ledger(paths: DataPaths, loads: Sequence[Mapping[str, Any]] = ()) -> None:
    """A raw.duckdb whose load ledger holds these loads; what a load doesn't say is that of an accepted one."""
    paths.root.mkdir(parents=True, exist_ok=True)
    paths.raw_file.unlink(missing_ok=True)
    with duckdb.connect(str(paths.raw_file)) as con:
        con.execute("""
            create schema load_ledger;
            create table load_ledger.loads (
                load_id bigint, system varchar, table_name varchar, file_path varchar, file_sha256 varchar,
                file_bytes bigint, file_modified_ns bigint, as_of_date date, loaded_count bigint, status varchar,
                status_reason varchar
            )
        """)
        for number, load in enumerate(loads, start=1):
            row = {**_ACCEPTED, "load_id": number, **load}
            con.execute(
                f"insert into load_ledger.loads by name select {', '.join(f'${key} as {key}' for key in row)}", row
            )


def load_of(file: Path, folder: Path, table: str, **facts: Any) -> dict[str, Any]:
    """The accepted load of a file as it lies on disk."""
    stat = file.stat()
    seen = {"file_bytes": stat.st_size, "file_modified_ns": stat.st_mtime_ns, "table_name": table}
    return {"file_path": file.relative_to(folder).as_posix(), "file_sha256": sha256_of(file), **seen, **facts}


_ACCEPTED = {
    "system": "erp",
    "table_name": "orders",
    "file_path": "orders.csv",
    "file_sha256": "sha",
    "file_bytes": 1,
    "file_modified_ns": 1,
    "as_of_date": date(2026, 10, 31),
    "loaded_count": 5,
    "status": "accepted",
    "status_reason": None,
}
