"""Small finished builds for the tests of serving/, written as dbt would write them: attached, old storage version, commented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from serving.publish import publish
from serving.versions import Version
from settings.paths import DataPaths

TABLES = ("warehouse.dim_customers", "warehouse.fct_orders", "marts.mart_turnover", "marts.mart_pareto", "meta.runs")


def make_candidate(paths: DataPaths, run_id: str = "run-1", rows: int = 3, extra: str = "") -> Path:
    """A closed candidate file whose every table bears the run's id. extra: more SQL, with the database attached as `whalecurve`."""
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
