"""The tables that every raw.duckdb has beside those of contracts, version by version.

Belongs here: data definition of load ledger and quarantine. To change them, append a Step to the end of STEPS: that is
the whole of it, for new files as well, because a new file is version 1 and then takes every step. A released step is
never edited, moved or removed. Doesn't belong here: running steps (upgrade.py), tables of contracts (raw_schema.py).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """The way from one version to the next. title: what it brings; sql: statements, run in one transaction."""

    title: str
    sql: str


VERSION_1 = """
create schema load_ledger;
create schema quarantine;
create table load_ledger.schema_version (version integer);
create table load_ledger.loads (
    load_id bigint primary key, run_id varchar, system varchar, table_name varchar, file_path varchar,
    file_sha256 varchar, file_bytes bigint, file_modified_at timestamp, file_modified_ns bigint, format varchar,
    load_mode varchar, as_of_date date, record_count bigint, loaded_count bigint, quarantined_count bigint,
    status varchar, status_reason varchar, landed_at timestamp, contract_sha256 varchar
);
create table load_ledger.table_keys (system varchar, table_name varchar, key_columns varchar[]);
create table load_ledger.suite_results (
    run_id varchar, load_id bigint, system varchar, table_name varchar, suite varchar, passed boolean, crashed boolean,
    result json, checked_at timestamp
);
create table quarantine.records (
    load_id bigint, system varchar, table_name varchar, file_path varchar, record_number bigint, line_number bigint,
    column_name varchar, value varchar, reason varchar, message varchar, raw_text varchar
);
"""

# The first step leads to version 2, the next one to version 3, and so on.
STEPS: tuple[Step, ...] = (
    Step(
        "the time of a file's last change",
        """
        alter table load_ledger.loads add column if not exists file_changed_ns bigint;
        update load_ledger.loads set file_changed_ns = 0 where file_changed_ns is null;
        """,
    ),
    Step(
        "headers, drift and control totals of loads",
        """
        create table if not exists load_ledger.headers (load_id bigint, headers varchar[]);
        create table if not exists load_ledger.drift (
            load_id bigint, system varchar, table_name varchar, file_path varchar, column_name varchar, kind varchar,
            policy varchar, detail varchar
        );
        create table if not exists load_ledger.controls (
            load_id bigint, measure varchar, promised varchar, found varchar, agrees boolean, source varchar
        );
        """,
    ),
    Step(
        "profiles of loads",
        """
        create table load_ledger.profiles (
            load_id bigint, system varchar, table_name varchar, column_name varchar, measure varchar, value varchar,
            warn_lower double, warn_upper double, fail_lower double, fail_upper double
        );
        """,
    ),
    Step(
        "how many records of a load are of persons who were erased before",
        """
        create table load_ledger.erased_records (load_id bigint, erased_count bigint);
        """,
    ),
)
