"""A raw.duckdb as the first version wrote it, told in SQL of its own, so that no later code can change what it was."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest.discovery import sha256_of
from tests.unit.ingest.shops import Shop

LEDGER = """
create schema load_ledger;
create schema quarantine;
create schema raw_shop;
create schema pending_shop;
create table load_ledger.schema_version (version integer);
insert into load_ledger.schema_version values (1);
create table load_ledger.loads (
    load_id bigint primary key, run_id varchar, system varchar, table_name varchar, file_path varchar,
    file_sha256 varchar, file_bytes bigint, file_modified_at timestamp, file_modified_ns bigint, format varchar,
    load_mode varchar, as_of_date date, record_count bigint, loaded_count bigint, quarantined_count bigint,
    status varchar, status_reason varchar, landed_at timestamp, contract_sha256 varchar
);
create table load_ledger.table_keys (system varchar, table_name varchar, key_columns varchar[]);
insert into load_ledger.table_keys values ('shop', 'orders', ['order_id']);
create table load_ledger.suite_results (
    run_id varchar, load_id bigint, system varchar, table_name varchar, suite varchar, passed boolean, crashed boolean,
    result json, checked_at timestamp
);
create table quarantine.records (
    load_id bigint, system varchar, table_name varchar, file_path varchar, record_number bigint, line_number bigint,
    column_name varchar, value varchar, reason varchar, message varchar, raw_text varchar
);
create table raw_shop.orders (
    order_id varchar, amount decimal(18, 4), ordered date, note varchar, _record_number bigint, _row_hash varchar,
    _from_load_id bigint, _to_load_id bigint, _from_as_of_date date, _to_as_of_date date
);
create table pending_shop.orders as from raw_shop.orders;
"""
ROWS = """
insert into raw_shop.orders values
    ('1', 10.5, '2026-01-01', null, 1, null, 1, null, '2026-01-01', null),
    ('2', -3, null, 'late', 2, null, 1, null, '2026-01-01', null);
insert into quarantine.records values
    (1, 'shop', 'orders', 'orders.csv', 3, 4, 'amount', 'x', 'not_a_number', 'amount "x" isn''t a number', '3,x,,');
"""
EXPORT = "order_id,amount,ordered,note\n1,10.5,2026-01-01,\n2,-3,,late\n3,x,,\n"


def write_version_1(shop: Shop) -> Path:
    """The raw file of a shop whose one export, orders.csv, was landed and accepted by version 1."""
    file = shop.export("orders.csv", EXPORT, day=1)
    (contract,) = shop.contracts()
    facts = file.stat()
    shop.raw_file.parent.mkdir(parents=True)
    with duckdb.connect(str(shop.raw_file)) as con:
        con.execute(LEDGER + ROWS)
        con.execute(
            "insert into load_ledger.loads values (1, 'run', 'shop', 'orders', 'orders.csv', ?, ?, '2026-01-01', ?, "
            "'csv', 'append', '2026-01-01', 3, 2, 1, 'accepted', '', '2026-01-01', ?)",
            [sha256_of(file), facts.st_size, facts.st_mtime_ns, contract.fingerprint()],
        )
    return shop.raw_file
